import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { InvitationEvent } from '../invitation/invitation.events.js';
import type { RegistrationEvent } from '../registration/registration.events.js';
import type { SeatLedgerEvent } from '../seat-ledger/seat-ledger.events.js';
import type { WalkInEvent } from '../walk-in/walk-in.events.js';
import { folds } from './folds.js';

type Event = InvitationEvent | RegistrationEvent | SeatLedgerEvent | WalkInEvent;
type Recorded<Type extends Event['type']> = RecordedEvent<Extract<Event, { type: Type }>>;

export const counts = ['invited', 'accepted', 'declined', 'registered', 'waiting', 'checkedIn', 'walkIns'] as const;
type Count = (typeof counts)[number];

/** The numbers of a category; `registered` have a seat, and those who wait are counted apart. */
export type CategoryCounts = { readonly category: string } & Readonly<Record<Count, number>>;

export interface ParticipationRow {
  readonly civicEventId: string;
  readonly categories: CategoryCounts[];
}

const none = (category: string): CategoryCounts => ({
  category,
  ...(Object.fromEntries(counts.map((name) => [name, 0])) as Record<Count, number>),
});

type Change = Partial<Record<Count, number>>;

const added = (before: CategoryCounts, change: Change): CategoryCounts => ({
  ...before,
  ...Object.fromEntries(Object.entries(change).map(([name, by]) => [name, before[name as Count] + by])),
});

function counting<E extends RecordedEvent<Event & { data: { category: string } }>>(
  civicEventOf: (event: E) => string,
  change: (event: E) => Change,
) {
  return {
    keys: (event: E) => [civicEventOf(event)],
    evolve: (row: ParticipationRow | undefined, event: E, civicEventId: string): ParticipationRow => ({
      civicEventId,
      categories: counted(row?.categories ?? [], event.data.category, change(event)),
    }),
  };
}

/** The numbers of all categories, by name, after those of one have changed. */
function counted(before: readonly CategoryCounts[], category: string, change: Change): CategoryCounts[] {
  const own = before.find((each) => each.category === category) ?? none(category);
  const others = before.filter((each) => each.category !== category);
  return [...others, added(own, change)].sort((one, other) => (one.category < other.category ? -1 : 1));
}

/** Moves people from one category to another. */
const moved = <Type extends 'RegistrationRecategorised' | 'WalkInCorrected'>(
  of: (event: Recorded<Type>) => {
    readonly from: string;
    readonly to: string;
    readonly less: Change;
    readonly more: Change;
  },
) => ({
  keys: ({ data }: Recorded<Type>) => [data.civicEventId],
  evolve: (row: ParticipationRow | undefined, event: Recorded<Type>, civicEventId: string): ParticipationRow => {
    const { from, to, less, more } = of(event);
    return { civicEventId, categories: counted(counted(row?.categories ?? [], from, less), to, more) };
  },
});

type OfLedger = 'SeatTaken' | 'WaitingJoined' | 'WaitingPromoted' | 'SeatFreed' | 'WaitingLeft' | 'PlaceLost';
type Named =
  'CheckedIn' | 'CheckInUndone' | 'WalkInRecorded' | 'PersonInvited' | 'InvitationAccepted' | 'InvitationDeclined';

/** The ledger has the id of its civic event. */
const inLedger = <Type extends OfLedger>(change: (event: Recorded<Type>) => Change) =>
  counting<Recorded<Type>>(({ stream }) => idOf(stream), change);
const named = <Type extends Named>(change: (event: Recorded<Type>) => Change) =>
  counting<Recorded<Type>>(({ data }) => data.civicEventId, change);

/** Invited, registered, come: three different numbers, by category. */
export const participation = defineView<ParticipationRow>({
  name: 'participation',
  version: 1,
  fold: folds.participation,
  key: 'civicEventId',
  columns: { civicEventId: 'text', categories: 'jsonb NOT NULL' },
  on: {
    PersonInvited: named<'PersonInvited'>(() => ({ invited: 1 })),
    InvitationAccepted: named<'InvitationAccepted'>(({ data }) => ({
      accepted: 1,
      ...(data.declinedBefore && { declined: -1 }),
    })),
    InvitationDeclined: named<'InvitationDeclined'>(() => ({ declined: 1 })),
    SeatTaken: inLedger<'SeatTaken'>(() => ({ registered: 1 })),
    WaitingJoined: inLedger<'WaitingJoined'>(() => ({ waiting: 1 })),
    WaitingPromoted: inLedger<'WaitingPromoted'>(() => ({ registered: 1, waiting: -1 })),
    SeatFreed: inLedger<'SeatFreed'>(() => ({ registered: -1 })),
    WaitingLeft: inLedger<'WaitingLeft'>(() => ({ waiting: -1 })),
    PlaceLost: inLedger<'PlaceLost'>(({ data }) => (data.place === 'seat' ? { registered: -1 } : { waiting: -1 })),
    CheckedIn: named<'CheckedIn'>(() => ({ checkedIn: 1 })),
    CheckInUndone: named<'CheckInUndone'>(() => ({ checkedIn: -1 })),
    RegistrationRecategorised: moved<'RegistrationRecategorised'>(
      ({ data: { previous: from, category: to, checkedIn } }) => ({
        from,
        to,
        less: { checkedIn: checkedIn ? -1 : 0 },
        more: { checkedIn: checkedIn ? 1 : 0 },
      }),
    ),
    WalkInCorrected: moved<'WalkInCorrected'>(({ data: { previous, category: to, count } }) => ({
      from: previous.category,
      to,
      less: { walkIns: -previous.count },
      more: { walkIns: count },
    })),
    WalkInRecorded: named<'WalkInRecorded'>(({ data }) => ({ walkIns: data.count })),
  },
});
