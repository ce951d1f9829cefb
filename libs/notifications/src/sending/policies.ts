import {
  CivicEventCancelledV1,
  CivicEventPublishedV1,
  CivicEventRescheduledV1,
  DeliverablePublishedV1,
  EndpointPausedContactV1,
  IncentiveAnnouncedV1,
  PetitionStepContactV1,
  PetitionUpdateContactV1,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  ReportPublishedV1,
  VerificationDueContactV1,
  registrationNoticeContracts,
} from '@ecou/contracts';
import { idOf, type CommandContext, type RecordedEvent } from '@ecou/event-sourcing';
import { onContract, onContracts, onEvent, onTimer, type Policy } from '@ecou/messaging';
import { AnnouncementCommand, viewBehind } from './announcement/announcement.command.js';
import type { AnnouncementEvent } from './announcement/announcement.events.js';
import {
  announcementId,
  ofCivicEvent,
  ofDecision,
  ofDeliverable,
  ofIncentive,
  ofPetition,
  ofProgress,
  ofReport,
} from './announcement/announcement-of.js';
import { CarryOutRedactionCommand, notSeenYet } from './carry-out-redaction.command.js';
import { addressConfirmationOf, confirmationOf, renewalMessageOf } from './confirmation-of.js';
import { FallBackCommand } from './fall-back.command.js';
import { endpointNotice, petitionNotice, registrationNotice, verificationNotice } from './notice-of.js';
import { ReleaseHeldCommand } from './release-held.command.js';
import { releaseTimer, retryTimer } from './message/message.aggregate.js';
import { MessageCommand } from './message/message.command.js';
import type { QueueNotice } from './message/message.decider.js';
import { messageId } from './message/message-id.js';
import type { MessageEvent } from './message/message.events.js';
import type { StopAddress } from '../subscribers/subscriber/rules/addresses.js';
import { SubscriberCommand } from '../subscribers/subscriber/subscriber.command.js';
import type { SubscriberEvent } from '../subscribers/subscriber/subscriber.events.js';
import { WordingCommand } from '../wordings/wording/wording.command.js';
import type { TopicEvent } from '../subscribers/topic/topic.events.js';

type Recorded<E extends { type: string; data: object }, Type extends E['type']> = RecordedEvent<
  Extract<E, { type: Type }>
>;

type Growing = Recorded<AnnouncementEvent, 'AnnouncementStarted' | 'AnnouncementExpanded' | 'AnnouncementResumed'>;

/** A promised message is queued once; the subject of the address tells whom it goes to. */
const queued = (notice: QueueNotice | undefined, context: CommandContext) =>
  notice &&
  new MessageCommand(
    messageId(notice.causeId, notice.recipient.address.subject, notice.promise.channel),
    notice,
    context,
  );

type Undelivered = Recorded<MessageEvent, 'MessageBounced' | 'SendingFailed' | 'MessageWithheld'>;

/** Reasons for which a message goes to no address, though another may take it. */
const unreachable: readonly string[] = ['address-stopped', 'address-removed', 'channel-not-served'];

/** The failure of news that could not be delivered where it was to go; `undefined`: none, or not yet. */
function givenUp({ data }: Undelivered): { readonly removed: boolean } | undefined {
  if (data.promise !== null) return undefined;
  if ('withheldAt' in data)
    return unreachable.includes(data.reason) ? { removed: data.reason === 'address-removed' } : undefined;
  if ('failedAt' in data && (data.retryAt !== null || data.needsOperator)) return undefined;
  return { removed: false };
}

/** Nothing more goes to the address of a subscriber; who was promised something gets that all the same. */
const stopped = (
  { subscriberId, number }: { readonly subscriberId: string | null; readonly number: number | null },
  reason: StopAddress['reason'],
  messageId: string,
  context: CommandContext,
) =>
  subscriberId === null
    ? undefined
    : new SubscriberCommand(
        subscriberId,
        { type: 'StopAddress', number: number ?? 1, messageId, reason, at: context.now },
        context,
      );

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onEvent(['SubscriptionAsked'], {
    name: 'wish-is-confirmed-by-mail',
    then: (event: Recorded<SubscriberEvent, 'SubscriptionAsked'>, context) =>
      new MessageCommand(
        messageId(event.id, idOf(event.stream), event.data.channel, event.data.number),
        confirmationOf(event, context.now),
        context,
      ),
  }),
  onEvent(['AddressAdded'], {
    name: 'address-is-confirmed-by-message',
    then: (event: Recorded<SubscriberEvent, 'AddressAdded'>, context) =>
      // Whoever wrote to us from an address has proven it.
      event.data.consent.how === 'chat'
        ? undefined
        : new MessageCommand(
            messageId(event.id, idOf(event.stream), event.data.channel, event.data.number),
            addressConfirmationOf(event, context.now),
            context,
          ),
  }),
  onEvent(['RenewalAsked'], {
    name: 'consent-is-renewed-by-message',
    then: (event: Recorded<SubscriberEvent, 'RenewalAsked'>, context) =>
      new MessageCommand(
        messageId(event.id, idOf(event.stream), event.data.channel, event.data.number),
        renewalMessageOf(event, context.now),
        context,
      ),
  }),
  onContract(ReportPublishedV1, {
    name: 'report-is-announced',
    then: (message, context) =>
      new AnnouncementCommand(announcementId(message.id), ofReport(message, context.now), context),
  }),
  onContract(DeliverablePublishedV1, {
    name: 'deliverable-is-announced',
    then: (message, context) =>
      new AnnouncementCommand(announcementId(message.id), ofDeliverable(message, context.now), context),
  }),
  onContract(IncentiveAnnouncedV1, {
    name: 'incentive-is-announced',
    from: 'now',
    then: (message, context) =>
      new AnnouncementCommand(announcementId(message.id), ofIncentive(message, context.now), context),
  }),
  onContract(RecommendationDecidedV1, {
    name: 'decision-is-announced',
    then: (message, context) =>
      new AnnouncementCommand(announcementId(message.id), ofDecision(message, context.now), context),
  }),
  onContract(RecommendationProgressedV1, {
    name: 'progress-is-announced',
    then: (message, context) => {
      const command = ofProgress(message, context.now);
      return command && new AnnouncementCommand(announcementId(message.id), command, context);
    },
  }),
  onContract(PetitionStepContactV1, {
    name: 'petition-followers-are-told',
    from: 'now',
    then: (message, context) => {
      const command = ofPetition(message, context.now);
      return command && new AnnouncementCommand(announcementId(message.id), command, context);
    },
  }),
  // What happened before this build is no news.
  onContracts([CivicEventPublishedV1, CivicEventRescheduledV1, CivicEventCancelledV1], {
    name: 'civic-event-is-announced',
    from: 'now',
    then: (message, context) => {
      const command = ofCivicEvent(message, context.now);
      return command && new AnnouncementCommand(announcementId(message.id), command, context);
    },
  }),
  onEvent(['AnnouncementStarted', 'AnnouncementExpanded', 'AnnouncementResumed'], {
    name: 'announcement-expands',
    notYet: [viewBehind],
    then: (event: Growing, context) =>
      new AnnouncementCommand(
        idOf(event.stream),
        {
          type: 'ContinueAnnouncement',
          from: 'cursor' in event.data ? event.data.cursor : null,
          past: event.position,
          at: context.now,
        },
        context,
      ),
  }),
  onEvent(['AnnouncementResumed', 'AnnouncementCancelled'], {
    name: 'held-messages-go-on',
    from: 'now',
    notYet: [viewBehind],
    then: (
      { stream, position }: Recorded<AnnouncementEvent, 'AnnouncementResumed' | 'AnnouncementCancelled'>,
      context,
    ) => new ReleaseHeldCommand(idOf(stream), { type: 'ReleaseHeld', past: position, at: context.now }, context),
  }),
  onEvent(['TopicRedacted'], {
    name: 'carry-out-redaction',
    notYet: [notSeenYet],
    then: ({ stream, position, data: { topic, title } }: Recorded<TopicEvent, 'TopicRedacted'>, context) =>
      new CarryOutRedactionCommand(idOf(stream), { type: 'CarryOutRedaction', position, topic, title }, context),
  }),
  // What was promised to somebody. Who was promised something before this build hears nothing of it now.
  onContracts(registrationNoticeContracts, {
    name: 'registrant-is-told',
    from: 'now',
    then: (message, context) => queued(registrationNotice(message, context.now), context),
  }),
  onContract(PetitionUpdateContactV1, {
    name: 'petitioner-is-told',
    from: 'now',
    then: (message, context) => queued(petitionNotice(message, context.now), context),
  }),
  onContract(EndpointPausedContactV1, {
    name: 'endpoint-contact-is-told',
    from: 'now',
    then: (message, context) => queued(endpointNotice(message, context.now), context),
  }),
  onContract(VerificationDueContactV1, {
    name: 'steward-is-reminded',
    from: 'now',
    then: (message, context) => queued(verificationNotice(message, context.now), context),
  }),
  onTimer(retryTimer, {
    name: 'failed-message-is-tried-again',
    then: ({ subject, data }, context) =>
      new MessageCommand(subject, { type: 'RetryMessage', attempt: Number(data['attempt']), at: context.now }, context),
  }),
  onTimer(releaseTimer, {
    name: 'message-that-waited-goes',
    then: ({ subject }, context) => new MessageCommand(subject, { type: 'ReleaseMessage', at: context.now }, context),
  }),
  onEvent(['MessageBounced', 'SendingFailed', 'MessageWithheld'], {
    name: 'message-falls-back',
    from: 'now',
    then: (event: Undelivered, context) => {
      const given = givenUp(event);
      return given && new FallBackCommand(idOf(event.stream), { type: 'FallBack', ...given, at: context.now }, context);
    },
  }),
  onEvent(['WordsFellBack'], {
    name: 'operators-see-words-that-fail',
    from: 'now',
    then: ({ stream, data: { wording, fault } }: Recorded<MessageEvent, 'WordsFellBack'>, context) =>
      new WordingCommand(
        wording.id,
        { type: 'NoteFailure', version: wording.version, fault, messageId: idOf(stream), at: context.now },
        context,
      ),
  }),
  onEvent(['RecipientComplained'], {
    name: 'complaint-stops-address',
    then: ({ stream, data }: Recorded<MessageEvent, 'RecipientComplained'>, context) =>
      stopped(data, 'complained', idOf(stream), context),
  }),
  onEvent(['MessageBounced'], {
    name: 'bounce-stops-address',
    then: ({ stream, data }: Recorded<MessageEvent, 'MessageBounced'>, context) =>
      stopped(data, 'bounced', idOf(stream), context),
  }),
];
