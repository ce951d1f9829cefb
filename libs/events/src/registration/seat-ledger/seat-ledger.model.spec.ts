import { fold, Rejected } from '@ecou/event-sourcing';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Announcement } from '../../consultations/civic-event/civic-event.events.js';
import { noRegistration, seatLedgerDecider, type SeatLedgerCommandBody } from './seat-ledger.decider.js';
import type { SeatLedger } from './seat-ledger.state.js';
import type { SeatRules } from './seats.js';
import { occasion, settings } from './testing/occasions.js';

const at = '2024-03-20T10:00:00.000Z';
const categories = ['citizen', 'ngo-member', 'university'] as const;

/** People on chairs: each chair is kept for a category, or for nobody (`null`). */
interface Room {
  rules: SeatRules;
  waitingList: boolean;
  open: boolean;
  /** The civic event has started: nobody gets a seat any more. */
  started: boolean;
  readonly seated: Map<string, string>;
  waiting: { registrationId: string; category: string }[];
}
interface Desk {
  ledger: SeatLedger;
  occasion: Announcement;
}

const chairsOf = ({ capacity, reserved }: SeatRules): (string | null)[] => {
  const kept = reserved.flatMap(({ category, seats }) => Array<string>(seats).fill(category));
  return [...kept, ...Array<null>((capacity ?? 0) - kept.length).fill(null)];
};

/** True where everybody finds a chair that they may sit on: by trying, moving others where needed (augmenting paths). */
function allSit(rules: SeatRules, people: readonly string[]): boolean {
  if (rules.capacity === null) return true;
  const chairs = chairsOf(rules);
  const sitter = new Map<number, number>();
  const sit = (person: number, tried: Set<number>): boolean =>
    chairs.some((kept, chair) => {
      if (tried.has(chair) || (kept !== null && kept !== people[person])) return false;
      tried.add(chair);
      const other = sitter.get(chair);
      if (other !== undefined && !sit(other, tried)) return false;
      sitter.set(chair, person);
      return true;
    });
  return people.every((_, person) => sit(person, new Set()));
}

const finds = (room: Room, category: string) => allSit(room.rules, [...room.seated.values(), category]);

/** As somebody at a desk would do it: again and again, the first in line who finds a chair sits down. */
function letSit(room: Room): void {
  if (room.started) return;
  for (;;) {
    const next = room.waiting.find(({ category }) => finds(room, category));
    if (!next) return;
    room.waiting = room.waiting.filter((each) => each !== next);
    room.seated.set(next.registrationId, next.category);
  }
}

/** Carries a command out; answers the code of its refusal, or `null`. */
function refusalOf(desk: Desk, command: SeatLedgerCommandBody): string | null {
  try {
    desk.ledger = fold(seatLedgerDecider, [...seatLedgerDecider.decide(command, desk.ledger)], desk.ledger);
    return null;
  } catch (error) {
    if (error instanceof Rejected) return error.code;
    throw error;
  }
}

function compare(room: Room, { ledger }: Desk): void {
  expect(ledger.seats).toEqual(Object.fromEntries(room.seated));
  expect(ledger.waiting).toEqual(room.waiting);
  const people = [...room.seated.values()];
  // Never overbooked; no seat idle while somebody waits whom it fits.
  expect(allSit(room.rules, people)).toBe(true);
  expect(people.length).toBeLessThanOrEqual(room.rules.capacity ?? Infinity);
  if (!room.started) expect(room.waiting.filter(({ category }) => finds(room, category))).toEqual([]);
  for (const category of categories)
    expect(ledger.taken[category] ?? 0).toBe(people.filter((each) => each === category).length);
}

type Command = fc.Command<Room, Desk>;
const command = (label: string, run: (room: Room, desk: Desk) => void): Command => ({
  check: () => true,
  run: (room, desk) => {
    run(room, desk);
    compare(room, desk);
  },
  toString: () => label,
});

const register = (number: number, category: string): Command =>
  command(`${category} ${number} registers`, (room, desk) => {
    const registrationId = `r${number}`;
    const refusal = refusalOf(desk, { type: 'TakePlace', registrationId, category, early: false, at });
    if (room.seated.has(registrationId) || room.waiting.some((each) => each.registrationId === registrationId))
      expect(refusal).toBe(null);
    else if (!room.open) expect(refusal).toBe('REGISTRATION_NOT_OPEN');
    else if (finds(room, category)) {
      expect(refusal).toBe(null);
      room.seated.set(registrationId, category);
    } else if (room.waitingList) {
      expect(refusal).toBe(null);
      room.waiting.push({ registrationId, category });
    } else expect(refusal).toBe('NO_SEAT_LEFT');
  });

const cancel = (number: number): Command =>
  command(`${number} cancels`, (room, desk) => {
    const registrationId = `r${number}`;
    expect(refusalOf(desk, { type: 'FreePlace', registrationId, at })).toBe(null);
    room.seated.delete(registrationId);
    room.waiting = room.waiting.filter((each) => each.registrationId !== registrationId);
    letSit(room);
  });

const arrange = (rules: SeatRules, waitingList: boolean): Command =>
  command(`${JSON.stringify(rules)}, waiting list ${waitingList}`, (room, desk) => {
    const changed = { ...settings, ...rules, reserved: [...rules.reserved], waitingList };
    const refusal = refusalOf(desk, {
      type: 'ArrangeRegistration',
      settings: changed,
      occasion: desk.occasion,
      at,
    });
    if (!allSit(rules, [...room.seated.values()])) {
      expect(refusal).toBe('SEATS_TAKEN');
      return;
    }
    expect(refusal).toBe(null);
    Object.assign(room, { rules, waitingList });
    letSit(room);
  });

const turn = (open: boolean): Command =>
  command(open ? 'opens' : 'closes', (room, desk) => {
    const type = open ? ('OpenRegistration' as const) : ('CloseRegistration' as const);
    const refusal = refusalOf(desk, { type, reason: 'staff', occasion: desk.occasion, at });
    if (open && room.started) expect(refusal).toBe('REGISTRATION_OVER');
    else {
      expect(refusal).toBe(null);
      room.open = open;
    }
  });

const starts = { ahead: occasion.startsAt, later: '2024-04-12T09:30:00+03:00', past: '2024-03-19T09:30:00+02:00' };

const move = (to: keyof typeof starts): Command =>
  command(`starts ${to}`, (room, desk) => {
    const startsAt = starts[to];
    desk.occasion = { ...occasion, startsAt };
    expect(refusalOf(desk, { type: 'MoveStart', startsAt, occasion: desk.occasion, at })).toBe(null);
    room.started = to === 'past';
    if (room.started) room.open = false;
    letSit(room);
  });

const number = fc.integer({ min: 0, max: 14 });
const seats = fc.integer({ min: 1, max: 3 });
const rules = fc
  .record({
    general: fc.integer({ min: 0, max: 4 }),
    reserved: fc.uniqueArray(fc.record({ category: fc.constantFrom(...categories), seats }), {
      selector: ({ category }) => category,
    }),
    limited: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ general, reserved, limited }): SeatRules => {
    if (limited === 0) return { capacity: null, reserved: [] };
    const capacity = Math.max(1, general + reserved.reduce((sum, each) => sum + each.seats, 0));
    return { capacity, reserved };
  });

const commands = fc.commands(
  [
    fc.tuple(number, fc.constantFrom(...categories)).map((given) => register(...given)),
    fc.tuple(number, fc.constantFrom(...categories)).map((given) => register(...given)),
    fc.tuple(number, fc.constantFrom(...categories)).map((given) => register(...given)),
    number.map(cancel),
    fc.tuple(rules, fc.boolean()).map((given) => arrange(...given)),
    fc.boolean().map(turn),
    fc.constantFrom<keyof typeof starts>('ahead', 'later', 'past').map(move),
  ],
  { maxCommands: 60, size: '+1' },
);

it('gives seats as somebody with chairs and a line would: none twice, none idle, nobody skipped', () => {
  fc.assert(
    fc.property(commands, (some) => {
      fc.modelRun(() => {
        const first = { capacity: 4, reserved: [{ category: 'ngo-member', seats: 2 }] };
        const room: Room = {
          rules: first,
          waitingList: true,
          open: true,
          started: false,
          seated: new Map(),
          waiting: [],
        };
        const desk: Desk = { ledger: noRegistration, occasion };
        refusalOf(desk, { type: 'ArrangeRegistration', settings: { ...settings, ...first }, occasion, at });
        refusalOf(desk, { type: 'OpenRegistration', reason: 'staff', occasion, at });
        return { model: room, real: desk };
      }, some);
    }),
    { numRuns: 200 },
  );
});
