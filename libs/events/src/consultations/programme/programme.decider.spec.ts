import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { programmeDecider, stateOf, type CreateProgramme } from './programme.decider.js';
import type { Deliverable, Emblem, ProgrammeDetails, ProgrammeEvent } from './programme.events.js';

const given = specify(programmeDecider);

const details: ProgrammeDetails = {
  title: { ro: 'Cetățeni și servicii digitale', en: 'Citizens and digital services' },
  description: null,
  fundingCodes: [{ scheme: 'SIPOCA', code: '1084' }],
  activities: [{ code: 'A4.1', title: { ro: 'Sesiuni de consultare' } }],
  period: { from: '2022-01-01', to: '2023-12-31' },
  partners: ['Asociația Exemplu'],
  organiser: 'Primăria Exemplu',
  financing: { ro: 'Proiect finanțat din fonduri sintetice' },
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

describe('what was told of a programme', () => {
  const reason = { ro: 'Greșeală de scriere' };
  const title = { ro: 'Cetățeni și servicii digitale, II' };
  const correct = { type: 'CorrectProgramme', fields: { title }, reason, at } as const;
  const corrected: ProgrammeEvent = {
    type: 'ProgrammeCorrected',
    data: {
      ...details,
      title: { ...details.title, ...title },
      changed: ['title'],
      previous: { title: details.title },
      reason,
      correctedAt: at,
    },
  };
  it('is corrected with a reason, once', () => {
    given(created).when(correct).then(corrected);
    given(created, corrected).when(correct).then();
    expect(given(created, corrected).state()?.corrections).toEqual([{ changed: ['title'], reason, at }]);
  });
  it('makes a repeated creation no other one', () => {
    given(created, planned, corrected).when(create).then();
  });
});

describe('the end of a programme', () => {
  const reason = { ro: 'Încheiat din greșeală' };
  const { title, fundingCodes, period } = details;
  const end = { type: 'EndProgramme', reason: null, at } as const;
  const ended: ProgrammeEvent = {
    type: 'ProgrammeEnded',
    data: { title, fundingCodes, period, reason: null, endedAt: at },
  };
  const reopen = { type: 'ReopenProgramme', reason, at } as const;
  const reopened: ProgrammeEvent = {
    type: 'ProgrammeReopened',
    data: { title, fundingCodes, period, reason, reopenedAt: at },
  };
  it('comes once, after its start', () => {
    given(created, started).when(end).then(ended);
    given(created, started, ended).when(end).then();
    given(created).when(end).thenRejected('PROGRAMME_NOT_STARTED');
  });
  it('leaves nothing to be planned, and lets what was planned be published', () => {
    given(created, planned, started, ended)
      .when({ type: 'PlanDeliverable', deliverable: map })
      .thenRejected('PROGRAMME_ENDED');
    given(created, planned, started, ended)
      .when({ type: 'PublishDeliverable', deliverableId: study.deliverableId, address, at })
      .then(published);
    given(created, started, ended).when({ type: 'StartProgramme' }).thenRejected('PROGRAMME_ENDED');
  });
  it('is taken back with a reason, once', () => {
    given(created, started, ended).when(reopen).then(reopened);
    given(created, started, ended, reopened).when(reopen).then();
    given(created, started).when(reopen).thenRejected('PROGRAMME_NOT_ENDED');
    expect(given(created, started, ended, reopened).state()).toMatchObject({ status: 'started', ended: null });
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
      { ...study, presented: [], published: { address, at } },
    ]);
  });
  const civicEventId = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0009';
  const present = {
    type: 'PresentDeliverable',
    deliverableId: study.deliverableId,
    civicEventId,
    at,
    own: true,
    held: true,
  } as const;
  const presented: ProgrammeEvent = {
    type: 'DeliverablePresented',
    data: { deliverableId: study.deliverableId, civicEventId, presentedAt: at },
  };
  it('are presented at a civic event, once at each, and stay unpublished', () => {
    given(created, planned).when(present).then(presented);
    given(created, planned, presented).when(present).then();
    const [shown] = given(created, planned, presented).state()?.deliverables ?? [];
    expect([shown?.presented, shown && stateOf(shown)]).toEqual([[{ civicEventId, at }], 'presented']);
  });
  it('are not presented at what is of another programme, or was not held', () => {
    given(created, planned)
      .when({ ...present, own: false })
      .thenRejected('CIVIC_EVENT_ELSEWHERE');
    given(created, planned)
      .when({ ...present, held: false })
      .thenRejected('CIVIC_EVENT_NOT_HELD');
    given(created).when(present).thenRejected('DELIVERABLE_UNKNOWN');
  });
});

describe('emblems', () => {
  const emblem = (last: number): Emblem => ({
    emblemId: `6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a01${String(last).padStart(2, '0')}`,
    name: { ro: `Emblema ${last}` },
    type: 'image/png',
    size: 100,
    sha256: 'ab',
  });
  const added = (last: number): ProgrammeEvent => ({ type: 'EmblemAdded', data: emblem(last) });
  it('are added once, renamed, and removed once', () => {
    given(created)
      .when({ type: 'AddEmblem', emblem: emblem(1) })
      .then(added(1));
    given(created, added(1))
      .when({ type: 'AddEmblem', emblem: emblem(1) })
      .then();
    const renamed = { ...emblem(1), name: { ro: 'Alt nume' } };
    given(created, added(1)).when({ type: 'AddEmblem', emblem: renamed }).then({ type: 'EmblemAdded', data: renamed });
    const { emblemId } = emblem(1);
    const removed: ProgrammeEvent = { type: 'EmblemRemoved', data: { emblemId } };
    given(created, added(1)).when({ type: 'RemoveEmblem', emblemId }).then(removed);
    given(created, added(1), removed).when({ type: 'RemoveEmblem', emblemId }).then();
  });
  it('are six at most', () => {
    given(created, ...[1, 2, 3, 4, 5, 6].map(added))
      .when({ type: 'AddEmblem', emblem: emblem(7) })
      .thenRejected('EMBLEMS_TOO_MANY');
  });
});
