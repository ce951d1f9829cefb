import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { attendanceEvents } from '../consultations/civic-event/attendance.events.js';
import { civicEventEvents } from '../consultations/civic-event/civic-event.events.js';
import { discussionPointEvents } from '../consultations/discussion-point/discussion-point.events.js';
import { programmeEvents } from '../consultations/programme/programme.events.js';
import { seatLedgerEvents } from '../registration/seat-ledger/seat-ledger.events.js';
import { outreachEvents } from './outreach/outreach.events.js';
import { reportEvents } from './report/report.events.js';
import { civicEventHistory } from './views/civic-event-history.view.js';
import { civicEventList } from './views/civic-event-list.view.js';
import { publicationList } from './views/publication-list.view.js';
import { reportList } from './views/report-list.view.js';
import { announcement, at, id } from '../testing/golden.js';

const events = [reportEvents, outreachEvents];

goldenEvents(`${import.meta.dirname}/golden`, events, {
  FeedbackResultsRecorded: {
    questionnaireId: id(20),
    title: { ro: 'Chestionar' },
    publication: 1,
    basis: 'reported-summary',
    respondents: 17,
    anonymous: 'suppressed',
    denominator: { count: 23, source: 'attended' },
    responseRate: 0.74,
    items: [
      {
        item: 'grade-duration',
        kind: 'grade',
        aspect: 'duration',
        wording: { ro: 'Durata', en: 'Duration' },
        n: 17,
        distribution: [{ value: 5, count: 'not-reported', occurred: true, statement: 'majority' }],
        mean: 'not-reported',
        median: 'not-reported',
      },
    ],
    suggestions: [{ ro: 'Mai multe legături utile pe hartă' }],
    publishedAt: at,
  },
  ReportPublished: {
    version: 2,
    changeNote: { ro: 'Prezența a fost corectată' },
    author: 'Serviciul Exemplu',
    programmeId: id(0),
    title: announcement.title,
    series: announcement.series,
    startsAt: announcement.startsAt,
    participants: { total: 23, reconciled: true },
    publishedAt: at,
  },
  DisseminationRecorded: {
    disseminationId: id(30),
    title: { ro: 'Harta facilităților digitale', en: 'Map of digital facilities' },
    channel: 'posters',
    channelName: null,
    doneOn: '2023-05-01',
    counts: true,
  },
  DisseminationReachRecorded: {
    disseminationId: id(30),
    reachId: id(31),
    people: 11_000,
    reportedPeople: 12_000,
    source: 'Raportul operatorului',
    method: 'Validări pe linie',
  },
});

goldenViews(import.meta.dirname, {
  events: [programmeEvents, civicEventEvents, attendanceEvents, discussionPointEvents, seatLedgerEvents, ...events],
  views: [civicEventList, civicEventHistory, reportList, publicationList],
});
