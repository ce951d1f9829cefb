import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { facility, facilityTimers } from './facility.aggregate.js';
import { facilityDecider } from './facility.decider.js';
import type { FacilityDetails, FacilityEvent } from './facility.events.js';
import { portal, steward } from './facility.samples.js';
import type { Facility } from './facility.state.js';
import type { KeepSchedule } from './schedule.js';

const given = specify(facilityDecider);

const identity = { kind: portal.kind, name: portal.name };
const reason = { ro: 'S-a închis' };
const added = (more: Partial<FacilityDetails> = {}, status: 'planned' | 'open' = 'open'): FacilityEvent => ({
  type: 'FacilityAdded',
  data: { ...portal, ...more, status },
});
const changed = (more: Partial<FacilityDetails>): FacilityEvent => ({
  type: 'FacilityChanged',
  data: { ...portal, ...more },
});
const retired: FacilityEvent = { type: 'FacilityRetired', data: { ...identity, reason } };
const opened: FacilityEvent = { type: 'FacilityOpened', data: identity };

/** At noon in Bucharest. */
const noon = (day: string) => `${day}T10:00:00.000Z`;
const keep = (day: string, kindMonths: number | null = null): KeepSchedule => ({
  ...{ type: 'KeepSchedule', at: noon(day), kindMonths, addedAt: noon('2026-01-31') },
});

describe('the day of a verification', () => {
  const since = noon('2026-01-31');
  const planned = (dueOn: string | null, from = since): FacilityEvent => ({
    type: 'VerificationPlanned',
    data: { ...identity, since: from, dueOn },
  });
  const due = (dueOn: string, verifiedAt: string | null = null, to: typeof steward | null = null): FacilityEvent => ({
    type: 'VerificationDue',
    data: { ...identity, dueOn, verifiedAt, steward: to },
  });
  const verified = (at: string): FacilityEvent => ({
    type: 'FacilityVerified',
    data: { ...identity, verifiedBy: 'Serviciul IT', verifiedAt: at },
  });

  it('is not asked for where no rule does', () => given(added()).when(keep('2027-01-01')).then());
  it('lies so many months after the facility was added, by the rule of its kind', () =>
    given(added()).when(keep('2026-02-01', 1)).then(planned('2026-02-28')));
  it('is that of its own rule where it has one', () =>
    given(added({ verifyEveryMonths: 6 }))
      .when(keep('2026-02-01', 1))
      .then(planned('2026-07-31')));
  it('moves when it is verified, and when the rule changes', () => {
    const at = noon('2026-03-15');
    given(added(), planned('2026-07-31'), verified(at)).when(keep('2026-03-15', 6)).then(planned('2026-09-15', at));
    given(added(), planned('2026-07-31')).when(keep('2026-03-15', 12)).then(planned('2027-01-31'));
    given(added(), planned('2026-07-31')).when(keep('2026-03-15')).then(planned(null));
    given(added(), planned('2026-07-31'), changed({ verifyEveryMonths: 3 }))
      .when(keep('2026-03-15', 6))
      .then(planned('2026-04-30'));
  });
  it('is noted once when it has come', () => {
    given(added(), planned('2026-07-31')).when(keep('2026-07-30', 6)).then();
    given(added(), planned('2026-07-31')).when(keep('2026-07-31', 6)).then(due('2026-07-31'));
    given(added(), planned('2026-07-31'), due('2026-07-31')).when(keep('2026-09-01', 6)).then();
  });
  it('is noted again of another day', () => {
    const at = noon('2026-08-05');
    given(added(), planned('2026-07-31'), due('2026-07-31'), verified(at), planned('2026-11-05', at))
      .when(keep('2026-11-05', 3))
      .then(due('2026-11-05', at));
    given(added(), planned('2026-07-31'), due('2026-07-31'))
      .when(keep('2026-09-01', 7))
      .then(planned('2026-08-31'), due('2026-08-31'));
  });
  it('names whoever sees to it', () =>
    given(added(), { type: 'StewardNamed', data: { steward } }, planned('2026-07-31'))
      .when(keep('2026-07-31', 6))
      .then(due('2026-07-31', null, steward)));
  it('is that of nobody once the facility is retired', () =>
    given(added(), planned('2026-07-31'), retired).when(keep('2026-08-01', 6)).then());
});

describe('whoever sees to a facility', () => {
  const named: FacilityEvent = { type: 'StewardNamed', data: { steward } };
  const released: FacilityEvent = { type: 'StewardReleased', data: {} };

  it('is named once, and released once', () => {
    given(added()).when({ type: 'NameSteward', steward }).then(named);
    given(added(), named).when({ type: 'NameSteward', steward }).then();
    given(added(), named).when({ type: 'ReleaseSteward' }).then(released);
    given(added(), named, released).when({ type: 'ReleaseSteward' }).then();
  });
  it('is not named of one that is retired', () =>
    given(added(), retired).when({ type: 'NameSteward', steward }).thenRejected('FACILITY_RETIRED'));
});

const incentiveId = '9a6e4d2c-0b1f-4e3d-8c5a-7f9b1d3e5a7c';
const rebate = (validFrom: string | null, validUntil: string | null, title = 'Reducere') => ({
  incentives: [{ id: incentiveId, title: { ro: title }, description: null, validFrom, validUntil }],
});
const of = { ...identity, incentiveId, title: { ro: 'Reducere' } };
const planned = (nextOn: string | null, state: 'planned' | 'running' | 'over' = 'planned'): FacilityEvent => ({
  type: 'IncentivePlanned',
  data: { ...of, state, nextOn },
});
const began = (beganOn: string, nextOn: string | null): FacilityEvent => ({
  type: 'IncentiveBegan',
  data: { ...of, description: null, beganOn, nextOn },
});
const ended = (endedOn: string, nextOn: string | null): FacilityEvent => ({
  type: 'IncentiveEnded',
  data: { ...of, endedOn, nextOn },
});
const spring = added(rebate('2026-03-01', '2026-05-31'));

describe('an incentive', () => {
  it('is planned, begins, and ends, each once', () => {
    given(spring).when(keep('2026-02-01')).then(planned('2026-03-01'));
    given(spring, planned('2026-03-01')).when(keep('2026-02-28')).then();
    given(spring, planned('2026-03-01')).when(keep('2026-03-01')).then(began('2026-03-01', '2026-06-01'));
    given(spring, began('2026-03-01', '2026-06-01')).when(keep('2026-05-31')).then();
    given(spring, began('2026-03-01', '2026-06-01')).when(keep('2026-06-01')).then(ended('2026-06-01', null));
    given(spring, ended('2026-06-01', null)).when(keep('2027-06-01')).then();
  });
  it('of every year comes again', () => {
    const yearly = added(rebate(null, '--03-31'));
    given(yearly).when(keep('2026-02-01')).then(began('2026-02-01', '2026-04-01'));
    given(yearly, began('2026-02-01', '2026-04-01')).when(keep('2026-04-01')).then(ended('2026-04-01', '2027-01-01'));
    given(yearly, ended('2026-04-01', '2027-01-01')).when(keep('2027-01-01')).then(began('2027-01-01', '2027-04-01'));
  });
  it('without days holds from the start, and one of the past never does', () => {
    given(added(rebate(null, null)))
      .when(keep('2026-02-01'))
      .then(began('2026-02-01', null));
    given(added(rebate(null, '2025-12-31')))
      .when(keep('2026-02-01'))
      .then();
  });
  it('waits for the facility to open', () => {
    const yearly = added(rebate(null, '--03-31'), 'planned');
    given(yearly).when(keep('2026-02-01')).then();
    given(yearly, opened).when(keep('2026-02-01')).then(began('2026-02-01', '2026-04-01'));
  });
  it('whose days change turns on the new ones', () => {
    const before = [spring, began('2026-03-01', '2026-06-01')];
    given(...before, changed(rebate('2026-03-01', '2026-06-30')))
      .when(keep('2026-04-01'))
      .then(planned('2026-07-01', 'running'));
    given(...before, changed(rebate('2026-03-01', '2026-03-31')))
      .when(keep('2026-04-01'))
      .then(ended('2026-04-01', null));
    given(spring, planned('2026-03-01'), changed(rebate('2026-03-15', null)))
      .when(keep('2026-02-01'))
      .then(planned('2026-03-15'));
    given(spring, planned('2026-03-01'), changed(rebate(null, '2026-01-31')))
      .when(keep('2026-02-01'))
      .then(planned(null, 'over'));
  });
  it('ends when it is taken away, or its facility retires', () => {
    const before = [spring, began('2026-03-01', '2026-06-01')];
    given(...before, changed({ incentives: [] }))
      .when(keep('2026-04-01'))
      .then(ended('2026-04-01', null));
    given(...before, retired)
      .when(keep('2026-04-01'))
      .then(ended('2026-04-01', null));
    given(...before, retired, ended('2026-04-01', null))
      .when(keep('2026-04-02'))
      .then();
    given(spring, planned('2026-03-01'), changed({ incentives: [] }))
      .when(keep('2026-04-01'))
      .then();
  });
});

describe('the timers of a facility', () => {
  const id = '6f0c2b1e-6d0d-4f0a-9c57-0d4f5a1b2c3d';
  /** The timers that the last of some events sets, by name and time; `null` for one that is taken away. */
  const timersAfter = (...events: FacilityEvent[]) => {
    const last = events.at(-1)!;
    const before = events
      .slice(0, -1)
      .reduce<Facility | null>((state, event) => facilityDecider.evolve(state, event), facilityDecider.initial);
    return (facility.sideRows!(id, [last], before).timers ?? []).map((timer) =>
      timer.dueAt === null ? null : [timer.name, timer.dueAt],
    );
  };
  const verification: FacilityEvent = {
    type: 'VerificationPlanned',
    data: { ...identity, since: noon('2026-01-31'), dueOn: '2026-07-31' },
  };

  it('are set for the first moment of the day in Bucharest, in summer and in winter', () => {
    expect(timersAfter(spring, planned('2026-03-01'))).toEqual([
      [facilityTimers.incentives, '2026-02-28T22:00:00.000Z'],
    ]);
    expect(timersAfter(spring, began('2026-03-01', '2026-06-01'))).toEqual([
      [facilityTimers.incentives, '2026-05-31T21:00:00.000Z'],
    ]);
    expect(timersAfter(added(), verification)).toEqual([[facilityTimers.verification, '2026-07-30T21:00:00.000Z']]);
  });
  it('are taken away with what they were set for', () => {
    const both = [spring, verification, planned('2026-03-01')];
    expect(timersAfter(...both, retired)).toEqual([null, null]);
    expect(timersAfter(...both, changed({ incentives: [] }))).toEqual([null]);
    const due = { ...identity, dueOn: '2026-07-31', verifiedAt: null, steward: null };
    expect(timersAfter(...both, { type: 'VerificationDue', data: due })).toEqual([null]);
  });
  it('stay where nothing moves', () => expect(timersAfter(spring, verification, opened)).toEqual([]));
});
