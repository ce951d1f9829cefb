import { categoryOf, defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { attendanceEvents } from '../../consultations/civic-event/attendance.events.js';
import { civicEventEvents } from '../../consultations/civic-event/civic-event.events.js';
import {
  discussionPointEvents,
  type DiscussionPointEvent,
} from '../../consultations/discussion-point/discussion-point.events.js';
import type { SeatLedgerEvent } from '../../registration/seat-ledger/seat-ledger.events.js';
import { reportEvents } from '../report/report.events.js';
import { folds } from './folds.js';

/** The subject of a fact; each is a category of streams. */
export type HistorySubject = 'civic-event' | 'attendance' | 'discussion-point' | 'report' | 'seat-ledger';

export interface HistoryRow {
  readonly eventId: string;
  readonly civicEventId: string;
  readonly position: number;
  readonly subject: HistorySubject;
  readonly subjectId: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly occurredAt: string | null;
  readonly actor: string;
  /** The data of the fact, without personal values. */
  readonly data: Record<string, unknown>;
}

const isEnvelope = (value: object): boolean =>
  Object.keys(value).length === 3 && 'subject' in value && 'codec' in value && 'value' in value;

/** Data without personal values: each is `null`. */
export function withoutPersonal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPersonal);
  if (isEnvelope(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutPersonal(inner)]));
}

/** A discussion point is a stream of its own, that names the civic event; the others carry its id. */
const civicEventOf = ({ stream, data }: RecordedEvent): string =>
  'civicEventId' in data && typeof data.civicEventId === 'string' ? data.civicEventId : idOf(stream);

const fact = {
  keys: ({ id }: RecordedEvent) => [id],
  evolve: (_row: HistoryRow | undefined, event: RecordedEvent): HistoryRow => ({
    eventId: event.id,
    civicEventId: civicEventOf(event),
    position: event.position,
    subject: categoryOf(event.stream) as HistorySubject,
    subjectId: idOf(event.stream),
    type: event.type,
    recordedAt: event.recordedAt,
    occurredAt: event.metadata.occurredAt ?? null,
    actor: event.metadata.actor,
    data: withoutPersonal(event.data) as Record<string, unknown>,
  }),
};

type Redacted = RecordedEvent<Extract<DiscussionPointEvent, { type: 'DiscussionPointRedacted' }>>;

/** The words go from the facts before it as well. */
const redaction = {
  keys: ({ id, data }: Redacted) => [id, ...data.removed.map(({ eventId }) => eventId)],
  evolve: (row: HistoryRow | undefined, event: Redacted, key: string): HistoryRow | undefined =>
    key === event.id ? fact.evolve(row, event) : row && { ...row, data: { ...row.data, text: event.data.text } },
};

/** The facts of registration that are about its arrangement, and not about who came and went. */
const ofRegistration = [
  'RegistrationArranged',
  'RegistrationOpened',
  'RegistrationClosed',
  'RegistrationEnded',
] as const satisfies readonly SeatLedgerEvent['type'][];

const types = [
  ...[civicEventEvents, attendanceEvents, discussionPointEvents, reportEvents].flatMap((definition) =>
    Object.keys(definition.types),
  ),
  ...ofRegistration,
];

/** Every fact about a civic event, ready to be read in order. */
export const civicEventHistory = defineView<HistoryRow>({
  name: 'civic_event_history',
  version: 5,
  fold: folds.civic_event_history,
  key: 'eventId',
  columns: {
    eventId: 'text',
    civicEventId: 'text NOT NULL',
    position: 'bigint NOT NULL',
    subject: 'text NOT NULL',
    subjectId: 'text NOT NULL',
    type: 'text NOT NULL',
    recordedAt: 'timestamptz NOT NULL',
    occurredAt: 'timestamptz',
    actor: 'text NOT NULL',
    data: 'jsonb NOT NULL',
  },
  indexes: ['(civic_event_id, position)'],
  on: { ...Object.fromEntries(types.map((type) => [type, fact])), DiscussionPointRedacted: redaction },
});
