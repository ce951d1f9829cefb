import type { Language } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent, type Sealed } from '@ecou/event-sourcing';
import type { MessageStatus } from '../message/message.state.js';
import type { Fault, MessageEvent, Promised, Purpose } from '../message/message.events.js';
import { folds } from './folds.js';

export interface MessageRow {
  readonly id: string;
  readonly subscriberId: string | null;
  readonly promise: Promised | null;
  /** Id of the registration, invitation or petition that it was promised for. */
  readonly promisedFor: string | null;
  /** Of somebody who is no subscriber; that of a subscriber stands with the subscriber. */
  readonly address: Sealed<string> | null;
  readonly purpose: Purpose;
  readonly channel: string;
  readonly language: Language;
  readonly topics: string[];
  /** Number of the subscriber's address that it goes to. */
  readonly number: number | null;
  readonly status: Exclude<MessageStatus, 'none'>;
  readonly causeId: string;
  readonly announcementId: string | null;
  /** The number that were started. */
  readonly attemptCount: number;
  /** Of the last attempt that failed. */
  readonly fault: Fault | null;
  readonly retryAt: string | null;
  readonly waitsUntil: string | null;
  /** Name of the file that holds it. */
  readonly file: string | null;
  /** Those that a digest gathers. */
  readonly announcements: readonly string[];
  /** The reason for which it was not sent at all. */
  readonly withheld: string | null;
  readonly queuedAt: string;
  readonly changedAt: string;
  readonly version: number;
}

type Recorded<Type extends MessageEvent['type']> = RecordedEvent<Extract<MessageEvent, { type: Type }>>;

const changed = (row: MessageRow | undefined, event: RecordedEvent, change: Partial<MessageRow>) =>
  row && { ...row, retryAt: null, waitsUntil: null, ...change, changedAt: event.recordedAt, version: event.version };

/** Messages that were sent, or are to be, with their readers and how far they came. */
export const messageList = defineView<MessageRow>({
  name: 'message_list',
  version: 4,
  fold: folds.message_list,
  key: 'id',
  columns: {
    id: 'text COLLATE "C"',
    subscriberId: 'text',
    promise: 'jsonb',
    promisedFor: 'text',
    address: 'jsonb',
    purpose: 'text NOT NULL',
    channel: 'text NOT NULL',
    language: 'text NOT NULL',
    topics: 'jsonb NOT NULL',
    number: 'integer',
    status: 'text NOT NULL',
    causeId: 'text NOT NULL',
    announcementId: 'text',
    attemptCount: 'integer NOT NULL',
    fault: 'jsonb',
    retryAt: 'timestamptz',
    waitsUntil: 'timestamptz',
    file: 'text',
    announcements: 'jsonb NOT NULL',
    withheld: 'text',
    queuedAt: 'timestamptz NOT NULL',
    changedAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
  },
  indexes: [
    '(queued_at DESC, id DESC)',
    '(status, queued_at DESC, id DESC)',
    '(subscriber_id, queued_at DESC, id DESC)',
    '(announcement_id, queued_at DESC, id DESC)',
    '(promised_for, queued_at DESC, id DESC) WHERE promised_for IS NOT NULL',
    '(queued_at DESC, id DESC) WHERE file IS NOT NULL',
    "USING gin (announcements) WHERE purpose = 'digest'",
  ],
  on: {
    MessageQueued: {
      evolve: (_row, { stream, data, recordedAt, version }: Recorded<'MessageQueued'>): MessageRow => ({
        id: idOf(stream),
        subscriberId: data.subscriberId,
        promise: data.promise,
        promisedFor: data.promise?.id ?? null,
        address: data.recipient?.address ?? null,
        purpose: data.purpose,
        channel: data.channel,
        language: data.language,
        topics: data.topics,
        number: data.number,
        status: data.waitsUntil === null ? 'queued' : 'waiting',
        causeId: data.causeId,
        announcementId: data.announcementId,
        attemptCount: 0,
        fault: null,
        retryAt: null,
        waitsUntil: data.waitsUntil,
        file: null,
        announcements: [],
        withheld: null,
        queuedAt: data.queuedAt,
        changedAt: recordedAt,
        version,
      }),
    },
    NewsGathered: {
      evolve: (row, event: Recorded<'NewsGathered'>) =>
        changed(row, event, {
          waitsUntil: row?.waitsUntil ?? null,
          topics: [...new Set([...(row?.topics ?? []), ...event.data.topics])],
          announcements: [...(row?.announcements ?? []), event.data.announcementId],
        }),
    },
    MessagePostponed: {
      evolve: (row, event: Recorded<'MessagePostponed'>) =>
        changed(row, event, { status: 'waiting', waitsUntil: event.data.until }),
    },
    MessageReleased: {
      evolve: (row, event: Recorded<'MessageReleased'>) => changed(row, event, { status: 'queued' }),
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
      evolve: (row, event: Recorded<'MessageWithheld'>) =>
        changed(row, event, { status: 'withheld', withheld: event.data.reason }),
    },
  },
});
