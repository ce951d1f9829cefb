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
const after = '2023-04-12T17:00:00.000+03:00';
const hold = { type: 'HoldCivicEvent', at: after } as const;
const revoke = { type: 'RevokeHold', reason, attended: false, reported: false, at: after } as const;
const revoked: CivicEventEvent = {
  type: 'CivicEventHoldRevoked',
  data: { ...announcement, status: 'published', reason, revokedAt: after },
};
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
    for (const command of [publish, reschedule, cancel, hold, revoke, close]) {
      given().when(command).thenRejected('CIVIC_EVENT_UNKNOWN');
    }
  });
});

describe('holding', () => {
  it('is refused before it begins, as it stands', () => {
    given(planned, published)
      .when({ ...hold, at: '2023-04-11T09:29:59.999+03:00' })
      .thenRejected('CIVIC_EVENT_AHEAD');
    given(planned, published)
      .when({ ...hold, at: details.startsAt })
      .then(held);
    given(planned, published, rescheduled)
      .when({ ...hold, at: details.startsAt })
      .thenRejected('CIVIC_EVENT_AHEAD');
  });
  it('is taken back with a reason, and the event is what it was before', () => {
    given(planned, published, held).when(revoke).then(revoked);
    expect(given(planned, published, held, revoked).state()).toMatchObject({
      status: 'published',
      corrections: [{ changed: ['hold'], reason, at: after }],
    });
    const heldThen: CivicEventEvent = { type: 'CivicEventHeld', data: { ...announcement, ...moved } };
    given(planned, published, rescheduled, heldThen)
      .when(revoke)
      .then({
        type: 'CivicEventHoldRevoked',
        data: { ...announcement, ...moved, status: 'rescheduled', reason, revokedAt: after },
      });
  });
  it('is taken back once, and may happen again', () => {
    given(planned, published, held, revoked).when(revoke).then();
    given(planned, published, held, revoked).when(hold).then(held);
    given(planned, published, held, revoked).when(reschedule).then(rescheduled);
  });
  it('is not taken back where it was no mistake', () => {
    given(planned, published, held)
      .when({ ...revoke, attended: true })
      .thenRejected('CIVIC_EVENT_ATTENDED');
    given(planned, published, held)
      .when({ ...revoke, reported: true })
      .thenRejected('REPORT_PUBLISHED');
    given(planned, published, held, closed).when(revoke).thenRejected('CIVIC_EVENT_CLOSED');
    given(planned, published).when(revoke).thenRejected('CIVIC_EVENT_NOT_HELD');
    given(planned, published, cancelled).when(revoke).thenRejected('CIVIC_EVENT_NOT_HELD');
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

describe('correcting', () => {
  const title = { ro: 'Sesiunea de consultare II', en: 'Consultation session II' };
  const correct = { type: 'CorrectCivicEvent', fields: { title, venue: null }, reason, at: after } as const;
  const data = { ...announcement, title, venue: null, description: null, audience: null };
  const previous = { title: details.title, venue: details.venue };
  const corrected = (announced: boolean): CivicEventEvent => ({
    type: 'CivicEventCorrected',
    data: { ...data, changed: ['title', 'venue'], previous, reason, announced, correctedAt: after },
  });
  it('says what changed, what stood there, and why', () => {
    given(planned, published).when(correct).then(corrected(true));
    expect(given(planned, published, corrected(true)).state()).toMatchObject({
      details: { title, venue: null, capacity: 40 },
      corrections: [{ changed: ['title', 'venue'], reason, at: after }],
    });
  });
  it('changes nothing where nothing differs', () => {
    given(planned, published, corrected(true)).when(correct).then();
  });
  it('is no matter of the public before it was told', () => {
    given(planned).when(correct).then(corrected(false));
    expect(given(planned, corrected(false)).state()?.corrections).toEqual([]);
  });
  it('is possible afterwards too, and not of what was cancelled', () => {
    given(planned, published, held, closed).when(correct).then(corrected(true));
    given(planned, published, cancelled).when(correct).thenRejected('CIVIC_EVENT_CANCELLED');
  });
  it('leaves a language alone that it does not name', () => {
    const title = { ...details.title, ro: 'Sesiunea a doua' };
    const told = { ...announcement, title, description: null, audience: null };
    const titled: CivicEventEvent = {
      type: 'CivicEventCorrected',
      data: {
        ...told,
        changed: ['title'],
        previous: { title: details.title },
        reason,
        announced: true,
        correctedAt: after,
      },
    };
    const inRomanian = { ...correct, fields: { title: { ro: title.ro } } };
    given(planned, published).when(inRomanian).then(titled);
    given(planned, published, titled).when(inRomanian).then();
  });
  it('keeps place and format together', () => {
    given(planned)
      .when({ ...correct, fields: { format: 'online' } })
      .thenRejected('ONLINE_WITH_VENUE');
    given(planned)
      .when({ ...correct, fields: { onlineAddress: 'https://example.org/room' } })
      .thenRejected('IN_PERSON_WITH_ADDRESS');
  });
});

describe('moving', () => {
  it('keeps why it was last moved to another start', () => {
    const explained: CivicEventEvent = { ...rescheduled, data: { ...rescheduled.data, reason } };
    const longer = { ...rescheduled.data, previous: moved, endsAt: '2023-04-12T18:00:00.000+03:00' };
    expect(given(planned, published, explained).state()?.moveReason).toEqual(reason);
    expect(
      given(planned, published, explained, { type: 'CivicEventRescheduled', data: longer }).state()?.moveReason,
    ).toEqual(reason);
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
  const set = { type: 'SetAgenda', items: [item], reason: null, at: after } as const;
  const agendaSet: CivicEventEvent = { type: 'AgendaSet', data: { items: [stored], corrected: null } };
  const emptied = (told: typeof reason): CivicEventEvent => ({
    type: 'AgendaSet',
    data: { items: [], corrected: { occasion: announcement, reason: told, correctedAt: after } },
  });

  it('is set, and set again', () => {
    given(planned).when(set).then(agendaSet);
    given(planned, agendaSet)
      .when({ ...set, items: [] })
      .then({ type: 'AgendaSet', data: { items: [], corrected: null } });
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
    given(planned, published, held, closed, agendaSet)
      .when({ ...set, items: [], reason })
      .then(emptied(reason));
    given(planned, cancelled).when(set).thenRejected('AGENDA_FIXED');
  });
  it('that the public knew is corrected with a reason, which is told', () => {
    given(planned, published, agendaSet)
      .when({ ...set, items: [] })
      .thenRejected('REASON_MISSING');
    given(planned, agendaSet, published)
      .when({ ...set, items: [] })
      .thenRejected('REASON_MISSING');
    given(planned, published, agendaSet).when(set).then();
    expect(given(planned, published, agendaSet, emptied(reason)).state()?.corrections).toEqual([
      { changed: ['agenda'], reason, at: after },
    ]);
    given(planned, agendaSet, published)
      .when({ ...set, items: [], reason })
      .then(emptied(reason));
  });
  it('has a version of its own', () => {
    expect(given(planned, published, agendaSet).state()?.versions).toEqual({ stream: 3, event: 2, agenda: 3 });
    expect(given(planned, agendaSet, rescheduled).state()?.versions).toEqual({ stream: 3, event: 3, agenda: 3 });
  });
});
