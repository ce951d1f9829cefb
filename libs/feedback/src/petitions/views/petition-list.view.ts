import { defineView, type RecordedOf } from '@ecou/event-sourcing';
import { petitionEvents, type Channel, type Kind, type PetitionEvent } from '../petition/petition.events.js';
import { evolve } from '../petition/petition.fold.js';
import { awaitsAnswer, type DeadlineState, type Petition, type Status } from '../petition/petition.state.js';
import { folds } from './folds.js';

export interface PetitionRow {
  readonly id: string;
  /** Of its first event: lists are in this order, the newest first. */
  readonly position: number;
  readonly number: string;
  readonly kind: Kind;
  readonly channel: Channel;
  readonly status: Status;
  readonly category: string;
  readonly department: string;
  readonly officer: string | null;
  readonly deadlineState: DeadlineState;
  readonly overdue: boolean;
  /** True while it is to be answered. */
  readonly waits: boolean;
  /** `YYYY-MM-DD`. */
  readonly answerBy: string | null;
  /** ISO 8601: from when on it is due soon, and overdue; whether it is, a reader says by its clock. */
  readonly dueSoonAt: string | null;
  readonly overdueAt: string | null;
  /** The order in which a queue is worked off: by deadline, and what has none at the end. */
  readonly urgency: string;
  /** Callbacks that were asked for, and not made. */
  readonly openCallbacks: number;
  /** Personal values sealed. */
  readonly petition: Petition;
}

function rowOf(id: string, position: number, petition: Petition): PetitionRow {
  const { number, status, department, officer, deadlineState, deadline, content } = petition;
  const { kind, channel, category } = content;
  const overdue = deadlineState === 'overdue';
  const waits = awaitsAnswer(petition);
  const due = { deadlineState, overdue, waits, ...queued(petition), answerBy: deadline?.answerBy ?? null };
  return { id, position, number, kind, channel, status, category, department, officer, ...due, petition };
}

const never = '9999-12-31T00:00:00.000Z';

/** The fields that decide its place in a queue. */
const queued = ({ deadline, callbacks }: Petition) => ({
  dueSoonAt: deadline?.dueSoonAt ?? null,
  overdueAt: deadline?.overdueAt ?? null,
  urgency: deadline?.overdueAt ?? never,
  openCallbacks: callbacks.filter(({ done }) => !done).length,
});

/** Every petition as its stream folds it. */
export const petitionList = defineView<PetitionRow>({
  name: 'petition_list',
  version: 13,
  fold: folds.petition_list,
  key: 'id',
  columns: {
    id: 'text',
    position: 'bigint NOT NULL',
    number: 'text NOT NULL',
    kind: 'text NOT NULL',
    channel: 'text NOT NULL',
    status: 'text NOT NULL',
    category: 'text NOT NULL',
    department: 'text NOT NULL',
    officer: 'text',
    deadlineState: 'text NOT NULL',
    overdue: 'boolean NOT NULL',
    waits: 'boolean NOT NULL',
    answerBy: 'text',
    dueSoonAt: 'timestamptz',
    overdueAt: 'timestamptz',
    urgency: 'text NOT NULL',
    openCallbacks: 'integer NOT NULL',
    petition: 'jsonb NOT NULL',
  },
  // A queue is counted from an index alone, which takes pages that were vacuumed since they changed.
  storage: { autovacuum_vacuum_scale_factor: 0.02, autovacuum_vacuum_insert_scale_factor: 0.02 },
  indexes: [
    // Each filter has the order of the list, so that a page is read from it whatever the statistics say.
    ...['number', 'status', 'kind', 'category', 'department', 'officer', 'deadline_state'].map(
      (filter) => `(${filter}, position)`,
    ),
    // Rows that meet several filters are told apart in the index.
    '(position, status, kind, category, department, officer, deadline_state, waits, answer_by)',
    '(answer_by, department, officer, category, status, kind, deadline_state) WHERE waits',
    '(department, urgency, position, officer, due_soon_at, overdue_at, status) WHERE waits',
    '(officer, urgency, position, due_soon_at, overdue_at, status) WHERE waits',
    '(urgency, position, department, officer) WHERE open_callbacks > 0',
    // Without what is unique, so that equal entries are kept once.
    '(department, officer, due_soon_at, overdue_at, status, waits, open_callbacks) WHERE waits OR open_callbacks > 0',
  ],
  on: Object.fromEntries(
    Object.keys(petitionEvents.types).map((type) => [
      type,
      {
        evolve: (row: PetitionRow | undefined, event: RecordedOf<PetitionEvent>, id: string) =>
          rowOf(id, row?.position ?? event.position, evolve(row?.petition ?? null, event)),
      },
    ]),
  ),
});
