import { assertNever } from '@ecou/event-sourcing';
import type { RegistrationSettings, SeatLedgerEvent } from './seat-ledger.events.js';
import { countOf, type Taken } from './seats.js';

export interface WaitingPlace {
  readonly registrationId: string;
  readonly category: string;
}

/** Plain JSON: it is kept as a snapshot. */
export interface SeatLedger {
  readonly settings: RegistrationSettings | null;
  readonly startsAt: string | null;
  readonly open: boolean;
  /** True where it opens by itself at a time that lay ahead when that was said. */
  readonly scheduled: boolean;
  readonly ended: 'civic-event-cancelled' | 'civic-event-held' | null;
  /** Registrations that have a seat, with their category. */
  readonly seats: Readonly<Record<string, string>>;
  readonly taken: Taken;
  /** In the order in which they came. */
  readonly waiting: readonly WaitingPlace[];
  /** Reminders that were raised for this start, by their hours before it. */
  readonly reminded: readonly number[];
  /** Ids of the corrections of the civic event that were told. */
  readonly told: readonly string[];
  /** Version of the stream, and that at which settings, or whether it is open, last changed. */
  readonly versions: { readonly stream: number; readonly settings: number };
}

const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> => {
  const { [key]: _gone, ...rest } = record;
  return rest;
};

const plus = (taken: Taken, category: string, count: number): Taken => ({
  ...taken,
  [category]: countOf(taken, category) + count,
});

type State = SeatLedger;

const seated = (state: State, { registrationId, category }: WaitingPlace): State => ({
  ...state,
  seats: { ...state.seats, [registrationId]: category },
  taken: plus(state.taken, category, 1),
});

const unseated = (state: State, { registrationId, category }: WaitingPlace): State => ({
  ...state,
  seats: without(state.seats, registrationId),
  taken: plus(state.taken, category, -1),
});

const notWaiting = (state: State, { registrationId }: WaitingPlace): State => ({
  ...state,
  waiting: state.waiting.filter((each) => each.registrationId !== registrationId),
});

export function evolveLedger(ledger: SeatLedger, event: SeatLedgerEvent): SeatLedger {
  const stream = ledger.versions.stream + 1;
  const state = { ...ledger, versions: { ...ledger.versions, stream } };
  const changed = { ...ledger, versions: { stream, settings: stream } };
  switch (event.type) {
    case 'RegistrationArranged': {
      const { startsAt, arrangedAt, ...settings } = event.data;
      const scheduled = settings.opensAt !== null && Date.parse(settings.opensAt) > Date.parse(arrangedAt);
      return { ...changed, settings, startsAt, scheduled };
    }
    case 'RegistrationOpened':
      return { ...changed, open: true, scheduled: false };
    case 'RegistrationClosed':
      return { ...changed, open: false, scheduled: false };
    case 'RegistrationEnded':
      return { ...changed, ended: event.data.reason, scheduled: false };
    case 'RegistrationResumed':
      return { ...changed, ended: null };
    case 'StartMoved':
      return { ...changed, startsAt: event.data.startsAt, reminded: [] };
    case 'SeatTaken':
      return seated(state, event.data);
    case 'WaitingJoined':
      return { ...state, waiting: [...state.waiting, event.data] };
    case 'WaitingPromoted':
      return seated(notWaiting(state, event.data), event.data);
    case 'SeatFreed':
      return unseated(state, event.data);
    case 'WaitingLeft':
      return notWaiting(state, event.data);
    case 'PlaceLost':
      return event.data.place === 'seat' ? unseated(state, event.data) : notWaiting(state, event.data);
    case 'PlaceMoved':
      return state;
    case 'CorrectionDue': {
      const { correctionId } = event.data;
      return state.told.includes(correctionId) ? state : { ...state, told: [...state.told, correctionId] };
    }
    case 'ReminderDue': {
      const { hours } = event.data;
      return state.reminded.includes(hours) ? state : { ...state, reminded: [...state.reminded, hours] };
    }
    default:
      return assertNever(event);
  }
}
