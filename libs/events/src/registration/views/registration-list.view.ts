import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { Delivery, DeliveryEvent } from '../delivery/delivery.events.js';
import type { RegistrationEvent } from '../registration/registration.events.js';
import { registrationStateOf, type RegistrationState } from '../registration/registration.state.js';
import type { SeatLedgerEvent } from '../seat-ledger/seat-ledger.events.js';
import { latestOf } from '../delivery/latest.js';
import { folds } from './folds.js';

type Event = RegistrationEvent | SeatLedgerEvent | DeliveryEvent;
type Recorded<Type extends Event['type']> = RecordedEvent<Extract<Event, { type: Type }>>;
type Registered = Recorded<'PersonRegistered'>['data'];

export interface RegistrationRow {
  readonly id: string;
  readonly civicEventId: string;
  readonly category: string;
  readonly state: RegistrationState;
  readonly place: 'seat' | 'waiting';
  readonly confirmed: boolean;
  readonly cancelReason: string | null;
  readonly checkedInAt: string | null;
  /** Of the latest message that its holder was promised; `null` where nothing was heard of one. */
  readonly delivery: Delivery | null;
  /** The outcome of that message. */
  readonly delivered: string | null;
  /** Global position of the fact: lists are in the order in which people came. */
  readonly position: number;
  /** The words of the registrant, personal values sealed. */
  readonly registered: Pick<
    Registered,
    'via' | 'name' | 'contact' | 'language' | 'needs' | 'confirmBy' | 'registeredAt'
  >;
}

const changed = (row: RegistrationRow | undefined, change: Partial<RegistrationRow>): RegistrationRow | undefined => {
  if (!row) return undefined;
  const next = { ...row, ...change };
  return { ...next, state: registrationStateOf({ ...next, cancelled: next.cancelReason !== null }) };
};

/** The registrations for civic events. */
export const registrationList = defineView<RegistrationRow>({
  name: 'registration_list',
  version: 3,
  fold: folds.registration_list,
  key: 'id',
  columns: {
    id: 'text',
    civicEventId: 'text NOT NULL',
    category: 'text NOT NULL',
    state: 'text NOT NULL',
    place: 'text NOT NULL',
    confirmed: 'boolean NOT NULL',
    cancelReason: 'text',
    checkedInAt: 'timestamptz',
    delivery: 'jsonb',
    delivered: 'text',
    position: 'bigint NOT NULL',
    registered: 'jsonb NOT NULL',
  },
  indexes: ['(civic_event_id, position)', '(civic_event_id, state, position)', '(civic_event_id, delivered, position)'],
  on: {
    PersonRegistered: {
      evolve: (_row, { stream, position, data }: Recorded<'PersonRegistered'>) => {
        const { civicEventId, category, place, via, name, contact, language, needs, confirmBy, registeredAt } = data;
        const confirmed = confirmBy === null;
        return {
          id: idOf(stream),
          civicEventId,
          category,
          state: registrationStateOf({ place, confirmed, cancelled: false }),
          place,
          confirmed,
          cancelReason: null,
          checkedInAt: null,
          delivery: null,
          delivered: null,
          position,
          registered: { via, name, contact, language, needs, confirmBy, registeredAt },
        };
      },
    },
    RegistrationConfirmed: { evolve: (row) => changed(row, { confirmed: true }) },
    RegistrationCancelled: {
      evolve: (row, { data }: Recorded<'RegistrationCancelled'>) => changed(row, { cancelReason: data.reason }),
    },
    CheckedIn: {
      evolve: (row, { data }: Recorded<'CheckedIn'>) =>
        changed(row, { confirmed: true, checkedInAt: new Date(data.checkedInAt).toISOString() }),
    },
    CheckInUndone: { evolve: (row) => changed(row, { checkedInAt: null }) },
    RegistrationRecategorised: {
      evolve: (row, { data }: Recorded<'RegistrationRecategorised'>) => changed(row, { category: data.category }),
    },
    WaitingPromoted: {
      keys: ({ data }: Recorded<'WaitingPromoted'>) => [data.registrationId],
      evolve: (row) => changed(row, { place: 'seat' }),
    },
    DeliveryLearned: {
      keys: ({ data }: Recorded<'DeliveryLearned'>) => [data.about.id],
      evolve: (row, { data }: Recorded<'DeliveryLearned'>) => row && { ...row, ...latestOf(row, data) },
    },
  },
});
