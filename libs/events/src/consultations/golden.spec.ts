import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { attendanceEvents } from './civic-event/attendance.events.js';
import { civicEventEvents } from './civic-event/civic-event.events.js';
import { discussionPointEvents } from './discussion-point/discussion-point.events.js';
import { programmeEvents } from './programme/programme.events.js';
import { taxonomyEvents } from './taxonomy/taxonomy.events.js';
import { discussionPointList } from './views/discussion-point-list.view.js';
import { programmeList } from './views/programme-list.view.js';
import { recommendationList } from './views/recommendation-list.view.js';
import { announcement, at, id, times } from '../testing/golden.js';

const programme = {
  title: { ro: 'Cetățeni și servicii digitale', en: 'Citizens and digital services' },
  description: { ro: 'Un program de consultare' },
  fundingCodes: [{ scheme: 'SIPOCA', code: '1084' }],
  activities: [{ code: 'A4.1', title: { ro: 'Sesiuni de consultare' } }],
  period: { from: '2022-01-01', to: '2023-12-31' },
  partners: ['Asociația Exemplu'],
  organiser: 'Primăria Exemplu',
  financing: { ro: 'Proiect cofinanțat', en: 'A co-financed project' },
};
const deliverable = { deliverableId: id(1), kind: 'study', title: { ro: 'Studiu', en: 'Study' } };
const said = {
  civicEventId: id(10),
  programmeId: id(0),
  text: { ro: 'Afișe cu harta', en: 'Posters of the map' },
  themes: ['dissemination'],
};
const owner = { kind: 'department', name: 'Direcția Comunicare' };
const recommendation = { ...said, series: { name: 'consultation-sessions', place: 2 }, owner };
const kind = { id: 'webinar', name: { ro: 'Webinar', en: 'Webinar' }, retired: false };
const reported = { categories: [{ category: 'project-team', count: 23 }], total: 3 };

const events = [programmeEvents, civicEventEvents, attendanceEvents, discussionPointEvents, taxonomyEvents];

goldenEvents(`${import.meta.dirname}/golden`, events, {
  ProgrammeCreated: programme,
  ProgrammeStarted: { title: programme.title, fundingCodes: programme.fundingCodes, period: programme.period },
  ProgrammeCorrected: {
    ...programme,
    changed: ['title', 'period'],
    previous: { title: { ro: 'Cetateni' }, period: null },
    reason: { ro: 'Greșeală de scriere', en: 'A slip of the pen' },
    correctedAt: at,
  },
  ProgrammeEnded: {
    title: programme.title,
    fundingCodes: programme.fundingCodes,
    period: programme.period,
    reason: null,
    endedAt: at,
  },
  ProgrammeReopened: {
    title: programme.title,
    fundingCodes: programme.fundingCodes,
    period: programme.period,
    reason: { ro: 'Încheiat din greșeală' },
    reopenedAt: at,
  },
  EmblemAdded: {
    emblemId: id(40),
    name: { ro: 'Emblema exemplu', en: 'The example emblem' },
    type: 'image/png',
    size: 4096,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  EmblemRemoved: { emblemId: id(40) },
  DeliverablePlanned: deliverable,
  DeliverablePresented: { deliverableId: id(1), civicEventId: id(10), presentedAt: '2023-04-11T09:30:00.000+03:00' },
  DeliverablePublished: {
    ...deliverable,
    programmeTitle: programme.title,
    address: 'https://example.org/study',
    publishedAt: at,
  },
  CivicEventPlanned: {
    ...announcement,
    activity: 'A4.1',
    description: null,
    audience: { ro: 'Organizații neguvernamentale' },
    capacity: 40,
    kindsVersion: 2,
  },
  CivicEventCorrected: {
    ...announcement,
    description: null,
    audience: { ro: 'Organizații neguvernamentale' },
    changed: ['venue'],
    previous: { venue: null },
    reason: { ro: 'Altă sală', en: 'Another room' },
    announced: true,
    correctedAt: at,
  },
  AgendaSet: {
    corrected: { occasion: announcement, reason: { ro: 'Un vorbitor lipsește' }, correctedAt: at },
    items: [
      {
        kind: 'presentation',
        title: { ro: 'Prezentarea studiului' },
        from: 30,
        to: 60,
        speakers: [
          { name: { subject: id(9), codec: 'plain', value: 'Ana Exemplu' }, affiliation: 'Asociația Exemplu' },
        ],
        deliverables: [id(1)],
      },
    ],
  },
  CivicEventPublished: announcement,
  CivicEventRescheduled: { ...announcement, previous: times, reason: { ro: 'Sala este ocupată' }, announced: true },
  CivicEventCancelled: { ...announcement, reason: { ro: 'Vreme rea' }, announced: true },
  CivicEventHeld: announcement,
  CivicEventHoldRevoked: {
    ...announcement,
    status: 'published',
    reason: { ro: 'Altă sesiune', en: 'Another session' },
    revokedAt: at,
  },
  CivicEventClosed: {},
  AttendanceReported: { ...reported, programmeId: id(0), categoriesVersion: 2 },
  AttendanceCorrected: {
    categories: [{ category: 'project-team', count: 3 }],
    total: 3,
    programmeId: id(0),
    categoriesVersion: 2,
    reason: { ro: 'Foaia de prezență', en: 'The list of signatures' },
    correctedAt: at,
    reported,
  },
  DiscussionPointRecorded: {
    civicEventId: id(10),
    programmeId: id(0),
    kind: 'discussion-point',
    text: { ro: 'Afișe cu harta', en: 'Posters of the map' },
    themes: ['dissemination'],
    place: 1,
    themesVersion: 2,
  },
  DiscussionPointPromoted: {
    ...said,
    themesVersion: 1,
    from: 'discussion-point',
    reason: { ro: 'Mai multe sesiuni au cerut-o', en: 'Several sessions asked for it' },
  },
  DiscussionPointReworded: {
    civicEventId: id(10),
    programmeId: id(0),
    text: { ro: 'Afișe cu harta facilităților' },
    recommendation: true,
    reason: { ro: 'Mai clar' },
    rewordedAt: at,
  },
  DiscussionPointRedacted: {
    civicEventId: id(10),
    programmeId: id(0),
    text: { ro: '[…] cere afișe' },
    reason: { ro: 'Numea o persoană', en: 'It named a person' },
    removed: [{ eventId: id(50), salt: id(51), hash: 'q1lMPbnQxEZp3pZl0jJ0bA' }],
    redactedAt: at,
  },
  RedactionCarriedOut: { civicEventId: id(10), events: 2, messages: 1, carriedOutAt: at },
  RecommendationReviewStarted: { ...recommendation, owner: null },
  RecommendationAssigned: { civicEventId: id(10), owner },
  RecommendationAccepted: { ...recommendation, explanation: null },
  RecommendationDeclined: { ...recommendation, reason: { ro: 'Nu este de competența primăriei' } },
  RecommendationStarted: recommendation,
  RecommendationCompleted: { ...recommendation, result: { ro: 'Afișele sunt la avizier', en: 'The posters hang' } },
  RecommendationReopened: { ...recommendation, from: 'done', reason: { ro: 'Afișele au fost rupte' } },
  RecommendationProgressNoted: {
    ...recommendation,
    noteId: id(11),
    note: { ro: 'Afișele sunt tipărite', en: 'The posters are printed' },
    status: 'in-progress',
  },
  RecommendationNoteTaken: { civicEventId: id(10), noteId: id(12), text: 'De întrebat tipografia' },
  TaxonomyEstablished: { name: 'civic-event-kinds', entries: [kind] },
  TaxonomyChanged: {
    name: 'civic-event-kinds',
    version: 2,
    entries: [
      { ...kind, retired: true },
      { id: 'hackathon', name: { ro: 'Hackathon' }, retired: false },
    ],
    note: { ro: 'Un fel nou de întâlnire' },
    changedAt: at,
  },
});

goldenViews(import.meta.dirname, { events, views: [programmeList, discussionPointList, recommendationList] });
