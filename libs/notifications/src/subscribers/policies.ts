import { FacilityKindsChangedV1, UpdatesRequestedContactV1 } from '@ecou/contracts';
import { onContract, onContracts, type Policy } from '@ecou/messaging';
import { SubscriberCommand } from './subscriber/subscriber.command.js';
import { channel as knownChannel } from './subscriber/channels.js';
import { NameKindsCommand } from './topic/name-kinds.command.js';
import { namingContracts, namingOf, seriesContracts, seriesNamingOf } from './topic/naming-of.js';
import { topicId } from './topic/topic.aggregate.js';
import { TopicCommand } from './topic/topic.command.js';

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
          at: requestedAt,
        },
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
