import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { tookPlace, type CivicEventStatus } from '../../consultations/civic-event/civic-event.state.js';
import type { Announcement } from '../../consultations/civic-event/civic-event.events.js';
import type { Notice, RegistrationEvent, cancelReasons } from './registration.events.js';

type Data<Type extends RegistrationEvent['type']> = Extract<RegistrationEvent, { type: Type }>['data'];

/** Somebody who registers, with what is personal sealed. */
export type Registering = Omit<Data<'PersonRegistered'>, 'registeredAt' | 'occasion' | 'place' | 'confirmBy'>;
type Place = Data<'PersonRegistered'>['place'];
export type CancelReason = (typeof cancelReasons)[number];

/** The civic event as it stands, and the time: told to each command. */
interface Told {
  readonly occasion: Announcement;
  readonly at: string;
}

export type Register = Told & {
  readonly type: 'Register';
  readonly person: Registering;
  readonly place: Place;
  readonly confirmBy: string | null;
};
export type ConfirmRegistration = Told & {
  readonly type: 'ConfirmRegistration';
  readonly place: Place;
  readonly by: 'link' | 'staff';
};
export type NotePromotion = Told & { readonly type: 'NotePromotion' };
export type Remind = Told & { readonly type: 'Remind'; readonly hours: number; readonly startsAt: string };
export type NoteMove = Told & {
  readonly type: 'NoteMove';
  readonly startsAt: string;
  /** The reason for which the civic event was moved. */
  readonly reason: LocalizedText | null;
};
export type NoteCorrection = Told & {
  readonly type: 'NoteCorrection';
  readonly correctionId: string;
  readonly changed: readonly string[];
  readonly reason: LocalizedText | null;
};
export type NoteRepeat = Told & { readonly type: 'NoteRepeat' };
export type CancelRegistration = Told & {
  readonly type: 'CancelRegistration';
  readonly reason: CancelReason;
  /** The reason for which the civic event was cancelled; null where it was not. */
  readonly explanation: LocalizedText | null;
  readonly status: CivicEventStatus;
};
export type CheckIn = {
  readonly type: 'CheckIn';
  readonly by: 'code' | 'hand';
  readonly place: Place | null;
  readonly at: string;
};
export type UndoCheckIn = { readonly type: 'UndoCheckIn'; readonly reason: string; readonly at: string };
export type Recategorise = {
  readonly type: 'Recategorise';
  readonly category: string;
  readonly reason: string;
  readonly at: string;
};
export type RegistrationCommandBody =
  | Register
  | ConfirmRegistration
  | NotePromotion
  | NoteMove
  | NoteCorrection
  | Remind
  | NoteRepeat
  | CancelRegistration
  | CheckIn
  | UndoCheckIn
  | Recategorise;

export interface Registration {
  readonly person: Registering;
  /** The category in which they are counted. */
  readonly category: string;
  readonly confirmBy: string | null;
  readonly confirmed: boolean;
  readonly cancelled: CancelReason | null;
  readonly registeredAt: string;
  readonly checkedInAt: string | null;
  readonly repeatedAt: string | null;
  /** The start that the holder was last told of. */
  readonly toldStart: string;
  /** Ids of the corrections that the holder was told of. */
  readonly told: readonly string[];
  /** `<start>/<hours>` of each reminder. */
  readonly reminded: readonly string[];
}

export const registrationDecider: Decider<RegistrationCommandBody, Registration | null, RegistrationEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'Register') return register(command, state);
    const registration = requireRegistration(state);
    switch (command.type) {
      case 'ConfirmRegistration':
        return confirm(command, registration);
      case 'NotePromotion':
        return promote(command, registration);
      case 'Remind':
        return remind(command, registration);
      case 'NoteMove':
        return move(command, registration);
      case 'NoteCorrection':
        return noteCorrection(command, registration);
      case 'NoteRepeat':
        return repeat(command, registration);
      case 'CancelRegistration':
        return cancel(command, registration);
      case 'CheckIn':
        return checkIn(command, registration);
      case 'UndoCheckIn':
        return undoCheckIn(command, registration);
      case 'Recategorise':
        return recategorise(command, registration);
      default:
        return assertNever(command);
    }
  },
  evolve(state, event) {
    if (event.type === 'PersonRegistered') {
      const { registeredAt, confirmBy, occasion, place: _place, ...person } = event.data;
      return {
        person,
        category: person.category,
        confirmBy,
        confirmed: confirmBy === null,
        cancelled: null,
        registeredAt,
        checkedInAt: null,
        repeatedAt: null,
        toldStart: occasion.startsAt,
        told: [],
        reminded: [],
      };
    }
    return changed(requireRegistration(state), event);
  },
};

function changed(state: Registration, event: Exclude<RegistrationEvent, { type: 'PersonRegistered' }>): Registration {
  switch (event.type) {
    case 'RegistrationConfirmed':
      return { ...state, confirmed: true };
    case 'RegistrationPromoted':
      return state;
    case 'RegistrationReminded': {
      const { hours, occasion } = event.data;
      return { ...state, reminded: [...state.reminded, reminderOf(occasion.startsAt, hours)] };
    }
    case 'RegistrationMoved':
      return { ...state, toldStart: event.data.occasion.startsAt };
    case 'RegistrationCorrected':
      return { ...state, told: [...state.told, event.data.correctionId] };
    case 'RegistrationRepeated':
      return { ...state, repeatedAt: event.data.repeatedAt };
    case 'RegistrationCancelled':
      return { ...state, cancelled: event.data.reason };
    // Somebody at the door needs no link to say that they come.
    case 'CheckedIn':
      return { ...state, confirmed: true, checkedInAt: event.data.checkedInAt };
    case 'CheckInUndone':
      return { ...state, checkedInAt: null };
    case 'RegistrationRecategorised':
      return { ...state, category: event.data.category };
    default:
      return assertNever(event);
  }
}

const reminderOf = (startsAt: string, hours: number): string => `${startsAt}/${hours}`;

/** The registration. Throws `Unknown` where there is none. */
export function requireRegistration(registration: Registration | null): Registration {
  if (!registration) throw new Unknown('REGISTRATION_UNKNOWN', 'There is no such registration.');
  return registration;
}

const noticeOf = ({ person, category }: Registration, occasion: Announcement): Notice => {
  const { civicEventId, language, name, contact } = person;
  return { civicEventId, occasion, category, language, name, contact };
};

function register(command: Register, registration: Registration | null): RegistrationEvent[] {
  const { person, occasion, place, confirmBy, at } = command;
  if (!registration) {
    return [{ type: 'PersonRegistered', data: { ...person, occasion, place, confirmBy, registeredAt: at } }];
  }
  refuseOther(registration, person);
  return [];
}

/** A repeat of the same registration is one of the same person with the same words. */
export function refuseOther(registration: Registration, person: Registering): void {
  if (same(registration.person, person)) return;
  throw new Rejected('REGISTRATION_EXISTS', 'A registration with this id exists, and says something else.');
}

function refuseCancelled({ cancelled }: Registration): void {
  if (cancelled !== null) throw new Rejected('REGISTRATION_CANCELLED', 'The registration was cancelled.');
}

function confirm({ place, by, occasion, at }: ConfirmRegistration, registration: Registration): RegistrationEvent[] {
  if (registration.confirmed) return [];
  refuseCancelled(registration);
  if (registration.confirmBy !== null && Date.parse(at) >= Date.parse(registration.confirmBy)) {
    throw new Rejected('CONFIRMATION_TOO_LATE', 'The time for confirming has passed, and the place was given on.');
  }
  return [{ type: 'RegistrationConfirmed', data: { ...noticeOf(registration, occasion), place, by, confirmedAt: at } }];
}

function promote({ occasion, at }: NotePromotion, registration: Registration): RegistrationEvent[] {
  if (registration.cancelled !== null) return [];
  const { confirmed } = registration;
  return [{ type: 'RegistrationPromoted', data: { ...noticeOf(registration, occasion), confirmed, promotedAt: at } }];
}

/** Reminds of the start that the reminder was raised for; a start that has moved meanwhile gets reminders of its own. */
function remind({ hours, startsAt, occasion, at }: Remind, registration: Registration): RegistrationEvent[] {
  const isDue = registration.confirmed && registration.cancelled === null && occasion.startsAt === startsAt;
  if (!isDue || registration.reminded.includes(reminderOf(startsAt, hours))) return [];
  return [{ type: 'RegistrationReminded', data: { ...noticeOf(registration, occasion), hours, remindedAt: at } }];
}

/** Tells of the start that stands; a start that has moved again meanwhile is told by itself. */
function move({ startsAt, reason, occasion, at }: NoteMove, registration: Registration): RegistrationEvent[] {
  const { cancelled, toldStart } = registration;
  if (cancelled !== null || occasion.startsAt !== startsAt || toldStart === startsAt) return [];
  const data = { ...noticeOf(registration, occasion), previousStart: toldStart, reason, movedAt: at };
  return [{ type: 'RegistrationMoved', data }];
}

function noteCorrection(command: NoteCorrection, registration: Registration): RegistrationEvent[] {
  const { correctionId, changed: fields, reason, occasion, at } = command;
  if (registration.cancelled !== null || registration.told.includes(correctionId)) return [];
  const data = { ...noticeOf(registration, occasion), correctionId, changed: [...fields], reason, toldAt: at };
  return [{ type: 'RegistrationCorrected', data }];
}

const day = 24 * 60 * 60 * 1000;

/** The holder is told once a day at most, however often somebody tries. */
function repeat({ occasion, at }: NoteRepeat, registration: Registration): RegistrationEvent[] {
  const { repeatedAt, cancelled } = registration;
  const toldToday = repeatedAt !== null && Date.parse(at) - Date.parse(repeatedAt) < day;
  if (toldToday || cancelled !== null) return [];
  return [{ type: 'RegistrationRepeated', data: { ...noticeOf(registration, occasion), repeatedAt: at } }];
}

function cancel(command: CancelRegistration, registration: Registration): RegistrationEvent[] {
  const { reason, status, occasion, at } = command;
  if (registration.cancelled !== null) return [];
  // A timer or a link that comes too late finds it confirmed.
  if (reason === 'not-confirmed' && registration.confirmed) return [];
  if (registration.checkedInAt !== null && reason !== 'civic-event-cancelled') {
    throw new Rejected('REGISTRATION_CHECKED_IN', 'Somebody who came cannot cancel.');
  }
  if ((reason === 'holder' || reason === 'staff') && tookPlace(status)) {
    throw new Rejected('CIVIC_EVENT_HELD', 'The civic event has taken place.');
  }
  const explanation = reason === 'civic-event-cancelled' ? command.explanation : null;
  const data = { ...noticeOf(registration, occasion), reason, explanation, cancelledAt: at };
  return [{ type: 'RegistrationCancelled', data }];
}

function checkIn({ by, place, at }: CheckIn, registration: Registration): RegistrationEvent[] {
  if (registration.checkedInAt !== null) return [];
  refuseCancelled(registration);
  if (place !== 'seat') {
    throw new Rejected('REGISTRATION_WAITING', 'They wait for a seat. Who is let in all the same is a walk-in.');
  }
  const { person, category } = registration;
  const { civicEventId } = person;
  return [{ type: 'CheckedIn', data: { civicEventId, category, by, checkedInAt: at } }];
}

function undoCheckIn(
  { reason, at }: UndoCheckIn,
  { checkedInAt, person, category }: Registration,
): RegistrationEvent[] {
  if (checkedInAt === null) return [];
  const { civicEventId } = person;
  return [{ type: 'CheckInUndone', data: { civicEventId, category, reason, undoneAt: at } }];
}

function recategorise({ category, reason, at }: Recategorise, registration: Registration): RegistrationEvent[] {
  const { person, category: previous, checkedInAt } = registration;
  if (previous === category) return [];
  refuseCancelled(registration);
  const { civicEventId } = person;
  const data = { civicEventId, category, previous, checkedIn: checkedInAt !== null, reason, recategorisedAt: at };
  return [{ type: 'RegistrationRecategorised', data }];
}
