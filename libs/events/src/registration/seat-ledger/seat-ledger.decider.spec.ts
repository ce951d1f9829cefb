import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { seatLedger } from './seat-ledger.aggregate.js';
import { noRegistration, placeOf, seatLedgerDecider, type SeatLedgerCommandBody } from './seat-ledger.decider.js';
import type { RegistrationSettings, SeatLedgerEvent } from './seat-ledger.events.js';
import { fits, generalFree, holdsAll, reservedFree } from './seats.js';
import { occasion, settings } from './testing/occasions.js';

const given = specify(seatLedgerDecider);
const at = '2024-03-20T10:00:00.000Z';
const { startsAt } = occasion;
const started = '2024-04-10T08:00:00Z';
const id = (n: number) => `6a1f0a3e-3b0c-4d55-9a65-${String(n).padStart(12, '0')}`;

const arranged = (change: Partial<RegistrationSettings> = {}): SeatLedgerEvent => ({
  type: 'RegistrationArranged',
  data: { ...settings, ...change, startsAt, arrangedAt: at },
});
const opened = (change: Partial<RegistrationSettings> = {}): SeatLedgerEvent => {
  const { capacity, waitingList, closesAt } = { ...settings, ...change };
  return {
    type: 'RegistrationOpened',
    data: { occasion, capacity, waitingList, closesAt: closesAt ?? startsAt, openedAt: at },
  };
};
const closed = (
  reason: 'staff' | 'time' | 'civic-event-cancelled' | 'civic-event-held',
  when = at,
): SeatLedgerEvent => ({
  type: 'RegistrationClosed',
  data: { occasion, reason, closedAt: when },
});
const place = (n: number, category = 'citizen') => ({ registrationId: id(n), category });
const seat = (n: number, category?: string): SeatLedgerEvent => ({ type: 'SeatTaken', data: place(n, category) });
const waits = (n: number, category?: string): SeatLedgerEvent => ({ type: 'WaitingJoined', data: place(n, category) });
const promoted = (n: number, category?: string): SeatLedgerEvent => ({
  type: 'WaitingPromoted',
  data: place(n, category),
});
const freed = (n: number, category?: string): SeatLedgerEvent => ({ type: 'SeatFreed', data: place(n, category) });
const ended = (reason: 'civic-event-cancelled' | 'civic-event-held'): SeatLedgerEvent => ({
  type: 'RegistrationEnded',
  data: { reason, endedAt: at },
});

const arrange = (change: Partial<RegistrationSettings> = {}, when = at): SeatLedgerCommandBody => ({
  type: 'ArrangeRegistration',
  settings: { ...settings, ...change },
  occasion,
  at: when,
});
const open: SeatLedgerCommandBody = { type: 'OpenRegistration', reason: 'staff', occasion, at };
const openByTime: SeatLedgerCommandBody = { ...open, reason: 'time' };
const close = (reason: 'staff' | 'time' = 'staff', when = at): SeatLedgerCommandBody => ({
  type: 'CloseRegistration',
  reason,
  occasion,
  at: when,
});
const take = (n: number, category = 'citizen', more: object = {}): SeatLedgerCommandBody => ({
  type: 'TakePlace',
  registrationId: id(n),
  category,
  early: false,
  at,
  ...more,
});
const free = (n: number, when = at): SeatLedgerCommandBody => ({ type: 'FreePlace', registrationId: id(n), at: when });
const remind = (hours: number, when: string): SeatLedgerCommandBody => ({ type: 'RaiseReminders', hours, at: when });

describe('how people register', () => {
  it('is arranged by staff', () => given().when(arrange()).then(arranged()));
  it('is not arranged again by the same words', () => given(arranged()).when(arrange()).then());
  it('must close before the start', () => {
    expect(() => seatLedgerDecider.decide(arrange({ closesAt: '2024-04-10T10:00:00+03:00' }), noRegistration)).toThrow(
      'before the civic event starts',
    );
  });
  it('must open before the start', () => {
    expect(() => seatLedgerDecider.decide(arrange({ opensAt: startsAt }), noRegistration)).toThrow(
      'opens before the civic event starts',
    );
  });
  it('opens at once where its time has come', () =>
    given()
      .when(arrange({ opensAt: at }))
      .then(arranged({ opensAt: at }), opened({ opensAt: at })));
  it('does not open again when staff closed it and change something else', () =>
    given(arranged({ opensAt: at }), opened(), closed('staff'))
      .when(arrange({ opensAt: at, capacity: 5 }))
      .then(arranged({ opensAt: at, capacity: 5 })));
  it('closes where its new time has passed', () =>
    given(arranged(), opened())
      .when(arrange({ closesAt: at }))
      .then(arranged({ closesAt: at }), closed('time')));
  it('is not changed any more once the civic event was held', () =>
    given(arranged(), ended('civic-event-held'))
      .when(arrange({ capacity: 9 }))
      .thenRejected('REGISTRATION_ENDED'));
  it('keeps every seat that is taken', () =>
    given(arranged(), opened(), seat(1), seat(2))
      .when(arrange({ capacity: 1 }))
      .thenRejected('SEATS_TAKEN'));
  it('keeps no seat for a category that others sit on', () =>
    given(arranged(), opened(), seat(1), seat(2))
      .when(arrange({ reserved: [{ category: 'ngo-member', seats: 2 }] }))
      .thenRejected('SEATS_TAKEN'));
});

describe('opening and closing', () => {
  it('opens', () => given(arranged()).when(open).then(opened()));
  it('opens once', () => given(arranged(), opened()).when(open).then());
  it('does not open what nobody arranged', () => given().when(open).thenRejected('REGISTRATION_NOT_ARRANGED'));
  it('does not open when the time for it is over', () =>
    given(arranged({ closesAt: at }))
      .when(open)
      .thenRejected('REGISTRATION_OVER'));
  it('opens by time', () => {
    const wished = { opensAt: '2024-03-25T08:00:00Z' };
    given(arranged(wished)).when(openByTime).then(opened(wished));
  });
  it('is not opened by time when staff have closed it before, be it open by then or not', () => {
    const wished = { opensAt: '2024-03-25T08:00:00Z' };
    given(arranged(wished)).when(close()).then(closed('staff'));
    given(arranged(wished), closed('staff')).when(openByTime).then();
    given(arranged(wished), opened(wished), closed('staff')).when(openByTime).then();
    given(arranged(wished), closed('staff')).when(open).then(opened(wished));
  });
  it('opens again', () => given(arranged(), opened(), closed('staff')).when(open).then(opened()));
  it('closes', () => given(arranged(), opened()).when(close()).then(closed('staff')));
  it('closes once', () => given(arranged(), opened(), closed('staff')).when(close()).then());
  it('closes by time', () => given(arranged(), opened()).when(close('time', startsAt)).then(closed('time', startsAt)));
  it('is not closed by a timer that was overtaken by a later time', () =>
    given(arranged(), opened()).when(close('time')).then());
});

describe('a place', () => {
  it('is a seat while there is one', () => given(arranged(), opened()).when(take(1)).then(seat(1)));
  it('is taken once', () => given(arranged(), opened(), seat(1)).when(take(1)).then());
  it('is one on the waiting list when there is no seat', () =>
    given(arranged(), opened(), seat(1), seat(2), seat(3)).when(take(4)).then(waits(4)));
  it('is refused without a waiting list', () =>
    given(arranged({ waitingList: false, capacity: 1 }), opened(), seat(1))
      .when(take(2))
      .thenRejected('NO_SEAT_LEFT'));
  it('is not given before registration opens', () =>
    given(arranged()).when(take(1)).thenRejected('REGISTRATION_NOT_OPEN'));
  it('is given early to those whom staff register', () =>
    given(arranged())
      .when(take(1, 'citizen', { early: true }))
      .then(seat(1)));
  it('is not given early when the civic event has started', () =>
    given(arranged())
      .when(take(1, 'citizen', { early: true, at: started }))
      .thenRejected('REGISTRATION_NOT_OPEN'));
  it('is not given at the time of closing, though its timer has not fired', () =>
    given(arranged(), opened())
      .when(take(1, 'citizen', { at: startsAt }))
      .thenRejected('REGISTRATION_NOT_OPEN'));
  it('is not given where nobody arranged registration', () =>
    given().when(take(1)).thenRejected('REGISTRATION_NOT_ARRANGED'));
  it('is not given once the civic event was held', () =>
    given(arranged(), ended('civic-event-held')).when(take(1)).thenRejected('REGISTRATION_ENDED'));
  it('has no limit where the capacity is none', () =>
    given(arranged({ capacity: null }), opened(), seat(1), seat(2), seat(3))
      .when(take(4))
      .then(seat(4)));
});

describe('seats that are kept for a category', () => {
  const kept = { capacity: 3, reserved: [{ category: 'ngo-member', seats: 2 }] };
  it('are not given to others', () => given(arranged(kept), opened(), seat(1)).when(take(2)).then(waits(2)));
  it('are given to it, also while others wait', () =>
    given(arranged(kept), opened(), seat(1), waits(2)).when(take(3, 'ngo-member')).then(seat(3, 'ngo-member')));
  it('are used before the others', () =>
    given(arranged(kept), opened(), seat(1, 'ngo-member'), seat(2, 'ngo-member')).when(take(3)).then(seat(3)));
  it('are respected by promotion: the first whom the seat fits gets it', () =>
    given(
      arranged(kept),
      opened(),
      seat(1),
      seat(2, 'ngo-member'),
      seat(3, 'ngo-member'),
      waits(4),
      waits(5, 'ngo-member'),
    )
      .when(free(2))
      .then(freed(2, 'ngo-member'), promoted(5, 'ngo-member')));
  it('are counted also for a category called constructor', () => {
    const rules = { capacity: 2, reserved: [{ category: 'constructor', seats: 1 }] };
    expect([fits(rules, {}, 'constructor'), reservedFree(rules, {}, 'constructor'), generalFree(rules, {})]).toEqual([
      true,
      1,
      1,
    ]);
    expect(holdsAll(rules, { citizen: 2 })).toBe(false);
  });
});

describe('a place that is given up', () => {
  const full = [arranged(), opened(), seat(1), seat(2), seat(3), waits(4), waits(5)];
  it('goes to the first who waits', () =>
    given(...full)
      .when(free(2))
      .then(freed(2), promoted(4)));
  it('is nobody’s any more on the waiting list', () =>
    given(...full)
      .when(free(4))
      .then({ type: 'WaitingLeft', data: place(4) }));
  it('is given up once', () =>
    given(...full, freed(2), promoted(4))
      .when(free(2))
      .then());
  it('goes to nobody once the civic event has started', () =>
    given(...full)
      .when(free(2, started))
      .then(freed(2)));
  it('goes on while registration is closed', () =>
    given(...full, closed('staff'))
      .when(free(1))
      .then(freed(1), promoted(4)));
  it('is made by a raised capacity', () =>
    given(...full)
      .when(arrange({ capacity: 5 }))
      .then(arranged({ capacity: 5 }), promoted(4), promoted(5)));
});

describe('reminders', () => {
  const due = (n: number, hours: number): SeatLedgerEvent => ({
    type: 'ReminderDue',
    data: { registrationId: id(n), hours, startsAt },
  });
  const seated = [arranged(), opened(), seat(1), seat(2), waits(3)];
  it('are raised for those who have a seat', () =>
    given(...seated)
      .when(remind(24, '2024-04-09T06:30:00Z'))
      .then(due(1, 24), due(2, 24)));
  it('are raised once', () =>
    given(...seated, due(1, 24), due(2, 24))
      .when(remind(24, '2024-04-09T06:31:00Z'))
      .then());
  it('are not raised too early, too late, or for hours that nobody set', () => {
    given(...seated)
      .when(remind(24, at))
      .then();
    given(...seated)
      .when(remind(24, started))
      .then();
    given(...seated)
      .when(remind(5, '2024-04-09T06:30:00Z'))
      .then();
  });
  it('are raised again for a start that moved', () =>
    given(...seated, due(1, 24), due(2, 24), {
      type: 'StartMoved',
      data: { startsAt: '2024-05-10T09:30:00+03:00', movedAt: at },
    })
      .when(remind(24, '2024-05-09T06:30:00Z'))
      .then(
        ...[1, 2].map((n): SeatLedgerEvent => ({
          type: 'ReminderDue',
          data: { registrationId: id(n), hours: 24, startsAt: '2024-05-10T09:30:00+03:00' },
        })),
      ));
  it('are not raised for a civic event that was cancelled', () =>
    given(...seated, ended('civic-event-cancelled'))
      .when(remind(24, '2024-04-09T06:30:00Z'))
      .then());
});

describe('the end', () => {
  const end = (reason: 'civic-event-cancelled' | 'civic-event-held'): SeatLedgerCommandBody => ({
    type: 'EndRegistration',
    reason,
    occasion,
    at,
  });
  it('of a cancelled civic event takes every place', () =>
    given(arranged(), opened(), seat(1), waits(2))
      .when(end('civic-event-cancelled'))
      .then(
        closed('civic-event-cancelled'),
        ended('civic-event-cancelled'),
        { type: 'PlaceLost', data: { ...place(1), place: 'seat' } },
        { type: 'PlaceLost', data: { ...place(2), place: 'waiting' } },
      ));
  it('of one that was held leaves them', () => {
    given(arranged(), seat(1)).when(end('civic-event-held')).then(ended('civic-event-held'));
    expect(placeOf(given(arranged(), seat(1), ended('civic-event-held')).state(), id(1))).toBe('seat');
  });
  it('comes once, and to nothing where nobody arranged registration', () => {
    given(arranged(), ended('civic-event-held')).when(end('civic-event-held')).then();
    given().when(end('civic-event-cancelled')).then();
  });
});

describe('an end that is taken back', () => {
  const resume: SeatLedgerCommandBody = { type: 'ResumeRegistration', occasion, at };
  const resumed: SeatLedgerEvent = { type: 'RegistrationResumed', data: { resumedAt: at } };
  const over = ended('civic-event-held');
  it('leaves the places as they were, and has people register again once it is opened', () => {
    given(arranged(), seat(1), over).when(resume).then(resumed);
    expect(placeOf(given(arranged(), seat(1), over, resumed).state(), id(1))).toBe('seat');
    given(arranged(), over, resumed).when(open).then(opened());
  });
  it('comes once, and not where the civic event was cancelled', () => {
    given(arranged(), over, resumed).when(resume).then();
    given(arranged(), ended('civic-event-cancelled')).when(resume).then();
    given().when(resume).then();
  });
  it('tells of a start that was moved meanwhile', () => {
    const start = '2024-04-12T09:30:00+03:00';
    given(arranged(), seat(1), over)
      .when({ ...resume, occasion: { ...occasion, startsAt: start } })
      .then(
        resumed,
        { type: 'StartMoved', data: { startsAt: start, movedAt: at } },
        { type: 'PlaceMoved', data: { registrationId: id(1), startsAt: start } },
      );
  });
});

describe('the start', () => {
  const later = '2024-04-12T09:30:00+03:00';
  const moveTo = (start: string, when = at): SeatLedgerCommandBody => ({
    type: 'MoveStart',
    startsAt: start,
    occasion: { ...occasion, startsAt: start },
    at: when,
  });
  const move = moveTo(later);
  const moved: SeatLedgerEvent = { type: 'StartMoved', data: { startsAt: later, movedAt: at } };
  it('moves with the civic event, and everybody who has a place is told', () => {
    const told = [1, 2].map((n): SeatLedgerEvent => ({
      type: 'PlaceMoved',
      data: { registrationId: id(n), startsAt: later },
    }));
    given(arranged({ capacity: 1 }), seat(1), waits(2))
      .when(move)
      .then(moved, ...told);
    given(arranged({ capacity: 1 }), seat(1), waits(2), moved, ...told)
      .when(move)
      .then();
  });
  it('moves with the civic event, once', () => {
    given(arranged()).when(move).then(moved);
    given(arranged(), moved).when(move).then();
    given().when(move).then();
  });
  it('is not moved to where the civic event does not start any more', () =>
    given(arranged(), seat(1)).when({ type: 'MoveStart', startsAt: later, occasion, at }).then());
  it('that moves makes seats that were given up meanwhile go to those who wait', () =>
    given(arranged({ capacity: 1 }), opened(), seat(1), waits(2), closed('time', startsAt), freed(1))
      .when(moveTo(later, started))
      .then(
        { type: 'StartMoved', data: { startsAt: later, movedAt: started } },
        { type: 'PlaceMoved', data: { registrationId: id(2), startsAt: later } },
        promoted(2),
      ));
  it('that moves into the past closes registration', () => {
    const past = '2024-03-19T09:30:00+02:00';
    given(arranged(), opened())
      .when(moveTo(past))
      .then(
        { type: 'StartMoved', data: { startsAt: past, movedAt: at } },
        {
          type: 'RegistrationClosed',
          data: { occasion: { ...occasion, startsAt: past }, reason: 'time', closedAt: at },
        },
      );
  });
  it('is told too where staff arrange registration before the ledger has heard of it', () => {
    const rearranged = { ...arrange({ capacity: 5 }), occasion: { ...occasion, startsAt: later } };
    const stands: SeatLedgerEvent = {
      type: 'RegistrationArranged',
      data: { ...settings, capacity: 5, startsAt: later, arrangedAt: at },
    };
    const told: SeatLedgerEvent = { type: 'PlaceMoved', data: { registrationId: id(1), startsAt: later } };
    given(arranged(), seat(1)).when(rearranged).then(moved, told, stands);
    given(arranged(), seat(1), moved, told, stands).when(move).then();
  });
});

describe('timers', () => {
  const named = (events: SeatLedgerEvent[], ...before: SeatLedgerEvent[]) =>
    seatLedger
      .sideRows?.(id(0), events, given(...before).state())
      .timers?.map((timer) => (timer.dueAt === null ? null : [timer.name, Date.parse(timer.dueAt)]));
  const opensAt = '2024-03-25T08:00:00Z';
  it('are set for opening, closing and each reminder', () => {
    expect(named([arranged({ opensAt })])).toEqual([
      ['registration-opens', Date.parse(opensAt)],
      ['registration-closes', Date.parse(startsAt)],
      ['registration-reminder', Date.parse('2024-04-07T06:30:00Z')],
      ['registration-reminder', Date.parse('2024-04-09T06:30:00Z')],
    ]);
  });
  it('move with the start, and those that would lie in the past are taken away', () => {
    const tomorrow = '2024-03-21T12:00:00Z';
    const moved: SeatLedgerEvent = { type: 'StartMoved', data: { startsAt: tomorrow, movedAt: at } };
    expect(named([moved], arranged())).toEqual([
      null,
      ['registration-closes', Date.parse(tomorrow)],
      null,
      ['registration-reminder', Date.parse('2024-03-20T12:00:00Z')],
    ]);
  });
  it('are all taken away in the end', () => {
    expect(named([ended('civic-event-cancelled')], arranged({ opensAt }))).toEqual([null, null, null, null]);
  });
});
