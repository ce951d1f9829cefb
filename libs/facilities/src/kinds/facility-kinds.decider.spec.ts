import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { builtInKinds } from './built-in.js';
import { facilityKindsDecider, latest, versionIn, versionsOf, type ChangeKinds } from './facility-kinds.decider.js';
import type { FacilityKind, FacilityKindsEvent } from './facility-kinds.events.js';

const given = specify(facilityKindsDecider);

const at = '2026-03-01T10:00:00.000Z';
const museum: FacilityKind = {
  ...{ id: 'museum', name: { ro: 'muzeu' }, description: null, fields: [], verifyEveryMonths: 12, retired: false },
};
const more = [...builtInKinds, museum];
const change = (kinds: readonly FacilityKind[]): ChangeKinds => ({ type: 'ChangeKinds', kinds, note: null, at });
const established: FacilityKindsEvent = { type: 'FacilityKindsEstablished', data: { kinds: [...builtInKinds] } };
const changed = (version: number, kinds: readonly FacilityKind[]): FacilityKindsEvent => ({
  type: 'FacilityKindsChanged',
  data: { version, kinds: [...kinds], note: null, changedAt: at },
});
const retired = more.map((kind) => ({ ...kind, retired: true }));

describe('the kinds of facilities', () => {
  it('go on record with their first change, as version 1, and then as the next one', () => {
    given().when(change(more)).then(established, changed(2, more));
    given(established, changed(2, more))
      .when(change([museum, ...builtInKinds]))
      .then(changed(3, [museum, ...builtInKinds]));
  });

  it('change by nothing that stands already', () => {
    given().when(change(builtInKinds)).then();
    given(established, changed(2, more)).when(change(more)).then();
  });

  it('keep what stood once, and something to choose', () => {
    given(established, changed(2, more)).when(change(builtInKinds)).thenRejected('KIND_LEFT_OUT');
    given().when(change(retired)).thenRejected('NOTHING_TO_CHOOSE');
  });

  it('are read in each version', () => {
    const state = [established, changed(2, more)].reduce(facilityKindsDecider.evolve, facilityKindsDecider.initial);
    expect(versionsOf([]).map(({ version }) => version)).toEqual([1]);
    expect(versionsOf(state).map(({ version }) => version)).toEqual([1, 2]);
    expect([latest(state).kinds, versionIn(state, 1).kinds, latest([]).kinds]).toEqual([
      more,
      builtInKinds,
      builtInKinds,
    ]);
    expect(() => versionIn(state, 3)).toThrow('no such version');
  });

  it('that come along stay as they are for ever: they are version 1 of every list', () =>
    expect(builtInKinds.map(({ id, name }) => `${id}: ${name.ro}, ${name.en}`)).toMatchSnapshot());
});
