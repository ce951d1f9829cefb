import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { programmeDecider, type CreateProgramme } from './programme.decider.js';
import type { Deliverable, ProgrammeDetails, ProgrammeEvent } from './programme.events.js';

const given = specify(programmeDecider);

const details: ProgrammeDetails = {
  title: { ro: 'Cetățeni și servicii digitale', en: 'Citizens and digital services' },
  description: null,
  fundingCodes: [{ scheme: 'SIPOCA', code: '1084' }],
  activities: [{ code: 'A4.1', title: { ro: 'Sesiuni de consultare' } }],
  period: { from: '2022-01-01', to: '2023-12-31' },
  partners: ['Asociația Exemplu'],
};
const study: Deliverable = {
  deliverableId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0001',
  kind: 'study',
  title: { ro: 'Studiu' },
};
const map: Deliverable = {
  deliverableId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0002',
  kind: 'facilities-map',
  title: { ro: 'Harta' },
};
const address = 'https://example.org/study';
const at = '2023-05-01T09:00:00.000Z';

const create: CreateProgramme = { type: 'CreateProgramme', details, deliverables: [study] };
const created: ProgrammeEvent = { type: 'ProgrammeCreated', data: details };
const planned: ProgrammeEvent = { type: 'DeliverablePlanned', data: study };
const started: ProgrammeEvent = {
  type: 'ProgrammeStarted',
  data: { title: details.title, fundingCodes: details.fundingCodes, period: details.period },
};
const published: ProgrammeEvent = {
  type: 'DeliverablePublished',
  data: { ...study, programmeTitle: details.title, address, publishedAt: at },
};

describe('creating a programme', () => {
  it('puts it and its planned deliverables on record', () => {
    given().when(create).then(created, planned);
  });
  it('changes nothing when it is repeated, also after more was planned and published', () => {
    given(created, planned, started, published, { type: 'DeliverablePlanned', data: map }).when(create).then();
  });
  it('refuses other content under the same id', () => {
    given(created, planned)
      .when({ ...create, details: { ...details, partners: [] } })
      .thenRejected('PROGRAMME_EXISTS');
    given(created, planned)
      .when({ ...create, deliverables: [map] })
      .thenRejected('PROGRAMME_EXISTS');
  });
});

describe('starting a programme', () => {
  it('starts a planned one, once', () => {
    given(created).when({ type: 'StartProgramme' }).then(started);
    given(created, started).when({ type: 'StartProgramme' }).then();
  });
  it('refuses an unknown programme', () => {
    given().when({ type: 'StartProgramme' }).thenRejected('PROGRAMME_UNKNOWN');
  });
});

describe('deliverables', () => {
  it('are planned, once', () => {
    given(created).when({ type: 'PlanDeliverable', deliverable: study }).then(planned);
    given(created, planned).when({ type: 'PlanDeliverable', deliverable: study }).then();
  });
  it('cannot become something else', () => {
    given(created, planned)
      .when({ type: 'PlanDeliverable', deliverable: { ...study, kind: 'podcast' } })
      .thenRejected('DELIVERABLE_EXISTS');
  });
  it('are published at their address, once', () => {
    const publish = { type: 'PublishDeliverable', deliverableId: study.deliverableId, address, at } as const;
    given(created, planned).when(publish).then(published);
    given(created, planned, published)
      .when({ ...publish, at: '2024-01-01T00:00:00Z' })
      .then();
  });
  it('are not published at a second address', () => {
    given(created, planned, published)
      .when({ type: 'PublishDeliverable', deliverableId: study.deliverableId, address: 'https://example.org/x', at })
      .thenRejected('DELIVERABLE_PUBLISHED');
  });
  it('are planned before they are published, in one go where they are out already', () => {
    given(created)
      .when({ type: 'PublishDeliverable', deliverableId: study.deliverableId, address, at })
      .thenRejected('DELIVERABLE_UNKNOWN');
    const add = { type: 'AddPublishedDeliverable', deliverable: study, address, at } as const;
    given(created).when(add).then(planned, published);
    given(created, planned).when(add).then(published);
    given(created, planned, published).when(add).then();
  });
  it('show in the programme with their address', () => {
    expect(given(created, planned, published).state()?.deliverables).toEqual([
      { ...study, published: { address, at } },
    ]);
  });
});
