import type { Language } from '@ecou/contracts';
import { assertNever, Rejected, Unknown, type Decider, type Sealed } from '@ecou/event-sourcing';
import { channel as known, type Channel } from '../../subscribers/subscriber/channels.js';
import type { WordingRef } from '../../wordings/in-force.js';
import type { WordsFault } from '../../wordings/wording/wording.events.js';
import type {
  Fault,
  MessageEvent,
  NoticePurpose,
  Promised,
  Purpose,
  testPurpose,
  withheldReasons,
  Word,
} from './message.events.js';
import { evolve, unqueued } from './message.fold.js';
import { lastAttempt, type Gathered, type Message } from './message.state.js';
import { report, type RecordReport } from './reports.js';
import { about, awaitsOutcome, numberOf } from './standing.js';

interface Queueing {
  type: 'QueueMessage';
  language: Language;
  template: { name: string; version: number };
  variables: Readonly<Record<string, string>>;
  /** The institution's own words; left out: those of the template. */
  wording?: WordingRef;
  causeId: string;
  at: string;
}

/** News for a subscriber, or the mail that asks for their consent. */
export type QueueNews = Queueing & {
  subscriberId: string;
  /** The subscriber's address that it goes to. */
  number: number;
  channel: Channel;
  purpose: Exclude<Purpose, NoticePurpose | typeof testPurpose>;
  topics: readonly string[];
  round: number | null;
  announcementId: string | null;
  urgent: boolean;
  matter: string | null;
  expiresAt: string | null;
  /** The time at which it goes (ISO 8601); left out: at once. */
  waitsUntil?: string | null;
};

/** A message to the next address of a subscriber, in place of one that could not be delivered. */
export type QueueInPlace = Omit<QueueNews, 'type' | 'waitsUntil'> & {
  type: 'QueueInPlace';
  fallbackOf: string;
  gathered: readonly Gathered[];
};

/** Puts what an announcement says into the digest that goes at an hour, which begins with it. */
export type GatherNews = Pick<
  QueueNews,
  'subscriberId' | 'number' | 'channel' | 'language' | 'template' | 'wording' | 'causeId'
> &
  Gathered & { type: 'GatherNews'; waitsUntil: string; at: string };
/** It waits for the end of quiet hours, or for that of a pause. */
export type PostponeMessage = {
  type: 'PostponeMessage';
  until: string;
  reason: 'quiet-hours' | 'paused';
  at: string;
};
/** The command of the timer: its hour has come. */
export type ReleaseMessage = { type: 'ReleaseMessage'; at: string };
/** The pause that held it back, queued as it is, has ended. */
export type ResumeMessage = { type: 'ResumeMessage'; at: string };
/** Another message goes to the next address in its place. */
export type NoteFallback = { type: 'NoteFallback'; to: string; at: string };

/** A message that somebody was promised, on the channel that they named. */
export type QueueNotice = Queueing & {
  purpose: NoticePurpose | typeof testPurpose;
  promise: Promised;
  recipient: { address: Sealed<string>; words: Readonly<Record<string, Sealed<Word>>> };
  /** The time from which nobody needs it (ISO 8601); `null`: none. */
  expiresAt: string | null;
};
export type QueueMessage = QueueNews | QueueNotice;
export type StartSending = { type: 'StartSending'; attempt: number; transport: string; at: string };
export type RecordSent = {
  type: 'RecordSent';
  attempt: number;
  code: number | null;
  file: string | null;
  /** The provider's id of it. */
  reference?: string | null;
  /** The cost of a text message. */
  segments?: number | null;
  /** The reason for which it said the words of the template, in place of the institution's own. */
  wordsFault?: WordsFault | undefined;
  at: string;
};
export type RecordFailure = {
  type: 'RecordFailure';
  attempt: number;
  fault: Fault;
  permanent: boolean;
  /** The time from which its channel takes it again (ISO 8601), where it said so. */
  retryAt?: string;
  /** Somebody has to put something right first. */
  needsOperator?: boolean;
  at: string;
};
export type RecordBounce = { type: 'RecordBounce'; attempt: number; fault: Fault; at: string };
export type RecordUncertain = {
  type: 'RecordUncertain';
  attempt: number;
  /** `no-answer`: the server never said whether it took the message. `no-outcome`: the process died in between. */
  reason: 'no-answer' | 'no-outcome';
  at: string;
};
/** The command of the timer. */
export type RetryMessage = { type: 'RetryMessage'; attempt: number; at: string };
/** An operator's word. */
export type ResendMessage = { type: 'ResendMessage'; reason: string; at: string };
/** An operator's word on a sending without a known outcome; `not-sent` leaves it given up, and open to be sent again. */
export type SettleMessage = { type: 'SettleMessage'; outcome: 'sent' | 'not-sent'; reason: string; at: string };
export type WithholdMessage = {
  type: 'WithholdMessage';
  reason: (typeof withheldReasons)[number];
  at: string;
};

/** Words were taken out of what it is about; `title` is what is left, in its language. */
export type RedactMessage = { type: 'RedactMessage'; title: string; at: string };

type Outcome = RecordSent | RecordFailure | RecordBounce | RecordUncertain;
export type MessageCommandBody =
  | QueueMessage
  | QueueInPlace
  | GatherNews
  | PostponeMessage
  | ReleaseMessage
  | ResumeMessage
  | NoteFallback
  | StartSending
  | Outcome
  | RecordReport
  | RetryMessage
  | ResendMessage
  | SettleMessage
  | WithholdMessage
  | RedactMessage;

const seconds = 1000;
const hours = 3600 * seconds;
/** The wait after each failure; after the last one the message is given up. */
const waits = [5 * seconds, 30 * seconds, 300 * seconds, 1800 * seconds, 2 * hours, 6 * hours, 12 * hours, 24 * hours];

const promiseOf = (message: Message) => ({ promise: about(message).promise });

const ofNews = { promise: null, recipient: null };
const atOnce = { waitsUntil: null, fallbackOf: null };

function queue(command: QueueMessage, message: Message): MessageEvent[] {
  if (message.status !== 'none') return [];
  const { type: _, at, ...data } = command;
  if (!('promise' in data)) {
    const { waitsUntil = null, ...news } = data;
    const queued = { ...news, topics: [...news.topics], ...ofNews, ...atOnce, waitsUntil, queuedAt: at };
    return [{ type: 'MessageQueued', data: queued }];
  }
  const { promise } = data;
  const notice = {
    ...data,
    ...atOnce,
    channel: promise.channel,
    ...{ subscriberId: null, number: null, topics: [], round: null, announcementId: null, urgent: true, matter: null },
  };
  const queued: MessageEvent = { type: 'MessageQueued', data: { ...notice, queuedAt: at } };
  // Nothing goes on a way that has no adapter; it stands on record that nothing did.
  if (known.safeParse(promise.channel).success) return [queued];
  return [queued, { type: 'MessageWithheld', data: { promise, reason: 'channel-not-served', withheldAt: at } }];
}

const gatheredAt = ({ announcementId, topics }: Gathered, at: string): MessageEvent => ({
  type: 'NewsGathered',
  data: { announcementId, topics: [...topics], gatheredAt: at },
});

function queueInPlace(command: QueueInPlace, message: Message): MessageEvent[] {
  if (message.status !== 'none') return [];
  const { type: _, at, gathered, ...data } = command;
  const queued = { ...data, topics: [...data.topics], ...ofNews, waitsUntil: null, queuedAt: at };
  // What it holds stands there before anybody sends it: a unit is read whole.
  return [{ type: 'MessageQueued', data: queued }, ...gathered.map((each) => gatheredAt(each, at))];
}

function gather(command: GatherNews, message: Message): MessageEvent[] {
  const { subscriberId, number, channel, language, template, wording, causeId, waitsUntil, at } = command;
  if (message.gathered.some(({ announcementId }) => announcementId === command.announcementId)) return [];
  if (message.status === 'waiting') return [gatheredAt(command, at)];
  if (message.status !== 'none')
    throw new Rejected('DIGEST_CLOSED', 'The digest is on its way: what comes now is in the next one.');
  const begun: MessageEvent = {
    type: 'MessageQueued',
    data: {
      ...{ subscriberId, number, channel, language, template, causeId, waitsUntil, ...ofNews },
      ...(wording && { wording }),
      ...{ purpose: 'digest', topics: [], round: null, variables: {}, announcementId: null, expiresAt: null },
      ...{ urgent: false, matter: null, fallbackOf: null, queuedAt: at },
    },
  };
  return [begun, gatheredAt(command, at)];
}

function postpone({ until, reason, at }: PostponeMessage, message: Message): MessageEvent[] {
  if (message.status !== 'queued') return [];
  return [{ type: 'MessagePostponed', data: { until, reason, postponedAt: at } }];
}

function fallBack({ to, at }: NoteFallback, message: Message): MessageEvent[] {
  return message.fellBackTo === null ? [{ type: 'MessageFellBack', data: { to, fellBackAt: at } }] : [];
}

function start({ attempt, transport, at }: StartSending, message: Message): MessageEvent[] {
  if (message.status !== 'queued' || attempt !== lastAttempt(message) + 1)
    throw new Rejected('MESSAGE_NOT_QUEUED', 'Only a queued message is sent, and each attempt once.');
  return [{ type: 'SendingStarted', data: { attempt, transport, startedAt: at } }];
}

function failure(command: RecordFailure, message: Message): MessageEvent {
  const { attempt, fault, permanent, retryAt: told, needsOperator = false, at } = command;
  const wait = permanent || needsOperator ? undefined : waits[message.failures];
  const own = wait === undefined ? null : new Date(Date.parse(at) + wait).toISOString();
  const retryAt = own !== null && told !== undefined && Date.parse(told) > Date.parse(own) ? told : own;
  return {
    type: 'SendingFailed',
    data: { ...promiseOf(message), attempt, fault, retryAt, needsOperator, failedAt: at },
  };
}

function sentWith(command: RecordSent, message: Message): MessageEvent[] {
  const { attempt, code, file, reference = null, segments = null, wordsFault: fault, at } = command;
  const data = { ...about(message), attempt, code, file, reference, segments, sentAt: at };
  const wording = message.queued?.wording;
  const fellBack = fault && wording && { attempt, wording, fault, fellBackAt: at };
  return [{ type: 'MessageSent', data }, ...(fellBack ? [{ type: 'WordsFellBack' as const, data: fellBack }] : [])];
}

/**
 * An outcome counts for the attempt that is being made. One that comes late counts where it says that the message went out or came
 * back, until another attempt starts; a late failure does not, since it would try again by itself what was called uncertain.
 */
function outcome(command: Outcome, message: Message): MessageEvent[] {
  if (command.attempt !== lastAttempt(message)) return [];
  if (!awaitsOutcome(message, command.type === 'RecordSent' || command.type === 'RecordBounce')) return [];
  const { attempt, at } = command;
  switch (command.type) {
    case 'RecordSent':
      return sentWith(command, message);
    case 'RecordFailure':
      return [failure(command, message)];
    case 'RecordBounce':
      return [
        {
          type: 'MessageBounced',
          data: { ...about(message), number: numberOf(message), attempt, fault: command.fault, bouncedAt: at },
        },
      ];
    case 'RecordUncertain':
      return [
        { type: 'SendingUncertain', data: { ...promiseOf(message), attempt, reason: command.reason, noticedAt: at } },
      ];
    default:
      return assertNever(command);
  }
}

function retry({ attempt, at }: RetryMessage, message: Message): MessageEvent[] {
  const due = message.status === 'failed' && message.retryAt !== null && attempt === lastAttempt(message);
  return due ? [{ type: 'MessageRequeued', data: { attempt, requeuedAt: at } }] : [];
}

function resend({ reason, at }: ResendMessage, message: Message): MessageEvent[] {
  if (message.fellBackTo !== null)
    throw new Rejected('MESSAGE_FELL_BACK', 'Another message went to the next address in its place.');
  const givenUp = message.status === 'failed' && message.retryAt === null;
  if (message.status !== 'uncertain' && !givenUp)
    throw new Rejected(
      'MESSAGE_NOT_UNCERTAIN',
      'Only a message whose sending has no known outcome, or was given up, is sent again.',
    );
  return [{ type: 'ResendOrdered', data: { attempt: lastAttempt(message), reason, orderedAt: at } }];
}

function settle({ outcome, reason, at }: SettleMessage, message: Message): MessageEvent[] {
  const attempt = lastAttempt(message);
  const known = message.attempts.at(-1);
  if (known?.settled === outcome && message.status !== 'uncertain') return [];
  if (message.status !== 'uncertain')
    throw new Rejected('MESSAGE_NOT_UNCERTAIN', 'Only a message whose sending has no known outcome is settled.');
  return [{ type: 'MessageSettled', data: { ...about(message), attempt, outcome, reason, settledAt: at } }];
}

/** Whatever became of the message, since its words stand on record. */
function redact({ title, at }: RedactMessage, { queued }: Message): MessageEvent[] {
  if (!queued || queued.variables['title'] === title) return [];
  return [{ type: 'MessageRedacted', data: { variables: { ...queued.variables, title }, redactedAt: at } }];
}

function decide(command: MessageCommandBody, message: Message): readonly MessageEvent[] {
  if (command.type === 'QueueMessage') return queue(command, message);
  if (command.type === 'QueueInPlace') return queueInPlace(command, message);
  if (command.type === 'GatherNews') return gather(command, message);
  if (message.status === 'none') throw new Unknown('MESSAGE_UNKNOWN', 'There is no such message.');
  switch (command.type) {
    case 'PostponeMessage':
      return postpone(command, message);
    case 'ReleaseMessage':
      return message.status === 'waiting' ? [{ type: 'MessageReleased', data: { releasedAt: command.at } }] : [];
    case 'ResumeMessage':
      return message.status === 'queued' ? [{ type: 'MessageReleased', data: { releasedAt: command.at } }] : [];
    case 'NoteFallback':
      return fallBack(command, message);
    case 'StartSending':
      return start(command, message);
    case 'RecordSent':
    case 'RecordFailure':
    case 'RecordBounce':
    case 'RecordUncertain':
      return outcome(command, message);
    case 'RecordReport':
      return report(command, message);
    case 'RetryMessage':
      return retry(command, message);
    case 'ResendMessage':
      return resend(command, message);
    case 'SettleMessage':
      return settle(command, message);
    case 'RedactMessage':
      return redact(command, message);
    case 'WithholdMessage':
      if (message.status !== 'queued') return [];
      return [
        { type: 'MessageWithheld', data: { ...promiseOf(message), reason: command.reason, withheldAt: command.at } },
      ];
    default:
      return assertNever(command);
  }
}

/**
 * One message to one person for one cause on one channel. Each attempt starts once, before the call; a start without an outcome is
 * uncertain, and is tried again by an operator's word only.
 */
export const messageDecider: Decider<MessageCommandBody, Message, MessageEvent> = {
  initial: unqueued,
  decide,
  evolve,
};
