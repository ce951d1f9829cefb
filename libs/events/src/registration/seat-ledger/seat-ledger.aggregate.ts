import type { Aggregate, TimerChange } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import { closesAt, hourMs, seatLedgerDecider, type SeatLedgerCommandBody } from './seat-ledger.decider.js';
import { seatLedgerEvents, type RegistrationSettings, type SeatLedgerEvent } from './seat-ledger.events.js';
import type { SeatLedger } from './seat-ledger.state.js';

/** Names of the timers of a civic event's registration. */
export const ledgerTimers = {
  opens: 'registration-opens',
  closes: 'registration-closes',
  reminder: 'registration-reminder',
} as const;

/** Its id is that of the civic event. */
export const seatLedger: Aggregate<SeatLedgerCommandBody, SeatLedger, SeatLedgerEvent> = {
  category: seatLedgerEvents.category,
  events: seatLedgerEvents,
  decider: seatLedgerDecider,
  sideRows: (id, events, before) => ({ timers: timersOf(id, events, before) }),
  hot: true,
  snapshots: { every: 100, code: 'seat-ledger/3' },
};

/** Timers that are set or taken away when these events are written. */
function timersOf(id: string, events: readonly SeatLedgerEvent[], before: SeatLedger): TimerChange[] {
  let current = before;
  const timers = new Map<string, TimerChange>();
  for (const event of events) {
    const set = timersFor(id, event, current);
    for (const timer of set) timers.set(timer.id, timer);
    current = seatLedgerDecider.evolve(current, event);
  }
  return [...timers.values()];
}

function timersFor(id: string, event: SeatLedgerEvent, { settings, startsAt }: SeatLedger): readonly TimerChange[] {
  if (event.type === 'RegistrationArranged') {
    const { arrangedAt, startsAt: start, ...next } = event.data;
    return [...noTimers(id, settings), ...timersBy(id, next, start, arrangedAt)];
  }
  if (event.type === 'StartMoved' && settings) {
    const { startsAt: start, movedAt } = event.data;
    return [...noTimers(id, settings), ...timersBy(id, settings, start, movedAt)];
  }
  if (event.type === 'RegistrationResumed' && settings && startsAt !== null) {
    return timersBy(id, settings, startsAt, event.data.resumedAt);
  }
  return event.type === 'RegistrationEnded' ? noTimers(id, settings) : [];
}

const nameOf = (id: string, name: string, hours = 0): string => uuidv5(`${name}/${hours}`, id);

const noTimers = (id: string, settings: RegistrationSettings | null): TimerChange[] =>
  settings
    ? [
        { id: nameOf(id, ledgerTimers.opens), dueAt: null },
        { id: nameOf(id, ledgerTimers.closes), dueAt: null },
        ...settings.reminders.map((hours) => ({ id: nameOf(id, ledgerTimers.reminder, hours), dueAt: null })),
      ]
    : [];

/** Timers that lie ahead; what should have happened before needs no timer any more. */
function timersBy(id: string, settings: RegistrationSettings, startsAt: string, now: string): TimerChange[] {
  const timer = (name: string, dueAt: string, hours = 0): TimerChange[] =>
    Date.parse(dueAt) > Date.parse(now)
      ? [{ id: nameOf(id, name, hours), name, dueAt, subject: id, ...(hours > 0 && { data: { hours } }) }]
      : [];
  return [
    ...(settings.opensAt === null ? [] : timer(ledgerTimers.opens, settings.opensAt)),
    ...timer(ledgerTimers.closes, closesAt(settings, startsAt)),
    ...settings.reminders.flatMap((hours) =>
      timer(ledgerTimers.reminder, new Date(Date.parse(startsAt) - hours * hourMs).toISOString(), hours),
    ),
  ];
}
