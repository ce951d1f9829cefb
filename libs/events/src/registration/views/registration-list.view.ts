import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { RegistrationEvent } from '../registration/registration.events.js';
import { registrationStateOf, type RegistrationState } from '../registration/registration.state.js';
import type { SeatLedgerEvent } from '../seat-ledger/seat-ledger.events.js';
import { folds } from './folds.js';

type Event = RegistrationEvent | SeatLedgerEvent;
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
  version: 1,
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
    position: 'bigint NOT NULL',
    registered: 'jsonb NOT NULL',
  },
  indexes: ['(civic_event_id, position)', '(civic_event_id, state, position)'],
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
    WaitingPromoted: {
      keys: ({ data }: Recorded<'WaitingPromoted'>) => [data.registrationId],
      evolve: (row) => changed(row, { place: 'seat' }),
    },
  },
});
