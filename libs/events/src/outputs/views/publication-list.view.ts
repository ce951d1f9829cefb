import type { LocalizedText } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { CivicEventEvent, Times } from '../../consultations/civic-event/civic-event.events.js';
import type { ProgrammeEvent } from '../../consultations/programme/programme.events.js';
import type { ReportEvent } from '../report/report.events.js';
import { folds } from './folds.js';

export type PublicationKind =
  | 'civic-event-published'
  | 'civic-event-rescheduled'
  | 'civic-event-cancelled'
  | 'civic-event-corrected'
  | 'report-published'
  | 'deliverable-published';

/** Something that the public was told. */
export interface PublicationRow {
  /** Id of the fact that told it. */
  readonly id: string;
  readonly position: number;
  readonly at: string;
  readonly kind: PublicationKind;
  /** Id of the civic event, or of the programme. */
  readonly about: string;
  readonly what: {
    readonly title: LocalizedText;
    /** Start and end; null: nothing that takes place. */
    readonly times: Times | null;
    /** Name and address of the place. */
    readonly venue: { readonly name: string; readonly address: string } | null;
    /** The reason, or what changed. */
    readonly note: LocalizedText | null;
    /** Version of a report. */
    readonly version: number | null;
    /** Address of a deliverable. */
    readonly address: string | null;
  };
}

type Event = CivicEventEvent | ReportEvent | ProgrammeEvent;
type Recorded<Type extends Event['type']> = RecordedEvent<Extract<Event, { type: Type }>>;

const keys = ({ id }: RecordedEvent) => [id];

const rowOf = (
  kind: PublicationKind,
  { id, position, recordedAt, stream }: RecordedEvent,
  what: Partial<PublicationRow['what']> & Pick<PublicationRow['what'], 'title'>,
): PublicationRow => ({
  id,
  position,
  at: recordedAt,
  kind,
  about: idOf(stream),
  what: { times: null, venue: null, note: null, version: null, address: null, ...what },
});

const timesOf = ({ startsAt, endsAt, timeZone }: Times): Times => ({ startsAt, endsAt, timeZone });

/** The publications in order: civic events that were announced, moved or cancelled, reports and deliverables that were published. */
export const publicationList = defineView<PublicationRow>({
  name: 'publication_list',
  version: 1,
  fold: folds.publication_list,
  key: 'id',
  columns: {
    id: 'text',
    position: 'bigint NOT NULL',
    at: 'timestamptz NOT NULL',
    kind: 'text NOT NULL',
    about: 'text NOT NULL',
    what: 'jsonb NOT NULL',
  },
  indexes: ['(position)'],
  on: {
    CivicEventPublished: {
      keys,
      evolve: (_row, event: Recorded<'CivicEventPublished'>) => {
        const { title, venue } = event.data;
        return rowOf('civic-event-published', event, { title, venue, times: timesOf(event.data) });
      },
    },
    CivicEventRescheduled: {
      keys,
      evolve: (_row, event: Recorded<'CivicEventRescheduled'>) => {
        const { title, venue, reason: note, announced } = event.data;
        if (!announced) return undefined;
        return rowOf('civic-event-rescheduled', event, { title, venue, note, times: timesOf(event.data) });
      },
    },
    CivicEventCorrected: {
      keys,
      evolve: (_row, event: Recorded<'CivicEventCorrected'>) => {
        const { title, venue, reason: note, announced } = event.data;
        if (!announced) return undefined;
        return rowOf('civic-event-corrected', event, { title, venue, note, times: timesOf(event.data) });
      },
    },
    CivicEventCancelled: {
      keys,
      evolve: (_row, event: Recorded<'CivicEventCancelled'>) => {
        const { title, reason: note, announced } = event.data;
        if (!announced) return undefined;
        return rowOf('civic-event-cancelled', event, { title, note, times: timesOf(event.data) });
      },
    },
    ReportPublished: {
      keys,
      evolve: (_row, event: Recorded<'ReportPublished'>) => {
        const { title, changeNote: note, version } = event.data;
        return rowOf('report-published', event, { title, note, version });
      },
    },
    DeliverablePublished: {
      keys,
      evolve: (_row, event: Recorded<'DeliverablePublished'>) => {
        const { title, programmeTitle: note, address } = event.data;
        return rowOf('deliverable-published', event, { title, note, address });
      },
    },
  },
});
