import { Rejected, Unknown } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { inUse, listedFacilityDecider } from './listed-facility.decider.js';
import { delisted, library, listed } from './listed-facility.samples.js';

const given = specify(listedFacilityDecider);
const list = { type: 'ListFacility', ...library } as const;
const renamed = { ...library, name: { ro: 'Biblioteca nouă' } };

describe('a facility that the map publishes', () => {
  it('is listed', () => given().when(list).then(listed));
  it('is listed once, however often it is told', () => given(listed).when(list).then());
  it('is listed anew where it is called something else', () =>
    given(listed)
      .when({ ...list, ...renamed })
      .then({ type: 'FacilityListed', data: renamed }));
  it('is delisted when it is gone', () =>
    given(listed)
      .when({ type: 'DelistFacility', ...library })
      .then(delisted));
  it('stays delisted', () => {
    given(listed, delisted).when(list).then();
    given(listed, delisted)
      .when({ type: 'DelistFacility', ...library })
      .then();
  });

  it('takes feedback while it is there', () => {
    expect(inUse({ ...library, delisted: false })).toMatchObject(library);
    expect(() => inUse(null)).toThrow(Unknown);
    expect(() => inUse({ ...library, delisted: true })).toThrow(Rejected);
  });
});
