import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { retentionPlanDecider, rulesAt, type RetentionPlanCommand } from './retention-plan.decider.js';
import type { RetentionPlanEvent } from './retention-plan.events.js';

const given = specify(retentionPlanDecider);
const day = (date: number) => `2027-03-${String(date).padStart(2, '0')}T10:00:00.000Z`;

const set = (days: number, at: string): RetentionPlanCommand => ({
  ...{ type: 'SetRule', activity: 'petitions', days, reason: 'Sintetic.', by: 'key:1', at },
});
const wasSet = (days: number, setAt: string, takesEffectAt: string): RetentionPlanEvent => ({
  type: 'RetentionRuleSet',
  data: { activity: 'petitions', days, takesEffectAt, reason: 'Sintetic.', by: 'key:1', setAt },
});
const first = wasSet(30, day(1), day(8));

const rulesOf = (at: string, ...events: RetentionPlanEvent[]) =>
  rulesAt(
    events.reduce((plan, event) => retentionPlanDecider.evolve(plan, event), retentionPlanDecider.initial),
    at,
  );

describe('a rule', () => {
  it('takes effect a week after it was set for the first time, or made shorter', () => {
    given()
      .when(set(30, day(1)))
      .then(first);
    given(first)
      .when(set(20, day(9)))
      .then(wasSet(20, day(9), day(16)));
    given(first)
      .when(set(30, day(9)))
      .then();
  });

  it('takes effect at once where it is longer than the one in force', () => {
    given(first)
      .when(set(40, day(9)))
      .then(wasSet(40, day(9), day(9)));
    given(first)
      .when(set(40, day(2)))
      .then(wasSet(40, day(2), day(9)));
  });

  it('leaves the former one in force until it takes effect', () => {
    const shorter = wasSet(20, day(9), day(16));
    expect(rulesOf(day(7), first)).toEqual([]);
    expect(rulesOf(day(8), first)).toEqual([{ activity: 'petitions', days: 30 }]);
    expect(rulesOf(day(15), first, shorter)).toEqual([{ activity: 'petitions', days: 30 }]);
    expect(rulesOf(day(16), first, shorter)).toEqual([{ activity: 'petitions', days: 20 }]);
  });

  it('is ended once', () => {
    const end = { type: 'EndRule', activity: 'petitions', reason: 'Sintetic.', by: 'key:1', at: day(9) } as const;
    given(first)
      .when(end)
      .then({
        type: 'RetentionRuleEnded',
        data: { activity: 'petitions', reason: 'Sintetic.', by: 'key:1', endedAt: day(9) },
      });
    given().when(end).then();
  });
});
