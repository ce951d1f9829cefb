import { specify } from '@ecou/event-sourcing/testing';
import { expect, it } from '@jest/globals';
import { id } from '../../testing/golden.js';
import { outreachDecider } from './outreach.decider.js';

const given = specify(outreachDecider);

const posters = {
  disseminationId: id(1),
  title: { ro: 'Harta facilităților digitale' },
  channel: 'posters',
  channelName: null,
  doneOn: '2026-05-18',
  counts: true,
};
const counted = { disseminationId: id(1), reachId: id(2), people: 12, reportedPeople: 12, source: 'S', method: 'M' };

const record = (more: object = {}) =>
  ({ type: 'RecordDissemination', dissemination: { ...posters, ...more } }) as const;
const recorded = (more: object = {}) => ({ type: 'DisseminationRecorded', data: { ...posters, ...more } }) as const;
const reach = (more: object = {}) => ({ type: 'RecordReach', reach: { ...counted, ...more } }) as const;
const reached = (more: object = {}) => ({ type: 'DisseminationReachRecorded', data: { ...counted, ...more } }) as const;

it('records what was spread, and what became of it', () => {
  given().when(record()).then(recorded());
  given(recorded())
    .when(record({ counts: false }))
    .then(recorded({ counts: false }));
});
it('records estimates and corrections', () => {
  given(recorded()).when(reach()).then(reached());
  given(recorded(), reached())
    .when(reach({ people: 10 }))
    .then(reached({ people: 10 }));
});
it('records the same once', () => {
  given(recorded()).when(record()).then();
  given(recorded(), reached()).when(reach()).then();
});
it('keeps a corrected estimate in its place', () =>
  expect(
    given(recorded(), reached(), reached({ reachId: id(3) }), reached({ people: 10 })).state().reach,
  ).toMatchObject([
    { reachId: id(2), people: 10 },
    { reachId: id(3), people: 12 },
  ]));
