import { assertNever } from '@ecou/event-sourcing';
import type { MessageEvent } from './message.events.js';
import type { Attempt, Message } from './message.state.js';

export const unqueued: Message = {
  status: 'none',
  queued: null,
  gathered: [],
  attempts: [],
  failures: 0,
  retryAt: null,
  waitsUntil: null,
  withheld: null,
  resent: false,
  needsOperator: false,
  complained: false,
  fellBackTo: null,
  wordsFault: null,
};

function ended(message: Message, attempt: number, end: Partial<Attempt>): readonly Attempt[] {
  return message.attempts.map((known) => (known.attempt === attempt ? { ...known, ...end } : known));
}

export function evolve(message: Message, event: MessageEvent): Message {
  switch (event.type) {
    case 'MessageQueued':
      return {
        ...message,
        status: event.data.waitsUntil === null ? 'queued' : 'waiting',
        queued: event.data,
        waitsUntil: event.data.waitsUntil,
      };
    case 'NewsGathered': {
      const { announcementId, topics } = event.data;
      return { ...message, gathered: [...message.gathered, { announcementId, topics }] };
    }
    case 'MessagePostponed':
      return { ...message, status: 'waiting', waitsUntil: event.data.until };
    case 'MessageReleased':
      return { ...message, status: 'queued', waitsUntil: null };
    case 'MessageFellBack':
      return { ...message, fellBackTo: event.data.to };
    case 'SendingStarted': {
      const open = {
        outcome: null,
        endedAt: null,
        code: null,
        file: null,
        reference: null,
        segments: null,
        fault: null,
        retryAt: null,
        settled: null,
      };
      return {
        ...message,
        status: 'sending',
        resent: false,
        attempts: [...message.attempts, { ...event.data, ...open }],
      };
    }
    case 'MessageSent': {
      const { attempt, code, file, reference, segments, sentAt } = event.data;
      const end = { outcome: 'sent', endedAt: sentAt, code, file, reference, segments } as const;
      return { ...message, status: 'sent', attempts: ended(message, attempt, end) };
    }
    case 'SendingFailed': {
      const { attempt, fault, retryAt, needsOperator, failedAt } = event.data;
      const end = { outcome: 'failed', endedAt: failedAt, code: fault.code, fault, retryAt } as const;
      const attempts = ended(message, attempt, end);
      return { ...message, status: 'failed', retryAt, needsOperator, failures: message.failures + 1, attempts };
    }
    case 'MessageRequeued':
      return { ...message, status: 'queued', retryAt: null };
    case 'MessageBounced': {
      const { attempt, fault, bouncedAt } = event.data;
      const end = { outcome: 'bounced', endedAt: bouncedAt, code: fault.code, fault } as const;
      return { ...message, status: 'bounced', attempts: ended(message, attempt, end) };
    }
    case 'WordsFellBack':
      return { ...message, wordsFault: event.data.fault };
    case 'RecipientComplained':
      return { ...message, complained: true };
    case 'SendingUncertain': {
      const { attempt, noticedAt } = event.data;
      return {
        ...message,
        status: 'uncertain',
        attempts: ended(message, attempt, { outcome: 'uncertain', endedAt: noticedAt }),
      };
    }
    case 'ResendOrdered':
      return { ...message, status: 'queued', failures: 0, resent: true, needsOperator: false };
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
