import type { Language } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { MessageStatus } from '../message/message.decider.js';
import type { Fault, MessageEvent, Purpose } from '../message/message.events.js';
import type { Channel } from '../../subscribers/subscriber/subscriber.events.js';
import { folds } from './folds.js';

export interface MessageRow {
  readonly id: string;
  readonly subscriberId: string;
  readonly purpose: Purpose;
  readonly channel: Channel;
  readonly language: Language;
  readonly topics: string[];
  readonly status: Exclude<MessageStatus, 'none'>;
  readonly causeId: string;
  readonly announcementId: string | null;
  /** The number that were started. */
  readonly attemptCount: number;
  /** Of the last attempt that failed. */
  readonly fault: Fault | null;
  readonly retryAt: string | null;
  /** Name of the file that holds it. */
  readonly file: string | null;
  readonly queuedAt: string;
  readonly changedAt: string;
  readonly version: number;
}

type Recorded<Type extends MessageEvent['type']> = RecordedEvent<Extract<MessageEvent, { type: Type }>>;

const changed = (row: MessageRow | undefined, event: RecordedEvent, change: Partial<MessageRow>) =>
  row && { ...row, retryAt: null, ...change, changedAt: event.recordedAt, version: event.version };

/** Messages that were sent, or are to be, with their readers and how far they came. */
export const messageList = defineView<MessageRow>({
  name: 'message_list',
  version: 1,
  fold: folds.message_list,
  key: 'id',
  columns: {
    id: 'text COLLATE "C"',
    subscriberId: 'text NOT NULL',
    purpose: 'text NOT NULL',
    channel: 'text NOT NULL',
    language: 'text NOT NULL',
    topics: 'jsonb NOT NULL',
    status: 'text NOT NULL',
    causeId: 'text NOT NULL',
    announcementId: 'text',
    attemptCount: 'integer NOT NULL',
    fault: 'jsonb',
    retryAt: 'timestamptz',
    file: 'text',
    queuedAt: 'timestamptz NOT NULL',
    changedAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
  },
  indexes: [
    '(queued_at DESC, id DESC)',
    '(status, queued_at DESC, id DESC)',
    '(subscriber_id, queued_at DESC, id DESC)',
    '(announcement_id, queued_at DESC, id DESC)',
    '(queued_at DESC, id DESC) WHERE file IS NOT NULL',
  ],
  on: {
    MessageQueued: {
      evolve: (_row, { stream, data, recordedAt, version }: Recorded<'MessageQueued'>): MessageRow => ({
        id: idOf(stream),
        subscriberId: data.subscriberId,
        purpose: data.purpose,
        channel: data.channel,
        language: data.language,
        topics: data.topics,
        status: 'queued',
        causeId: data.causeId,
        announcementId: data.announcementId,
        attemptCount: 0,
        fault: null,
        retryAt: null,
        file: null,
        queuedAt: data.queuedAt,
        changedAt: recordedAt,
        version,
      }),
    },
    SendingStarted: {
      evolve: (row, event: Recorded<'SendingStarted'>) =>
        changed(row, event, { status: 'sending', attemptCount: event.data.attempt }),
    },
    MessageSent: {
      evolve: (row, event: Recorded<'MessageSent'>) => changed(row, event, { status: 'sent', file: event.data.file }),
    },
    SendingFailed: {
      evolve: (row, event: Recorded<'SendingFailed'>) =>
        changed(row, event, { status: 'failed', fault: event.data.fault, retryAt: event.data.retryAt }),
    },
    MessageRequeued: {
      evolve: (row, event: Recorded<'MessageRequeued'>) => changed(row, event, { status: 'queued' }),
    },
    MessageBounced: {
      evolve: (row, event: Recorded<'MessageBounced'>) =>
        changed(row, event, { status: 'bounced', fault: event.data.fault }),
    },
    SendingUncertain: {
      evolve: (row, event: Recorded<'SendingUncertain'>) => changed(row, event, { status: 'uncertain' }),
    },
    ResendOrdered: {
      evolve: (row, event: Recorded<'ResendOrdered'>) => changed(row, event, { status: 'queued' }),
    },
    MessageSettled: {
      evolve: (row, event: Recorded<'MessageSettled'>) =>
        changed(row, event, { status: event.data.outcome === 'sent' ? 'sent' : 'failed' }),
    },
    MessageWithheld: {
      evolve: (row, event: Recorded<'MessageWithheld'>) => changed(row, event, { status: 'withheld' }),
    },
  },
});
