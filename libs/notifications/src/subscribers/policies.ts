import { FacilityKindsChangedV1, PetitionFollowingAskedV1, UpdatesRequestedContactV1 } from '@ecou/contracts';
import { onContract, onContracts, onEvent, onTimer, type Policy } from '@ecou/messaging';
import type { RecordedEvent } from '@ecou/event-sourcing';
import { ConsentTextsCommand, listBehind } from './renewal/consent-texts.command.js';
import { consentTextsId } from './consent-texts/consent-texts.aggregate.js';
import type { ConsentTextsEvent } from './consent-texts/consent-texts.events.js';
import { renewalTimer } from './subscriber/subscriber.aggregate.js';
import { SubscriberCommand } from './subscriber/subscriber.command.js';
import { channel as knownChannel } from './subscriber/channels.js';
import { NameKindsCommand } from './topic/name-kinds.command.js';
import { namingContracts, namingOf, seriesContracts, seriesNamingOf } from './topic/naming-of.js';
import { petitionTopic } from './topic/petition-topic.js';
import { topicId } from './topic/topic.aggregate.js';
import { TopicCommand } from './topic/topic.command.js';

type Texts<Type extends ConsentTextsEvent['type']> = RecordedEvent<Extract<ConsentTextsEvent, { type: Type }>>;

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onContract(UpdatesRequestedContactV1, {
    name: 'wish-becomes-subscription',
    then: ({ data: { requestId, topics, language, consentText, channel, address, requestedAt } }, context) =>
      new SubscriberCommand(
        address.subject,
        {
          type: 'AskSubscription',
          address,
          channel: knownChannel.parse(channel),
          topics,
          language,
          consent: { text: consentText, version: null, how: 'questionnaire', reference: requestId },
          mailAt: null,
          at: requestedAt,
        },
        context,
      ),
  }),
  onContract(PetitionFollowingAskedV1, {
    name: 'petition-follower-subscribes',
    then: ({ data }, context) => {
      const { requestId, petitionId, language, consentText, channel, address, askedAt } = data;
      return new SubscriberCommand(
        address.subject,
        {
          type: 'AskSubscription',
          address,
          channel: knownChannel.parse(channel),
          topics: [petitionTopic(petitionId)],
          language,
          consent: { text: consentText, version: null, how: 'page', reference: requestId },
          mailAt: null,
          at: askedAt,
        },
        context,
      );
    },
  }),
  onContract(PetitionFollowingAskedV1, {
    name: 'followed-petition-gets-its-title',
    then: ({ data: { petitionId, number } }, context) => {
      const topic = petitionTopic(petitionId);
      const title = { ro: number };
      return new TopicCommand(topicId(topic), { type: 'NameTopic', topic, title, at: context.now }, context);
    },
  }),
  onEvent(['ConsentTextPublished', 'RenewalContinued'], {
    name: 'consent-is-asked-for-anew',
    notYet: [listBehind],
    then: ({ position, data }: Texts<'ConsentTextPublished' | 'RenewalContinued'>, context) => {
      if ('renewal' in data && data.renewal === null) return undefined;
      const from = 'cursor' in data ? data.cursor : null;
      return new ConsentTextsCommand(
        consentTextsId,
        { type: 'ContinueRenewal', version: data.version, from, past: position, at: context.now },
        context,
      );
    },
  }),
  onTimer(renewalTimer, {
    name: 'consent-that-was-not-renewed-ends',
    then: ({ subject, data }, context) =>
      new SubscriberCommand(
        subject,
        { type: 'EndUnrenewed', version: Number(data['version']), at: context.now },
        context,
      ),
  }),
  onContracts(namingContracts, {
    name: 'topic-gets-its-title',
    then: (message, context) => {
      const command = namingOf(message, context.now);
      return new TopicCommand(topicId(command.topic), command, context);
    },
  }),
  onContracts(seriesContracts, {
    name: 'series-gets-its-title',
    then: (message, context) => {
      const command = seriesNamingOf(message, context.now);
      return command && new TopicCommand(topicId(command.topic), command, context);
    },
  }),
  onContract(FacilityKindsChangedV1, {
    name: 'facility-kinds-get-their-names',
    then: ({ data: { kindsId, kinds } }, context) =>
      new NameKindsCommand(kindsId, { type: 'NameKinds', kinds }, context),
  }),
];
