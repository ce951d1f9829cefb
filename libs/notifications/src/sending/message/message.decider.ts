import type { Language } from '@ecou/contracts';
import { assertNever, Rejected, Unknown, type Decider, type Sealed } from '@ecou/event-sourcing';
import { channel as served, type Channel } from '../../subscribers/subscriber/subscriber.events.js';
import type { Fault, MessageEvent, NoticePurpose, Promised, Purpose, withheldReasons, Word } from './message.events.js';

interface Queueing {
  type: 'QueueMessage';
  language: Language;
  template: { name: string; version: number };
  variables: Readonly<Record<string, string>>;
  causeId: string;
  at: string;
}

/** News for a subscriber, or the mail that asks for their consent. */
export type QueueNews = Queueing & {
  subscriberId: string;
  channel: Channel;
  purpose: Exclude<Purpose, NoticePurpose>;
  topics: readonly string[];
  round: number | null;
  announcementId: string | null;
};

/** A message that somebody was promised, on the channel that they named. */
export type QueueNotice = Queueing & {
  purpose: NoticePurpose;
  promise: Promised;
  recipient: { address: Sealed<string>; words: Readonly<Record<string, Sealed<Word>>> };
  /** When nobody needs it any more; `null`: never. */
  expiresAt: string | null;
};
export type QueueMessage = QueueNews | QueueNotice;
export type StartSending = { type: 'StartSending'; attempt: number; transport: 'smtp' | 'file'; at: string };
export type RecordSent = { type: 'RecordSent'; attempt: number; code: number | null; file: string | null; at: string };
export type RecordFailure = { type: 'RecordFailure'; attempt: number; fault: Fault; permanent: boolean; at: string };
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
  | StartSending
  | Outcome
  | RetryMessage
  | ResendMessage
  | SettleMessage
  | WithholdMessage
  | RedactMessage;

export interface Attempt {
  readonly attempt: number;
  readonly transport: 'smtp' | 'file';
  readonly startedAt: string;
  readonly outcome: 'sent' | 'failed' | 'bounced' | 'uncertain' | null;
  readonly endedAt: string | null;
  readonly code: number | null;
  readonly file: string | null;
  readonly fault: Fault | null;
  readonly retryAt: string | null;
  /** The operator's decision on it. */
  readonly settled: 'sent' | 'not-sent' | null;
}

export type MessageStatus = 'none' | 'queued' | 'sending' | 'sent' | 'failed' | 'bounced' | 'uncertain' | 'withheld';

export interface Message {
  readonly status: MessageStatus;
  readonly queued: Extract<MessageEvent, { type: 'MessageQueued' }>['data'] | null;
  readonly attempts: readonly Attempt[];
  /** Failures since it was queued, or since an operator's word. */
  readonly failures: number;
  readonly retryAt: string | null;
  readonly withheld: WithholdMessage['reason'] | null;
  /** True where it is queued by an operator's word. */
  readonly resent: boolean;
}

const seconds = 1000;
const hours = 3600 * seconds;
/** The wait after each failure; after the last one the message is given up. */
const waits = [5 * seconds, 30 * seconds, 300 * seconds, 1800 * seconds, 2 * hours, 6 * hours, 12 * hours, 24 * hours];

/** Number of the last attempt that started; 0 for none. */
export const lastAttempt = ({ attempts }: Message): number => attempts.at(-1)?.attempt ?? 0;

const about = ({ queued }: Message) => {
  if (!queued) throw new Unknown('MESSAGE_UNKNOWN', 'There is no such message.');
  const { subscriberId, promise, purpose, channel } = queued;
  return { subscriberId, promise, purpose, channel };
};

const promiseOf = (message: Message) => ({ promise: about(message).promise });

function queue(command: QueueMessage, message: Message): MessageEvent[] {
  if (message.status !== 'none') return [];
  const { type: _, at, ...data } = command;
  if (!('promise' in data)) {
    const news = { ...data, topics: [...data.topics], promise: null, recipient: null, expiresAt: null, queuedAt: at };
    return [{ type: 'MessageQueued', data: news }];
  }
  const { promise } = data;
  const notice = {
    ...data,
    channel: promise.channel,
    subscriberId: null,
    topics: [],
    round: null,
    announcementId: null,
  };
  const queued: MessageEvent = { type: 'MessageQueued', data: { ...notice, queuedAt: at } };
  // Nothing goes on a way that is not served; it stands on record that nothing did.
  if (served.safeParse(promise.channel).success) return [queued];
  return [queued, { type: 'MessageWithheld', data: { promise, reason: 'channel-not-served', withheldAt: at } }];
}

function start({ attempt, transport, at }: StartSending, message: Message): MessageEvent[] {
  if (message.status !== 'queued' || attempt !== lastAttempt(message) + 1)
    throw new Rejected('MESSAGE_NOT_QUEUED', 'Only a queued message is sent, and each attempt once.');
  return [{ type: 'SendingStarted', data: { attempt, transport, startedAt: at } }];
}

function failure({ attempt, fault, permanent, at }: RecordFailure, message: Message): MessageEvent {
  const wait = permanent ? undefined : waits[message.failures];
  const retryAt = wait === undefined ? null : new Date(Date.parse(at) + wait).toISOString();
  return { type: 'SendingFailed', data: { ...promiseOf(message), attempt, fault, retryAt, failedAt: at } };
}

/** True where an outcome of the last attempt may still come in: any one while it is made, a final one where nobody knows how it ended. */
function awaitsOutcome({ status, resent }: Message, isFinal: boolean): boolean {
  switch (status) {
    case 'sending':
      return true;
    case 'uncertain':
      return isFinal;
    case 'queued':
      return isFinal && resent;
    case 'none':
    case 'sent':
    case 'failed':
    case 'bounced':
    case 'withheld':
      return false;
    default:
      return assertNever(status);
  }
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
    case 'RecordSent': {
      const { code, file } = command;
      return [{ type: 'MessageSent', data: { ...about(message), attempt, code, file, sentAt: at } }];
    }
    case 'RecordFailure':
      return [failure(command, message)];
    case 'RecordBounce':
      return [{ type: 'MessageBounced', data: { ...about(message), attempt, fault: command.fault, bouncedAt: at } }];
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
  if (message.status === 'none') throw new Unknown('MESSAGE_UNKNOWN', 'There is no such message.');
  switch (command.type) {
    case 'StartSending':
      return start(command, message);
    case 'RecordSent':
    case 'RecordFailure':
    case 'RecordBounce':
    case 'RecordUncertain':
      return outcome(command, message);
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

function ended(message: Message, attempt: number, end: Partial<Attempt>): readonly Attempt[] {
  return message.attempts.map((known) => (known.attempt === attempt ? { ...known, ...end } : known));
}

function evolve(message: Message, event: MessageEvent): Message {
  switch (event.type) {
    case 'MessageQueued':
      return { ...message, status: 'queued', queued: event.data };
    case 'SendingStarted': {
      const open = { outcome: null, endedAt: null, code: null, file: null, fault: null, retryAt: null, settled: null };
      return {
        ...message,
        status: 'sending',
        resent: false,
        attempts: [...message.attempts, { ...event.data, ...open }],
      };
    }
    case 'MessageSent': {
      const { attempt, code, file, sentAt } = event.data;
      const end = { outcome: 'sent', endedAt: sentAt, code, file } as const;
      return { ...message, status: 'sent', attempts: ended(message, attempt, end) };
    }
    case 'SendingFailed': {
      const { attempt, fault, retryAt, failedAt } = event.data;
      const end = { outcome: 'failed', endedAt: failedAt, code: fault.code, fault, retryAt } as const;
      const attempts = ended(message, attempt, end);
      return { ...message, status: 'failed', retryAt, failures: message.failures + 1, attempts };
    }
    case 'MessageRequeued':
      return { ...message, status: 'queued', retryAt: null };
    case 'MessageBounced': {
      const { attempt, fault, bouncedAt } = event.data;
      const end = { outcome: 'bounced', endedAt: bouncedAt, code: fault.code, fault } as const;
      return { ...message, status: 'bounced', attempts: ended(message, attempt, end) };
    }
    case 'SendingUncertain': {
      const { attempt, noticedAt } = event.data;
      return {
        ...message,
        status: 'uncertain',
        attempts: ended(message, attempt, { outcome: 'uncertain', endedAt: noticedAt }),
      };
    }
    case 'ResendOrdered':
      return { ...message, status: 'queued', failures: 0, resent: true };
    case 'MessageSettled': {
      const { attempt, outcome, settledAt } = event.data;
      const end = { outcome: outcome === 'sent' ? 'sent' : 'failed', endedAt: settledAt, settled: outcome } as const;
      return {
        ...message,
        status: end.outcome,
        retryAt: null,
        attempts: ended(message, attempt, end),
      };
    }
    case 'MessageRedacted':
      return { ...message, queued: message.queued && { ...message.queued, variables: event.data.variables } };
    case 'MessageWithheld':
      return { ...message, status: 'withheld', withheld: event.data.reason };
    default:
      return assertNever(event);
  }
}

/**
 * One message to one person for one cause on one channel. Each attempt starts once, before the call; a start without an outcome is
 * uncertain, and is tried again by an operator's word only.
 */
export const messageDecider: Decider<MessageCommandBody, Message, MessageEvent> = {
  initial: { status: 'none', queued: null, attempts: [], failures: 0, retryAt: null, withheld: null, resent: false },
  decide,
  evolve,
};
