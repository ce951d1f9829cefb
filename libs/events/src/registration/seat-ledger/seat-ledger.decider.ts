import { assertNever, fold, Invalid, Rejected, same, type Decider } from '@ecou/event-sourcing';
import type { LocalizedText } from '@ecou/contracts';
import type { Announcement } from '../../consultations/civic-event/civic-event.events.js';
import type { RegistrationSettings, SeatLedgerEvent } from './seat-ledger.events.js';
import { evolveLedger, type SeatLedger, type WaitingPlace } from './seat-ledger.state.js';
import { countOf, fits, holdsAll } from './seats.js';

export type ArrangeRegistration = {
  readonly type: 'ArrangeRegistration';
  readonly settings: RegistrationSettings;
  readonly occasion: Announcement;
  readonly at: string;
};
export type OpenRegistration = {
  readonly type: 'OpenRegistration';
  readonly reason: 'staff' | 'time';
  readonly occasion: Announcement;
  readonly at: string;
};
export type CloseRegistration = {
  readonly type: 'CloseRegistration';
  readonly reason: 'staff' | 'time';
  readonly occasion: Announcement;
  readonly at: string;
};
export type EndRegistration = {
  readonly type: 'EndRegistration';
  readonly reason: 'civic-event-cancelled' | 'civic-event-held';
  readonly occasion: Announcement;
  readonly at: string;
};
/** That the civic event was held is taken back. */
export type ResumeRegistration = {
  readonly type: 'ResumeRegistration';
  readonly occasion: Announcement;
  readonly at: string;
};
export type TellCorrection = {
  readonly type: 'TellCorrection';
  readonly correctionId: string;
  readonly changed: readonly string[];
  readonly reason: LocalizedText | null;
  readonly occasion: Announcement;
};
export type MoveStart = {
  readonly type: 'MoveStart';
  readonly startsAt: string;
  readonly occasion: Announcement;
  readonly at: string;
};
export type TakePlace = {
  readonly type: 'TakePlace';
  readonly registrationId: string;
  readonly category: string;
  /** Staff, and those whom they invited, need not wait until registration opens. */
  readonly early: boolean;
  readonly at: string;
};
export type FreePlace = { readonly type: 'FreePlace'; readonly registrationId: string; readonly at: string };
export type RaiseReminders = { readonly type: 'RaiseReminders'; readonly hours: number; readonly at: string };
export type SeatLedgerCommandBody =
  | ArrangeRegistration
  | OpenRegistration
  | CloseRegistration
  | EndRegistration
  | ResumeRegistration
  | TellCorrection
  | MoveStart
  | TakePlace
  | FreePlace
  | RaiseReminders;

export const noRegistration: SeatLedger = {
  settings: null,
  startsAt: null,
  open: false,
  scheduled: false,
  ended: null,
  seats: {},
  taken: {},
  waiting: [],
  reminded: [],
  told: [],
  versions: { stream: 0, settings: 0 },
};

export const seatLedgerDecider: Decider<SeatLedgerCommandBody, SeatLedger, SeatLedgerEvent> = {
  initial: noRegistration,
  decide(command, ledger) {
    switch (command.type) {
      case 'ArrangeRegistration':
        return arrange(command, ledger);
      case 'OpenRegistration':
        return open(command, ledger);
      case 'CloseRegistration':
        return close(command, ledger);
      case 'EndRegistration':
        return end(command, ledger);
      case 'ResumeRegistration':
        return resume(command, ledger);
      case 'TellCorrection':
        return tellCorrection(command, ledger);
      case 'MoveStart':
        return moveStart(command, ledger);
      case 'TakePlace':
        return takePlace(command, ledger);
      case 'FreePlace':
        return freePlace(command, ledger);
      case 'RaiseReminders':
        return raiseReminders(command, ledger);
      default:
        return assertNever(command);
    }
  },
  evolve: evolveLedger,
};

const before = (one: string, other: string): boolean => Date.parse(one) < Date.parse(other);

/** The settings. Throws where nobody has said yet how people register. */
export function arranged({ settings, startsAt }: SeatLedger): RegistrationSettings & { readonly startsAt: string } {
  if (!settings || startsAt === null) {
    throw new Rejected('REGISTRATION_NOT_ARRANGED', 'Nobody can register for this civic event.');
  }
  return { ...settings, startsAt };
}

/** The time at which registration closes by itself: the start of the civic event, if nothing closes it before. */
export const closesAt = ({ closesAt: wished }: RegistrationSettings, startsAt: string): string =>
  wished !== null && before(wished, startsAt) ? wished : startsAt;

function refuseEnded({ ended }: SeatLedger): void {
  if (ended !== null) throw new Rejected('REGISTRATION_ENDED', 'The civic event was held or cancelled.');
}

function arrange(command: ArrangeRegistration, ledger: SeatLedger): SeatLedgerEvent[] {
  const { settings, occasion, at } = command;
  if (ledger.settings && same(ledger.settings, settings)) return [];
  refuseEnded(ledger);
  const { startsAt } = occasion;
  if (settings.closesAt !== null && before(startsAt, settings.closesAt)) {
    throw new Invalid('CLOSES_AFTER_START', 'Registration closes before the civic event starts, or as it does.', [
      'closesAt',
    ]);
  }
  if (settings.opensAt !== null && !before(settings.opensAt, startsAt)) {
    throw new Invalid('OPENS_AFTER_START', 'Registration opens before the civic event starts.', ['opensAt']);
  }
  if (!holdsAll(settings, ledger.taken)) {
    throw new Rejected('SEATS_TAKEN', 'More seats are taken than these rules leave; cancel registrations first.');
  }
  const stands: SeatLedgerEvent = { type: 'RegistrationArranged', data: { ...settings, startsAt, arrangedAt: at } };
  const next = evolveLedger(ledger, stands);
  // Everybody with a place is told of another start, though nobody has told the ledger of it yet.
  const move = ledger.settings && ledger.startsAt !== startsAt ? moved(ledger, startsAt, at) : [];
  return [...move, stands, ...turned(command, ledger, next), ...promotions(next, at)];
}

/** It opens or closes at once where a time that was said has come already. */
function turned(
  { settings, occasion, at }: ArrangeRegistration,
  ledger: SeatLedger,
  next: SeatLedger,
): SeatLedgerEvent[] {
  const over = !before(at, closesAt(settings, occasion.startsAt));
  if (ledger.open) return over ? [closed({ reason: 'time', occasion, at })] : [];
  const { opensAt } = settings;
  // A time that was said before has been, whatever staff did afterwards.
  const isNew = opensAt !== null && opensAt !== ledger.settings?.opensAt;
  return isNew && !before(at, opensAt) && !over ? [opened(next, { occasion, at })] : [];
}

function opened(ledger: SeatLedger, { occasion, at }: Pick<OpenRegistration, 'occasion' | 'at'>): SeatLedgerEvent {
  const { startsAt, ...settings } = arranged(ledger);
  const { capacity, waitingList } = settings;
  const data = { occasion, capacity, waitingList, closesAt: closesAt(settings, startsAt), openedAt: at };
  return { type: 'RegistrationOpened', data };
}

const closed = ({
  reason,
  occasion,
  at,
}: Pick<CloseRegistration | EndRegistration, 'reason' | 'occasion' | 'at'>): SeatLedgerEvent => ({
  type: 'RegistrationClosed',
  data: { occasion, reason, closedAt: at },
});

function open({ reason, occasion, at }: OpenRegistration, ledger: SeatLedger): SeatLedgerEvent[] {
  const { startsAt, ...settings } = arranged(ledger);
  // The clock opens nothing that staff have closed meanwhile.
  if (ledger.open || (reason === 'time' && !ledger.scheduled)) return [];
  refuseEnded(ledger);
  if (!before(at, closesAt(settings, startsAt))) {
    throw new Rejected('REGISTRATION_OVER', 'The time at which registration closes has passed; change it first.');
  }
  return [opened(ledger, { occasion, at })];
}

function close(command: CloseRegistration, ledger: SeatLedger): SeatLedgerEvent[] {
  const { startsAt, ...settings } = arranged(ledger);
  // A registration that would have opened by itself is closed before it does.
  if (!ledger.open && !(command.reason === 'staff' && ledger.scheduled)) return [];
  // A timer that was overtaken by a later time has nothing to say.
  if (command.reason === 'time' && before(command.at, closesAt(settings, startsAt))) return [];
  return [closed(command)];
}

/** A civic event that was cancelled takes every place with it; one that was held leaves them as they were. */
function end(command: EndRegistration, ledger: SeatLedger): SeatLedgerEvent[] {
  if (!ledger.settings || ledger.ended !== null) return [];
  const { reason, at } = command;
  const lost =
    reason === 'civic-event-held'
      ? []
      : [
          ...Object.entries(ledger.seats).map(([registrationId, category]) =>
            lostPlace(registrationId, category, 'seat'),
          ),
          ...ledger.waiting.map(({ registrationId, category }) => lostPlace(registrationId, category, 'waiting')),
        ];
  return [
    ...(ledger.open ? [closed(command)] : []),
    { type: 'RegistrationEnded', data: { reason, endedAt: at } },
    ...lost,
  ];
}

const lostPlace = (registrationId: string, category: string, place: 'seat' | 'waiting'): SeatLedgerEvent => ({
  type: 'PlaceLost',
  data: { registrationId, category, place },
});

/** A start that was moved while it had ended is told now. */
function resume({ occasion, at }: ResumeRegistration, ledger: SeatLedger): SeatLedgerEvent[] {
  if (ledger.ended !== 'civic-event-held') return [];
  const resumed: SeatLedgerEvent = { type: 'RegistrationResumed', data: { resumedAt: at } };
  const next = evolveLedger(ledger, resumed);
  const { startsAt } = occasion;
  return [resumed, ...moveStart({ type: 'MoveStart', startsAt, occasion, at }, next)];
}

/** To the start that stands: one that has moved again meanwhile is told by itself. */
function moveStart({ startsAt, occasion, at }: MoveStart, ledger: SeatLedger): SeatLedgerEvent[] {
  const { settings } = ledger;
  if (!settings || ledger.startsAt === startsAt || ledger.ended !== null || occasion.startsAt !== startsAt) return [];
  const events = moved(ledger, startsAt, at);
  const over = ledger.open && !before(at, closesAt(settings, startsAt));
  // A seat that was given up after the old start is idle: before the new one it is given on.
  const given = promotions(fold(seatLedgerDecider, events, ledger), at);
  return [...events, ...(over ? [closed({ reason: 'time', occasion, at })] : []), ...given];
}

const everybodyIn = ({ seats, waiting }: SeatLedger): readonly string[] => [
  ...Object.keys(seats),
  ...waiting.map(({ registrationId }) => registrationId),
];

/** Nobody is told of a civic event that is over. */
function tellCorrection({ correctionId, changed, reason }: TellCorrection, ledger: SeatLedger): SeatLedgerEvent[] {
  if (ledger.ended !== null || ledger.told.includes(correctionId)) return [];
  return everybodyIn(ledger).map((registrationId) => ({
    type: 'CorrectionDue',
    data: { registrationId, correctionId, changed: [...changed], reason },
  }));
}

function moved(ledger: SeatLedger, startsAt: string, at: string): SeatLedgerEvent[] {
  const everybody = everybodyIn(ledger);
  return [
    { type: 'StartMoved', data: { startsAt, movedAt: at } },
    ...everybody.map((registrationId): SeatLedgerEvent => ({ type: 'PlaceMoved', data: { registrationId, startsAt } })),
  ];
}

function takePlace({ registrationId, category, early, at }: TakePlace, ledger: SeatLedger): SeatLedgerEvent[] {
  const { startsAt, ...settings } = arranged(ledger);
  if (placeOf(ledger, registrationId) !== null) return [];
  refuseEnded(ledger);
  if (early ? !before(at, startsAt) : !ledger.open || !before(at, closesAt(settings, startsAt))) {
    throw new Rejected('REGISTRATION_NOT_OPEN', 'Registration for this civic event is not open.');
  }
  const place = { registrationId, category };
  // Somebody waits because no seat fits, so nobody is overtaken on a seat that does.
  if (fits(settings, ledger.taken, category)) return [{ type: 'SeatTaken', data: place }];
  if (settings.waitingList) return [{ type: 'WaitingJoined', data: place }];
  throw new Rejected('NO_SEAT_LEFT', 'Every seat that you could have is taken.');
}

function freePlace({ registrationId, at }: FreePlace, ledger: SeatLedger): SeatLedgerEvent[] {
  const category = ledger.seats[registrationId];
  if (category !== undefined) {
    const freed: SeatLedgerEvent = { type: 'SeatFreed', data: { registrationId, category } };
    return [freed, ...promotions(evolveLedger(ledger, freed), at)];
  }
  const waiting = ledger.waiting.find((each) => each.registrationId === registrationId);
  return waiting ? [{ type: 'WaitingLeft', data: waiting }] : [];
}

/** Seats for those who wait: the first whom a seat fits, and so on while one does; none once the civic event has started. */
function promotions(ledger: SeatLedger, at: string): SeatLedgerEvent[] {
  const { startsAt, ...rules } = arranged(ledger);
  if (ledger.ended !== null || !before(at, startsAt)) return [];
  const taken: Record<string, number> = { ...ledger.taken };
  const promoted: WaitingPlace[] = [];
  // A seat that is given makes none fit that did not before: one pass in order finds them all.
  for (const place of ledger.waiting) {
    if (!fits(rules, taken, place.category)) continue;
    taken[place.category] = countOf(taken, place.category) + 1;
    promoted.push(place);
  }
  return promoted.map((data) => ({ type: 'WaitingPromoted', data }));
}

function raiseReminders({ hours, at }: RaiseReminders, ledger: SeatLedger): SeatLedgerEvent[] {
  const { settings, startsAt } = ledger;
  if (!settings?.reminders.includes(hours) || startsAt === null || ledger.ended !== null) return [];
  // Each once; not for a time that has moved meanwhile, and not when it is too late.
  const dueAt = Date.parse(startsAt) - hours * hourMs;
  if (ledger.reminded.includes(hours) || Date.parse(at) < dueAt || !before(at, startsAt)) return [];
  return Object.keys(ledger.seats).map((registrationId) => ({
    type: 'ReminderDue',
    data: { registrationId, hours, startsAt },
  }));
}

export const hourMs = 60 * 60 * 1000;

/** The place of a registration: a seat, one on the waiting list, or none. */
export function placeOf({ seats, waiting }: SeatLedger, registrationId: string): 'seat' | 'waiting' | null {
  if (seats[registrationId] !== undefined) return 'seat';
  return waiting.some((each) => each.registrationId === registrationId) ? 'waiting' : null;
}
