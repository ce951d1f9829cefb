import type { Language } from '@ecou/contracts';
import { assertNever, Rejected, Unknown, type Decider } from '@ecou/event-sourcing';
import type { Channel } from '../../subscribers/subscriber/subscriber.events.js';
import type { Fault, MessageEvent, Purpose } from './message.events.js';

export type QueueMessage = {
  type: 'QueueMessage';
  subscriberId: string;
  channel: Channel;
  purpose: Purpose;
  topics: readonly string[];
  round: number | null;
  language: Language;
  template: { name: string; version: number };
  variables: Readonly<Record<string, string>>;
  causeId: string;
  announcementId: string | null;
  at: string;
};
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
  reason: 'not-wanted' | 'address-stopped' | 'subscriber-erased';
  at: string;
};

type Outcome = RecordSent | RecordFailure | RecordBounce | RecordUncertain;
export type MessageCommandBody =
  QueueMessage | StartSending | Outcome | RetryMessage | ResendMessage | SettleMessage | WithholdMessage;

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
  const { subscriberId, purpose, channel } = queued;
  return { subscriberId, purpose, channel };
};

function queue({ type: _, at, topics, ...data }: QueueMessage, message: Message): MessageEvent[] {
  if (message.status !== 'none') return [];
  return [{ type: 'MessageQueued', data: { ...data, topics: [...topics], queuedAt: at } }];
}

function start({ attempt, transport, at }: StartSending, message: Message): MessageEvent[] {
  if (message.status !== 'queued' || attempt !== lastAttempt(message) + 1)
    throw new Rejected('MESSAGE_NOT_QUEUED', 'Only a queued message is sent, and each attempt once.');
  return [{ type: 'SendingStarted', data: { attempt, transport, startedAt: at } }];
}

function failure({ attempt, fault, permanent, at }: RecordFailure, { failures }: Message): MessageEvent {
  const wait = permanent ? undefined : waits[failures];
  const retryAt = wait === undefined ? null : new Date(Date.parse(at) + wait).toISOString();
  return { type: 'SendingFailed', data: { attempt, fault, retryAt, failedAt: at } };
}

/**
 * An outcome counts for the attempt that is being made. One that comes late counts where it says that the message went out or came
 * back, until another attempt starts; a late failure does not, since it would try again by itself what was called uncertain.
 */
function outcome(command: Outcome, message: Message): MessageEvent[] {
  if (command.attempt !== lastAttempt(message)) return [];
  const final = command.type === 'RecordSent' || command.type === 'RecordBounce';
  const doubted = message.status === 'uncertain' || (message.status === 'queued' && message.resent);
  if (message.status !== 'sending' && !(final && doubted)) return [];
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
      return [{ type: 'SendingUncertain', data: { attempt, reason: command.reason, noticedAt: at } }];
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
    case 'WithholdMessage':
      if (message.status !== 'queued') return [];
      return [{ type: 'MessageWithheld', data: { reason: command.reason, withheldAt: command.at } }];
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
    case 'MessageWithheld':
      return { ...message, status: 'withheld', withheld: event.data.reason };
    default:
      return assertNever(event);
  }
}

/**
 * One message to one subscriber for one cause on one channel. Each attempt starts once, before the call; a start without an outcome is
 * uncertain, and is tried again by an operator's word only.
 */
export const messageDecider: Decider<MessageCommandBody, Message, MessageEvent> = {
  initial: { status: 'none', queued: null, attempts: [], failures: 0, retryAt: null, withheld: null, resent: false },
  decide,
  evolve,
};
