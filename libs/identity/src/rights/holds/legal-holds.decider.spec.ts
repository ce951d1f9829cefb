import { Rejected } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { events } from '../rights.samples.js';
import { activeHolds, legalHoldsDecider, refuseHeld, type LegalHoldsCommandBody } from './legal-holds.decider.js';
import type { HoldData, LegalHoldsEvent } from './legal-holds.events.js';

const given = specify(legalHoldsDecider);
const data = events['HoldPlaced'] as HoldData<'HoldPlaced'>;
const placed: LegalHoldsEvent = { type: 'HoldPlaced', data };
const lifted: LegalHoldsEvent = { type: 'HoldLifted', data: events['HoldLifted'] as HoldData<'HoldLifted'> };
const place: LegalHoldsCommandBody = { type: 'PlaceHold', ...data };
const lift: LegalHoldsCommandBody = { type: 'LiftHold', ...lifted.data };

const holdsOf = (at: string, ...of: LegalHoldsEvent[]) =>
  activeHolds(
    of.reduce((holds, event) => legalHoldsDecider.evolve(holds, event), legalHoldsDecider.initial),
    at,
  );

describe('a legal hold', () => {
  it('is placed once, lifted once, and can be placed again', () => {
    given().when(place).then(placed);
    given(placed).when(place).then();
    given(placed).when(lift).then(lifted);
    given(placed, lifted).when(lift).then();
    given(placed, lifted).when(place).then(placed);
  });

  it('that nobody placed cannot be lifted', () => {
    expect(() => legalHoldsDecider.decide(lift, legalHoldsDecider.initial)).toThrow('There is no such hold.');
  });

  it('keeps people, whoever stands in a thing, and nobody else, until it ends', () => {
    const until = '2027-06-01T00:00:00.000Z';
    const limited: LegalHoldsEvent = { type: 'HoldPlaced', data: { ...data, until } };
    const holds = holdsOf('2027-05-31T00:00:00.000Z', limited);
    const inThing = new Map([[data.holdId, ['somebody in the petition']]]);
    expect(() => refuseHeld(holds, data.subjects, new Map())).toThrow(Rejected);
    expect(() => refuseHeld(holds, ['somebody in the petition'], inThing)).toThrow(/GDPR, art\. 17\(3\)\(e\)/);
    expect(() => refuseHeld(holds, ['somebody else'], inThing)).not.toThrow();
    expect(holdsOf(until, limited)).toEqual([]);
    expect(holdsOf('2027-05-31T00:00:00.000Z', limited, lifted)).toEqual([]);
  });
});
