import { defineView, idOf, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import { DateTime } from 'luxon';
import { minutesOf } from '../../consultations/civic-event/agenda.js';
import { notReported, summaryOf } from '../../consultations/civic-event/attendance.decider.js';
import type { AttendanceEvent } from '../../consultations/civic-event/attendance.events.js';
import type { CivicEventEvent } from '../../consultations/civic-event/civic-event.events.js';
import type { CivicEventAnswer } from '../../consultations/civic-event/civic-event.schemas.js';
import type { ReportEvent } from '../report/report.events.js';
import { folds } from './folds.js';

type Listed = Omit<CivicEventAnswer, 'kindName'>;

export interface CivicEventRow {
  readonly id: string;
  readonly programmeId: string | null;
  /** Name of the series. */
  readonly series: string | null;
  readonly kind: string;
  readonly status: string;
  /** True once the public was told of it, and may find it. */
  readonly announced: boolean;
  readonly startsAt: string;
  /** Day on which it starts, on the calendar of the place. */
  readonly day: string;
  /** The text that `q` looks through. */
  readonly search: string;
  /** Global position of the last fact of its own stream that changed it. */
  readonly position: number;
  readonly modifiedAt: string;
  /** The civic event as it is answered, but for the name of its kind. */
  readonly civicEvent: Listed;
}

type Event = CivicEventEvent | AttendanceEvent | ReportEvent;
type Recorded<Type extends Event['type']> = RecordedEvent<Extract<Event, { type: Type }>>;

type Change = Pick<CivicEventRow, 'announced' | 'position' | 'modifiedAt'>;

const rowOf = (civicEvent: Listed, { announced, position, modifiedAt }: Change): CivicEventRow => {
  const { id, programmeId, series, kind, status, startsAt, timeZone, title, description, audience, venue } = civicEvent;
  return {
    id,
    programmeId,
    series: series?.name ?? null,
    kind,
    status,
    announced,
    startsAt,
    day: DateTime.fromISO(startsAt, { zone: timeZone }).toISODate() ?? startsAt.slice(0, 10),
    search: searchText(
      ...[title, description, audience].flatMap((text) => [text?.ro, text?.en]),
      venue?.name,
      venue?.address,
      series?.name.replaceAll('-', ' '),
    ),
    position,
    modifiedAt,
    civicEvent,
  };
};

type Row = CivicEventRow | undefined;

/** The row after something that another stream says of the civic event. */
const shown = (row: Row, change: Partial<Listed>) => row && rowOf({ ...row.civicEvent, ...change }, row);

/** The row after a change of the civic event itself. */
const changed = (
  row: Row,
  { version, position, recordedAt }: RecordedEvent,
  change: Partial<Listed>,
  announced = row?.announced ?? false,
) => row && rowOf({ ...row.civicEvent, ...change, version }, { announced, position, modifiedAt: recordedAt });

const corrected = (row: Row, correction: Listed['corrections'][number]) => ({
  corrections: [...(row?.civicEvent.corrections ?? []), correction],
});

/** The civic events, with what is known of their attendance and report, ready to be listed and searched. */
export const civicEventList = defineView<CivicEventRow>({
  name: 'civic_event_list',
  version: 6,
  fold: folds.civic_event_list,
  key: 'id',
  columns: {
    id: 'text',
    programmeId: 'text',
    series: 'text',
    kind: 'text NOT NULL',
    status: 'text NOT NULL',
    announced: 'boolean NOT NULL',
    startsAt: 'timestamptz NOT NULL',
    day: 'text NOT NULL',
    search: 'text NOT NULL',
    position: 'bigint NOT NULL',
    modifiedAt: 'timestamptz NOT NULL',
    civicEvent: 'jsonb NOT NULL',
  },
  indexes: [
    '(starts_at, id)',
    '(programme_id, starts_at, id)',
    '(series, starts_at, id)',
    'USING gin (search gin_trgm_ops)',
  ],
  on: {
    CivicEventPlanned: {
      evolve: (_row, { stream, data, version, position, recordedAt }: Recorded<'CivicEventPlanned'>) =>
        rowOf(
          {
            id: idOf(stream),
            status: 'planned',
            ...data,
            durationMinutes: minutesOf(data),
            cancelled: null,
            corrections: [],
            attendance: notReported,
            report: null,
            version,
          },
          { announced: false, position, modifiedAt: recordedAt },
        ),
    },
    CivicEventPublished: {
      evolve: (row, event: Recorded<'CivicEventPublished'>) => changed(row, event, { status: 'published' }, true),
    },
    CivicEventRescheduled: {
      evolve: (row, event: Recorded<'CivicEventRescheduled'>) => {
        const { startsAt, endsAt, timeZone, announced } = event.data;
        const durationMinutes = minutesOf(event.data);
        const times = { startsAt, endsAt, timeZone, durationMinutes };
        return changed(row, event, { ...times, ...(announced ? { status: 'rescheduled' } : {}) });
      },
    },
    CivicEventCancelled: {
      evolve: (row, event: Recorded<'CivicEventCancelled'>) =>
        changed(row, event, { status: 'cancelled', cancelled: { reason: event.data.reason } }),
    },
    CivicEventHeld: {
      evolve: (row, event: Recorded<'CivicEventHeld'>) => changed(row, event, { status: 'held' }),
    },
    CivicEventCorrected: {
      evolve: (row, event: Recorded<'CivicEventCorrected'>) => {
        const { changed: fields, reason, correctedAt: at, announced, previous: _previous, ...told } = event.data;
        const correction = announced ? corrected(row, { changed: fields, reason, at }) : {};
        return changed(row, event, { ...told, ...correction });
      },
    },
    AgendaSet: {
      evolve: (row, event: Recorded<'AgendaSet'>) => {
        if (!event.data.corrected) return row;
        const { reason, correctedAt: at } = event.data.corrected;
        return changed(row, event, corrected(row, { changed: ['agenda'], reason, at }));
      },
    },
    CivicEventHoldRevoked: {
      evolve: (row, event: Recorded<'CivicEventHoldRevoked'>) => {
        const { status, reason, revokedAt: at } = event.data;
        return changed(row, event, { status, ...corrected(row, { changed: ['hold'], reason, at }) });
      },
    },
    CivicEventClosed: {
      evolve: (row, event: Recorded<'CivicEventClosed'>) => changed(row, event, { status: 'closed' }),
    },
    AttendanceReported: {
      evolve: (row, { data }: Recorded<'AttendanceReported'>) => shown(row, { attendance: summaryOf(data) }),
    },
    AttendanceCorrected: {
      evolve: (row, { data }: Recorded<'AttendanceCorrected'>) => shown(row, { attendance: summaryOf(data) }),
    },
    ReportPublished: {
      evolve: (row, { data: { version, publishedAt } }: Recorded<'ReportPublished'>) =>
        shown(row, { report: { version, publishedAt } }),
    },
  },
});
