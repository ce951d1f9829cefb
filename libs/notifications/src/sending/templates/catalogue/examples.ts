import { sampleId } from './sample-links.js';

const civicEvent = {
  id: sampleId,
  civicEventId: sampleId,
  name: 'Ana Sintetică',
  title: 'Dezbatere sintetică: Parcul Exemplu',
  startsAt: '2031-04-11T09:30:00+03:00',
  endsAt: '2031-04-11T13:00:00+03:00',
  timeZone: 'Europe/Bucharest',
  place: 'Sala Exemplu, Strada Exemplului nr. 8',
  onlineAddress: 'https://example.org/sala',
};
const registered = {
  petitionId: sampleId,
  number: '2031-000001',
  name: 'Ana Sintetică',
  answerBy: '2031-05-01',
  legalAnswerBy: '2031-05-05',
};
const petition = { ...registered, text: 'Acesta este un text sintetic.\n\nAre două alineate.' };
const answer = {
  ...petition,
  salutation: 'Stimată doamnă Ana Sintetică,',
  legalBasis: 'OG 27/2002, art. 8',
};
const previousStart = '2031-04-10T09:30:00+03:00';
const why = 'Motiv sintetic.';
const consent = { consent: 'Sunt de acord ca primăria să îmi scrie despre temele alese.' };

const examples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  confirmation: consent,
  'imported-confirmation': consent,
  'address-confirmation': consent,
  'consent-renewal': { ...consent, until: '2031-06-01T09:00:00.000Z' },
  digest: { count: '3' },
  'report-published': { title: civicEvent.title, civicEventId: sampleId, version: '2', note: why },
  'deliverable-published': { title: 'Studiu sintetic', address: 'https://example.org/studiu.pdf', kind: 'study' },
  'recommendation-progressed': {
    title: 'Bănci în Parcul Exemplu',
    recommendationId: sampleId,
    step: 'accepted',
    note: why,
  },
  'civic-event-rescheduled': { ...civicEvent, previousStart, note: why },
  'civic-event-cancelled': { ...civicEvent, note: why },
  'incentive-began': { title: 'Portal sintetic: Reducere 10 %', facilityId: sampleId, lastOn: '2031-03-31', note: why },
  'registration-to-confirm': { ...civicEvent, confirmBy: '2031-04-01T12:00:00+03:00' },
  'registration-rescheduled': { ...civicEvent, previousStart, explanation: why },
  'registration-corrected': { ...civicEvent, changed: 'venue, agenda', correction: why },
  'registration-cancelled': { ...civicEvent, reason: 'civic-event-cancelled', explanation: why },
  'petition-acknowledged': registered,
  'petition-answered': answer,
  'petition-declined': answer,
  'petition-joined': { ...petition, numbers: '2031-000001, 2031-000002' },
  'endpoint-paused': {
    ...{ endpointId: sampleId, host: 'gis.example.ro', reason: 'failing', error: 'HTTP 500', position: '41' },
  },
  'followed-petition': { petitionId: sampleId, title: '2031-000001', step: 'answered' },
  'conversation-notice-registered': { number: '2031-000002' },
  'verification-due': {
    ...{ facilityId: sampleId, title: 'Biblioteca Exemplu', dueOn: '2031-04-11', name: 'Serviciul Exemplu' },
    verifiedAt: '2030-10-11T09:00:00.000Z',
  },
};

/** Values of a template that are made up, as messages have them. */
export const exampleOf = (name: string): Readonly<Record<string, string>> =>
  examples[name] ?? (name.startsWith('petition-') ? petition : civicEvent);
