import {
  AttendanceCorrectedV1,
  AttendanceCorrectedV2,
  AttendanceReportedV1,
  RegistrationClosedV1,
  RegistrationMovedV1,
  RegistrationOpenedV1,
  type DataOf,
} from '@ecou/contracts';
import { boolean, instant, integer, text, uuid } from '../columns.js';
import { begun, changed, holding } from '../rows.js';
import { starTable } from '../table.js';

type Figures = Pick<DataOf<typeof AttendanceReportedV1>, 'categories' | 'total'>;

/** Each category, and `null` for the total. */
const peopleOf = ({ categories, total }: Figures): ReadonlyMap<string | null, number> =>
  new Map([...categories.map(({ category, count }) => [category, count] as const), [null, total]]);

interface Attendance {
  readonly programmeId: string | null;
  readonly difference: number;
  readonly reconciled: boolean;
}

function attendance(
  at: string,
  { programmeId, difference, reconciled }: Attendance,
  stands: Figures,
  reported: Figures,
  isCorrected: boolean,
) {
  const [people, before] = [peopleOf(stands), peopleOf(reported)];
  return [...new Set([...before.keys(), ...people.keys()])].map((category) =>
    holding(at, {
      programmeId,
      category,
      people: people.get(category) ?? null,
      reportedPeople: before.get(category) ?? null,
      isCorrected,
      isReconciled: reconciled,
      difference,
    }),
  );
}

/** A correction is of the figures of then. */
const reportedAt = ([row]: readonly { readonly heldFrom: string }[], otherwise: string): string =>
  row?.heldFrom ?? otherwise;

export const participation = starTable(
  {
    name: 'participation',
    kind: 'fact',
    comment:
      'People who attended a civic event, by category, as staff reported them. A correction replaces the figures; those that were reported stand beside them.',
    key: { name: 'civicEventId', comment: 'Id of the civic event.' },
    columns: {
      programmeId: uuid('The programme of the civic event; null: none.'),
      category: text('Category of participants; null: the total, as it was reported, which is not always the sum.'),
      people: integer('People, by the figures that stand; null: the category was left out by a correction.'),
      reportedPeople: integer('People, as they were first reported; null: the category was added by a correction.'),
      isCorrected: boolean('Whether the figures of the civic event were corrected.'),
      isReconciled: boolean('Whether the categories add up to the total of the civic event.'),
      difference: integer('The sum of the categories minus the total of the civic event.'),
    },
  },
  (on) => [
    on(AttendanceReportedV1, (_rows, data) => attendance(data.reportedAt, data, data, data, false)),
    on(AttendanceCorrectedV1, (rows, data) =>
      attendance(reportedAt(rows, data.correctedAt), data, data, data.reported, true),
    ),
    on(AttendanceCorrectedV2, (rows, data) =>
      attendance(reportedAt(rows, data.correctedAt), data, data, data.reported, true),
    ),
  ],
);

export const registrationCall = starTable(
  {
    name: 'registration_call',
    kind: 'dimension',
    comment: 'Registration for a civic event, and its seats. A new row begins when it is opened or closed.',
    key: { name: 'civicEventId', comment: 'Id of the civic event.' },
    columns: {
      programmeId: uuid('The programme of the civic event; null: none.'),
      seats: integer('Seats; null: as many as come.'),
      hasWaitingList: boolean('Whether somebody who finds no seat may wait for one.'),
      closesAt: instant('When it closes, if nothing closes it before.'),
      status: text('open or closed.'),
    },
  },
  (on) => [
    on(RegistrationOpenedV1, (rows, { programmeId, capacity, waitingList, closesAt, openedAt }) =>
      begun(rows, openedAt, { programmeId, seats: capacity, hasWaitingList: waitingList, closesAt, status: 'open' }),
    ),
    on(RegistrationClosedV1, (rows, { closedAt }) => changed(rows, closedAt, { status: 'closed' })),
  ],
);

type Moved = DataOf<typeof RegistrationMovedV1>;

/** The change that a step makes to a registration. */
function movedBy({ step, category, seated, confirmed, via, reason }: Moved) {
  const known = {
    category,
    ...(seated !== null && { isSeated: seated }),
    ...(confirmed !== null && { isConfirmed: confirmed }),
  };
  if (step === 'registered') return { ...known, via };
  if (step === 'cancelled') return { ...known, status: 'cancelled', isSeated: false, reason };
  if (step === 'promoted') return { ...known, isSeated: true };
  if (step === 'checked-in') return { ...known, isCheckedIn: true };
  return step === 'check-in-undone' ? { ...known, isCheckedIn: false } : known;
}

export const registration = starTable(
  {
    name: 'registration',
    kind: 'dimension',
    comment:
      'A registration for a civic event, without who it was. A new row begins with each step. Nobody sees single ones: figures show groups.',
    key: { name: 'registrationId', comment: 'Names the registration in public messages only.' },
    columns: {
      civicEventId: uuid('The civic event.'),
      registeredAt: instant('When its first step was taken.'),
      category: text('Category of participants.'),
      via: text('How it came: public, staff or invitation; null: not known.'),
      status: text('standing or cancelled.'),
      isConfirmed: boolean('Whether it was confirmed.'),
      isSeated: boolean('Whether it has a seat; it waits for one otherwise.'),
      isCheckedIn: boolean('Whether somebody came with it.'),
      reason: text('Why it was cancelled: holder, staff, not-confirmed, registered-already or civic-event-cancelled.'),
    },
  },
  (on) => [
    on(RegistrationMovedV1, (rows, data) => {
      const { civicEventId, category } = data;
      const nothing = { via: null, isConfirmed: null, isSeated: null, isCheckedIn: false, reason: null };
      const begun = [
        holding(data.at, { civicEventId, registeredAt: data.at, category, status: 'standing', ...nothing }),
      ];
      return changed(rows.length === 0 ? begun : rows, data.at, movedBy(data));
    }),
  ],
);
