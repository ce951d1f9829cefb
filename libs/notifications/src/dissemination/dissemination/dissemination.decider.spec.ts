import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import {
  disseminationDecider,
  mostEstimates,
  mostMaterials,
  type DisseminationCommandBody,
} from './dissemination.decider.js';
import type { DisseminationEvent } from './dissemination.events.js';
import { at, estimate, events, material, posters } from './dissemination.samples.js';

const given = specify(disseminationDecider);

const event = (type: keyof typeof events, change: object = {}) =>
  ({ type, data: { ...events[type], ...change } }) as unknown as DisseminationEvent;
const [logged, planned, done] = [
  event('DisseminationLogged'),
  event('DisseminationPlanned'),
  event('DisseminationDone'),
];
const [cancelled, reported, added] = [event('DisseminationCancelled'), event('ReachReported'), event('MaterialAdded')];

const { reachId } = events.ReachReported;
const { reason } = events.DisseminationCancelled;

const log = { type: 'LogDissemination', details: posters, status: 'suggested', doneOn: null, at } as const;
const change = (place: string, more: object = {}) =>
  ({ type: 'ChangeDissemination', details: { ...posters, place, ...more }, at }) as const;
const plan = { type: 'PlanDissemination', at } as const;
const complete = (on?: string) => ({ type: 'CompleteDissemination', on, at }) as const;
const cancel = { type: 'CancelDissemination', reason, at } as const;
const report = { type: 'ReportReach', reachId, estimate, at } as const;
const correct = {
  type: 'CorrectReach',
  reachId,
  estimate: { people: 11_000 },
  reason: events.ReachCorrected.reason,
  at,
} as const;
const add = { type: 'AddMaterial', material } as const;
const remove = { type: 'RemoveMaterial', materialId: material.materialId } as const;

describe('a dissemination', () => {
  it('is logged as suggested', () => given().when(log).then(logged));
  it('is logged as done, with its day', () =>
    given()
      .when({ ...log, status: 'done', doneOn: '2026-05-18' })
      .then(event('DisseminationLogged', { status: 'done', doneOn: '2026-05-18' })));
  it('is logged once, also after it changed', () => given(logged, event('DisseminationChanged')).when(log).then());
  it('is refused where one with its id says something else', () =>
    given(logged)
      .when({ ...log, status: 'planned' })
      .thenRejected('DISSEMINATION_EXISTS'));
  it('is not done tomorrow, by the clock of the municipality', () => {
    const tonight = '2026-05-20T21:30:00.000Z';
    given()
      .when({ ...log, status: 'done', doneOn: '2026-05-22', at: tonight })
      .thenRejected('DAY_IN_FUTURE');
    given()
      .when({ ...log, status: 'done', doneOn: '2026-05-21', at: tonight })
      .then(event('DisseminationLogged', { status: 'done', doneOn: '2026-05-21', at: tonight }));
  });

  it('is planned, then done', () => {
    given(logged).when(plan).then(planned);
    given(logged, planned).when(complete('2026-05-18')).then(done);
  });
  it('is done today where no day is named', () =>
    given(logged)
      .when(complete())
      .then(event('DisseminationDone', { doneOn: '2026-05-20' })));
  it('ignores repeats', () => {
    given(logged, planned).when(plan).then();
    given(logged, done).when(complete('2026-05-18')).then();
    given(logged, done).when(complete()).then();
    given(logged, done, cancelled).when(cancel).then();
  });
  it('has its day corrected', () =>
    given(logged, done)
      .when(complete('2026-05-17'))
      .then(event('DisseminationDone', { doneOn: '2026-05-17' })));
  it('is not planned once it is done', () => given(logged, done).when(plan).thenRejected('DISSEMINATION_DONE'));

  it('changes', () => given(logged).when(change('Stații de autobuz')).then(event('DisseminationChanged')));
  it('ignores a change that changes nothing', () => given(logged).when(change('Stații de tramvai')).then());
  it('stays in its programme once it is done', () => {
    const elsewhere = change('Stații de tramvai', { programmeId: null, deliverableId: null });
    given(logged, done).when(elsewhere).thenRejected('PROGRAMME_STANDS');
    given(logged)
      .when(elsewhere)
      .then(event('DisseminationChanged', { ...events.DisseminationLogged, programmeId: null, deliverableId: null }));
  });

  it('is cancelled with a reason, also once it was done', () => {
    given(logged, done).when(cancel).then(cancelled);
    given(logged)
      .when(cancel)
      .then(event('DisseminationCancelled', { doneOn: null }));
  });
  it('is not cancelled for another reason later', () =>
    given(logged, done, cancelled)
      .when({ ...cancel, reason: { ro: 'Altul' } })
      .thenRejected('DISSEMINATION_CANCELLED'));
  it('remembers since when it is what it is', () =>
    expect(
      given(logged, planned, event('DisseminationDone', { at: '2026-05-21T09:00:00.000Z' })).state(),
    ).toMatchObject({
      status: 'done',
      since: { suggested: at, planned: at, done: '2026-05-21T09:00:00.000Z' },
    }));
});

describe('its reach', () => {
  it('is reported with source and method', () => given(logged, done).when(report).then(reported));
  it('is reported once', () => given(logged, done, reported).when(report).then());
  it('is reported once, also after it was corrected', () =>
    given(logged, done, reported, event('ReachCorrected')).when(report).then());
  it('is refused where an estimate with its id says something else', () =>
    given(logged, done, reported)
      .when({ ...report, estimate: { ...estimate, people: 1 } })
      .thenRejected('REACH_EXISTS'));
  it('is that of what was done', () => given(logged, planned).when(report).thenRejected('DISSEMINATION_NOT_DONE'));
  it('was not counted in the future', () =>
    given(logged, done)
      .when({ ...report, estimate: { ...estimate, countedOn: '2026-05-21' } })
      .thenRejected('DAY_IN_FUTURE'));
  it('has so many estimates at most', () => {
    const many = Array.from({ length: mostEstimates }, (_, index) =>
      event('ReachReported', { reachId: String(index) }),
    );
    given(logged, done, ...many)
      .when(report)
      .thenRejected('ESTIMATES_TOO_MANY');
  });

  it('is corrected, and what was reported stays', () => {
    given(logged, done, reported).when(correct).then(event('ReachCorrected'));
    const twice = event('ReachCorrected', { people: 10_000 });
    expect(given(logged, done, reported, event('ReachCorrected'), twice).state()?.reach).toMatchObject([
      {
        people: 10_000,
        reported: estimate,
        corrections: [{ before: { people: 12_000 } }, { before: { people: 11_000 } }],
      },
    ]);
  });
  it('ignores a correction that corrects nothing', () =>
    given(logged, done, reported)
      .when({ ...correct, estimate: { people: estimate.people } })
      .then());
  it('is not corrected where there is none', () => given(logged, done).when(correct).thenRejected('REACH_UNKNOWN'));
});

describe('its files', () => {
  it('are added once', () => {
    given(logged).when(add).then(added);
    given(logged, added).when(add).then();
  });
  it('are not kept twice', () =>
    given(logged, added)
      .when({ ...add, material: { ...material, materialId: reachId } })
      .thenRejected('MATERIAL_EXISTS'));
  it('are so many at most', () => {
    const many = Array.from({ length: mostMaterials }, (_, index) =>
      event('MaterialAdded', { materialId: String(index), sha256: String(index) }),
    );
    given(logged, ...many)
      .when(add)
      .thenRejected('MATERIALS_TOO_MANY');
  });
  it('are removed, also once all was cancelled', () => {
    given(logged, added, cancelled).when(remove).then(event('MaterialRemoved'));
    given(logged, added, event('MaterialRemoved')).when(remove).then();
  });
});

it.each<DisseminationCommandBody>([change('x'), plan, complete(), cancel, report, correct, add, remove])(
  'one that is not there takes no $type',
  (command) => given().when(command).thenRejected('DISSEMINATION_UNKNOWN'),
);
it.each<DisseminationCommandBody>([change('x'), plan, complete(), report, correct, add])(
  'one that was cancelled takes no $type',
  (command) => given(logged, reported, cancelled).when(command).thenRejected('DISSEMINATION_CANCELLED'),
);
