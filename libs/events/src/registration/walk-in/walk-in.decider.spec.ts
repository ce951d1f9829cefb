import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { walkInDecider, type CorrectWalkIn, type RecordWalkIn } from './walk-in.decider.js';
import type { WalkInEvent } from './walk-in.events.js';

const given = specify(walkInDecider);
const at = '2024-04-10T07:00:00.000Z';
const day = { startsAt: '2024-04-10T11:00:00+03:00', timeZone: 'Europe/Bucharest' };
const walkIn = { civicEventId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010', category: 'citizen', count: 2, name: null };
const record = (change: object = {}, civicEvent: Partial<RecordWalkIn['civicEvent']> = {}): RecordWalkIn => ({
  type: 'RecordWalkIn',
  walkIn: { ...walkIn, ...change },
  civicEvent: { status: 'published', announced: true, ...day, ...civicEvent },
  at,
});
const recorded: WalkInEvent = { type: 'WalkInRecorded', data: { ...walkIn, cameAt: at } };

describe('a walk-in', () => {
  it('is noted once', () => {
    given().when(record()).then(recorded);
    given(recorded).when(record()).then();
  });
  it('is not noted again with other words', () =>
    given(recorded)
      .when(record({ count: 3 }))
      .thenRejected('WALK_IN_EXISTS'));
  it('comes from the day of the civic event on, by the clock of its place', () => {
    const midnight = '2024-04-09T21:00:00.000Z';
    given()
      .when({ ...record(), at: midnight })
      .then({ type: 'WalkInRecorded', data: { ...walkIn, cameAt: midnight } });
    given()
      .when({ ...record(), at: '2024-04-09T20:59:59.000Z' })
      .thenRejected('CIVIC_EVENT_AHEAD');
  });
  it('comes to a civic event that is held, and to none that is closed, cancelled, or not published', () => {
    given()
      .when(record({}, { status: 'held' }))
      .then(recorded);
    given()
      .when(record({}, { status: 'closed' }))
      .thenRejected('CIVIC_EVENT_CLOSED');
    given()
      .when(record({}, { status: 'cancelled' }))
      .thenRejected('CIVIC_EVENT_CANCELLED');
    given()
      .when(record({}, { status: 'planned', announced: false }))
      .thenRejected('CIVIC_EVENT_NOT_PUBLISHED');
  });
});

describe('correcting a walk-in', () => {
  const { civicEventId } = walkIn;
  const correct = (change: Partial<CorrectWalkIn> = { count: 3 }): CorrectWalkIn => ({
    type: 'CorrectWalkIn',
    civicEventId,
    reason: 'Counted one too few',
    civicEvent: { status: 'held', announced: true },
    at,
    ...change,
  });
  const corrected: WalkInEvent = {
    type: 'WalkInCorrected',
    data: {
      civicEventId,
      category: 'citizen',
      count: 3,
      previous: { category: 'citizen', count: 2 },
      reason: 'Counted one too few',
      correctedAt: at,
    },
  };
  it('says what changed, once', () => {
    given(recorded).when(correct()).then(corrected);
    given(recorded, corrected).when(correct()).then();
    given(recorded)
      .when(correct({ category: 'citizen' }))
      .then();
  });
  it('leaves a repeat of the first note what it was', () => given(recorded, corrected).when(record()).then());
  it('is of a walk-in of this civic event, while people may come', () => {
    given().when(correct()).thenRejected('WALK_IN_UNKNOWN');
    given(recorded)
      .when(correct({ count: 3, civicEventId: 'another' }))
      .thenRejected('WALK_IN_UNKNOWN');
    given(recorded)
      .when(correct({ count: 3, civicEvent: { status: 'closed', announced: true } }))
      .thenRejected('CIVIC_EVENT_CLOSED');
  });
});
