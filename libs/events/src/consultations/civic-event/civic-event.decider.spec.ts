import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { builtInOf, retiring } from '../taxonomy/testing/vocabularies.js';
import type { PlannedItem } from './agenda.js';
import { announcementOf, civicEventDecider } from './civic-event.decider.js';
import type { AgendaItem, CivicEventDetails, CivicEventEvent } from './civic-event.events.js';

const given = specify(civicEventDecider);

const details: CivicEventDetails = {
  programmeId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0000',
  activity: 'A4.1',
  kind: 'consultation',
  title: { ro: 'Sesiune de consultare II', en: 'Consultation session II' },
  description: null,
  series: { name: 'consultation-sessions', place: 2 },
  startsAt: '2023-04-11T09:30:00.000+03:00',
  endsAt: '2023-04-11T16:00:00.000+03:00',
  timeZone: 'Europe/Bucharest',
  format: 'in-person',
  venue: { name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
  onlineAddress: null,
  languages: ['ro'],
  audience: null,
  capacity: 40,
};
const announcement = announcementOf({ details });
const reason = { ro: 'Sala nu mai este disponibilă' };
const moved = {
  startsAt: '2023-04-12T10:00:00.000+03:00',
  endsAt: '2023-04-12T16:30:00.000+03:00',
  timeZone: 'Europe/Bucharest',
};
const previous = { startsAt: details.startsAt, endsAt: details.endsAt, timeZone: details.timeZone };

const planned: CivicEventEvent = { type: 'CivicEventPlanned', data: { ...details, kindsVersion: 1 } };
const published: CivicEventEvent = { type: 'CivicEventPublished', data: announcement };
const held: CivicEventEvent = { type: 'CivicEventHeld', data: announcement };
const closed: CivicEventEvent = { type: 'CivicEventClosed', data: {} };
const cancelled: CivicEventEvent = {
  type: 'CivicEventCancelled',
  data: { ...announcement, reason, announced: true },
};
const rescheduled: CivicEventEvent = {
  type: 'CivicEventRescheduled',
  data: { ...announcement, ...moved, previous, reason: null, announced: true },
};

const kinds = builtInOf('civic-event-kinds');
const plan = { type: 'PlanCivicEvent', details, kinds } as const;
const publish = { type: 'PublishCivicEvent' } as const;
const reschedule = { type: 'RescheduleCivicEvent', times: moved, reason: null } as const;
const cancel = { type: 'CancelCivicEvent', reason, attended: false } as const;
const hold = { type: 'HoldCivicEvent' } as const;
const close = { type: 'CloseCivicEvent' } as const;

describe('planning', () => {
  it('puts the civic event on record', () => {
    given().when(plan).then(planned);
  });
  it('changes nothing when repeated, also after it was moved', () => {
    given(planned, published, rescheduled, held).when(plan).then();
  });
  it('refuses other content under the same id', () => {
    given(planned)
      .when({ ...plan, details: { ...details, capacity: 10 } })
      .thenRejected('CIVIC_EVENT_EXISTS');
  });
  it('takes a kind that can be chosen, and names the version', () => {
    given()
      .when({ ...plan, details: { ...details, kind: 'party' } })
      .thenRejected('KIND_UNKNOWN');
    given()
      .when({ ...plan, kinds: retiring('civic-event-kinds', 'consultation') })
      .thenRejected('KIND_RETIRED');
    given()
      .when({ ...plan, kinds: retiring('civic-event-kinds', 'webinar', 4) })
      .then({ type: 'CivicEventPlanned', data: { ...details, kindsVersion: 4 } });
  });
  it('is repeated after its kind was retired, and changes nothing', () => {
    given(planned)
      .when({ ...plan, kinds: retiring('civic-event-kinds', 'consultation') })
      .then();
  });
});

describe('the life of a civic event', () => {
  it('goes from planned to published, held and closed', () => {
    given(planned).when(publish).then(published);
    given(planned, published).when(hold).then(held);
    given(planned, published, held).when(close).then(closed);
  });
  it('takes no step twice', () => {
    given(planned, published).when(publish).then();
    given(planned, published, held).when(hold).then();
    given(planned, published, held, closed).when(hold).then();
    given(planned, published, held, closed).when(close).then();
  });
  it('skips no step', () => {
    given(planned).when(hold).thenRejected('CIVIC_EVENT_NOT_PUBLISHED');
    given(planned, published).when(close).thenRejected('CIVIC_EVENT_NOT_HELD');
  });
  it('does not go back', () => {
    given(planned, published, held).when(publish).thenRejected('CIVIC_EVENT_HELD');
    given(planned, published, cancelled).when(publish).thenRejected('CIVIC_EVENT_CANCELLED');
    given(planned, published, cancelled).when(hold).thenRejected('CIVIC_EVENT_CANCELLED');
    given(planned, published, cancelled).when(close).thenRejected('CIVIC_EVENT_NOT_HELD');
  });
  it('does not begin with an unknown one', () => {
    for (const command of [publish, reschedule, cancel, hold, close]) {
      given().when(command).thenRejected('CIVIC_EVENT_UNKNOWN');
    }
  });
});

describe('rescheduling', () => {
  it('moves one that was announced, and remembers the times before', () => {
    given(planned, published).when(reschedule).then(rescheduled);
    expect(given(planned, published, rescheduled).state()).toMatchObject({ status: 'rescheduled', details: moved });
  });
  it('moves a planned one without the public being told', () => {
    const quietly: CivicEventEvent = {
      type: 'CivicEventRescheduled',
      data: { ...announcement, ...moved, previous, reason: null, announced: false },
    };
    given(planned).when(reschedule).then(quietly);
    expect(given(planned, quietly).state()?.status).toBe('planned');
  });
  it('keeps the time zone that stands where none is given', () => {
    const timeZone = 'Europe/Chisinau';
    const elsewhere: CivicEventEvent = { type: 'CivicEventPlanned', data: { ...details, timeZone, kindsVersion: 1 } };
    const { startsAt, endsAt } = moved;
    const data = { ...announcement, ...moved, timeZone, previous: { ...previous, timeZone }, reason: null };
    given(elsewhere)
      .when({ ...reschedule, times: { startsAt, endsAt } })
      .then({ type: 'CivicEventRescheduled', data: { ...data, announced: false } });
  });
  it('changes nothing where the times are the same', () => {
    given(planned, published, rescheduled).when(reschedule).then();
  });
  it('is refused afterwards', () => {
    given(planned, published, held).when(reschedule).thenRejected('CIVIC_EVENT_HELD');
    given(planned, published, cancelled).when(reschedule).thenRejected('CIVIC_EVENT_CANCELLED');
  });
  it('leads on to being held', () => {
    given(planned, published, rescheduled)
      .when(hold)
      .then({ type: 'CivicEventHeld', data: { ...announcement, ...moved } });
  });
});

describe('cancelling', () => {
  it('gives the reason', () => {
    given(planned, published).when(cancel).then(cancelled);
    given(planned)
      .when(cancel)
      .then({ type: 'CivicEventCancelled', data: { ...announcement, reason, announced: false } });
  });
  it('happens once, with one reason', () => {
    given(planned, published, cancelled).when(cancel).then();
    given(planned, published, cancelled)
      .when({ ...cancel, reason: { ro: 'Alt motiv' } })
      .thenRejected('CIVIC_EVENT_CANCELLED');
  });
  it('is refused where people attended', () => {
    given(planned, published)
      .when({ ...cancel, attended: true })
      .thenRejected('CIVIC_EVENT_ATTENDED');
    given(planned, published, held).when(cancel).thenRejected('CIVIC_EVENT_HELD');
  });
});

describe('the agenda', () => {
  const speaker = {
    name: { subject: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0009', codec: 'plain', value: 'Ana Exemplu' },
    affiliation: null,
  };
  const said = { kind: 'debate', title: { ro: 'Dezbatere' }, speakers: [speaker], deliverables: [] } as const;
  const item: PlannedItem = {
    ...said,
    deliverables: [],
    startsAt: '2023-04-11T10:00:00+03:00',
    endsAt: '2023-04-11T16:00:00+03:00',
  };
  const stored: AgendaItem = { ...said, speakers: [speaker], deliverables: [], from: 30, to: 390 };
  const set = { type: 'SetAgenda', items: [item] } as const;
  const agendaSet: CivicEventEvent = { type: 'AgendaSet', data: { items: [stored] } };

  it('is set, and set again', () => {
    given(planned).when(set).then(agendaSet);
    given(planned, agendaSet)
      .when({ ...set, items: [] })
      .then({ type: 'AgendaSet', data: { items: [] } });
  });
  it('changes nothing where it is the same', () => {
    given(planned, agendaSet).when(set).then();
  });
  it('lies inside the event', () => {
    given(planned, published, rescheduled).when(set).thenRejected('AGENDA_OUTSIDE_EVENT');
  });
  it('moves with the event, and must fit into the new times', () => {
    expect(given(planned, published, agendaSet, rescheduled).state()?.agenda).toEqual([stored]);
    given(planned, agendaSet)
      .when({ ...reschedule, times: { ...moved, endsAt: '2023-04-12T16:00:00.000+03:00' } })
      .thenRejected('AGENDA_OUTSIDE_EVENT');
  });
  it('stays as it is once the event is over', () => {
    given(planned, published, held, closed).when(set).thenRejected('AGENDA_FIXED');
    given(planned, cancelled).when(set).thenRejected('AGENDA_FIXED');
  });
  it('has a version of its own', () => {
    expect(given(planned, published, agendaSet).state()?.versions).toEqual({ stream: 3, event: 2, agenda: 3 });
    expect(given(planned, agendaSet, rescheduled).state()?.versions).toEqual({ stream: 3, event: 3, agenda: 3 });
  });
});
