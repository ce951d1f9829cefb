import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { walkInDecider, type RecordWalkIn } from './walk-in.decider.js';
import type { WalkInEvent } from './walk-in.events.js';

const given = specify(walkInDecider);
const at = '2024-04-10T07:00:00.000Z';
const walkIn = { civicEventId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010', category: 'citizen', count: 2, name: null };
const record = (change: object = {}, civicEvent: Partial<RecordWalkIn['civicEvent']> = {}): RecordWalkIn => ({
  type: 'RecordWalkIn',
  walkIn: { ...walkIn, ...change },
  civicEvent: { status: 'published', announced: true, ...civicEvent },
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
