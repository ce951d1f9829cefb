import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { tookPlace, type CivicEventStatus } from '../../consultations/civic-event/civic-event.decider.js';
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
export type NoteMove = Told & { readonly type: 'NoteMove'; readonly startsAt: string };
export type NoteRepeat = Told & { readonly type: 'NoteRepeat' };
export type CancelRegistration = Told & {
  readonly type: 'CancelRegistration';
  readonly reason: CancelReason;
  readonly status: CivicEventStatus;
};
export type CheckIn = {
  readonly type: 'CheckIn';
  readonly by: 'code' | 'hand';
  readonly place: Place | null;
  readonly at: string;
};
export type RegistrationCommandBody =
  Register | ConfirmRegistration | NotePromotion | NoteMove | Remind | NoteRepeat | CancelRegistration | CheckIn;

export interface Registration {
  readonly person: Registering;
  readonly confirmBy: string | null;
  readonly confirmed: boolean;
  readonly cancelled: CancelReason | null;
  readonly registeredAt: string;
  readonly checkedInAt: string | null;
  readonly repeatedAt: string | null;
  /** The start that the holder was last told of. */
  readonly toldStart: string;
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
      case 'NoteRepeat':
        return repeat(command, registration);
      case 'CancelRegistration':
        return cancel(command, registration);
      case 'CheckIn':
        return checkIn(command, registration);
      default:
        return assertNever(command);
    }
  },
  evolve(state, event) {
    if (event.type === 'PersonRegistered') {
      const { registeredAt, confirmBy, occasion, place: _place, ...person } = event.data;
      return {
        person,
        confirmBy,
        confirmed: confirmBy === null,
        cancelled: null,
        registeredAt,
        checkedInAt: null,
        repeatedAt: null,
        toldStart: occasion.startsAt,
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
    case 'RegistrationRepeated':
      return { ...state, repeatedAt: event.data.repeatedAt };
    case 'RegistrationCancelled':
      return { ...state, cancelled: event.data.reason };
    // Somebody at the door needs no link to say that they come.
    case 'CheckedIn':
      return { ...state, confirmed: true, checkedInAt: event.data.checkedInAt };
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

const noticeOf = ({ person }: Registration, occasion: Announcement): Notice => {
  const { civicEventId, category, language, name, contact } = person;
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
function move({ startsAt, occasion, at }: NoteMove, registration: Registration): RegistrationEvent[] {
  const { cancelled, toldStart } = registration;
  if (cancelled !== null || occasion.startsAt !== startsAt || toldStart === startsAt) return [];
  return [{ type: 'RegistrationMoved', data: { ...noticeOf(registration, occasion), movedAt: at } }];
}

const day = 24 * 60 * 60 * 1000;

/** The holder is told once a day at most, however often somebody tries. */
function repeat({ occasion, at }: NoteRepeat, registration: Registration): RegistrationEvent[] {
  const { repeatedAt, cancelled } = registration;
  const toldToday = repeatedAt !== null && Date.parse(at) - Date.parse(repeatedAt) < day;
  if (toldToday || cancelled !== null) return [];
  return [{ type: 'RegistrationRepeated', data: { ...noticeOf(registration, occasion), repeatedAt: at } }];
}

function cancel({ reason, status, occasion, at }: CancelRegistration, registration: Registration): RegistrationEvent[] {
  if (registration.cancelled !== null) return [];
  // A timer or a link that comes too late finds it confirmed.
  if (reason === 'not-confirmed' && registration.confirmed) return [];
  if (registration.checkedInAt !== null && reason !== 'civic-event-cancelled') {
    throw new Rejected('REGISTRATION_CHECKED_IN', 'Somebody who came cannot cancel.');
  }
  if ((reason === 'holder' || reason === 'staff') && tookPlace(status)) {
    throw new Rejected('CIVIC_EVENT_HELD', 'The civic event has taken place.');
  }
  return [{ type: 'RegistrationCancelled', data: { ...noticeOf(registration, occasion), reason, cancelledAt: at } }];
}

function checkIn({ by, place, at }: CheckIn, registration: Registration): RegistrationEvent[] {
  if (registration.checkedInAt !== null) return [];
  refuseCancelled(registration);
  if (place !== 'seat') {
    throw new Rejected('REGISTRATION_WAITING', 'They wait for a seat. Who is let in all the same is a walk-in.');
  }
  const { civicEventId, category } = registration.person;
  return [{ type: 'CheckedIn', data: { civicEventId, category, by, checkedInAt: at } }];
}
