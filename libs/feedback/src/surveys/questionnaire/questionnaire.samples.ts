import { channel, items, places } from '../items/item.samples.js';
import type { Content, QuestionnaireEvent } from './questionnaire.events.js';
import type { ReportedSummary } from '../results/reported-summary.schema.js';

/** Samples for specs: a questionnaire about a consultation session. */
export const civicEventId = '6f0f4a2e-52a8-4d3f-9a3b-0d1c5a9f7e01';

const about = { civicEventId, programmeId: null, theme: null };

export const content: Content = {
  title: { ro: 'Părerea dumneavoastră despre sesiune', en: 'Your opinion of the session' },
  about,
  languages: ['ro'],
  items,
  themes: [],
  template: null,
  topics: ['programme:0d8a7a34-9ad0-4a9f-8e55-2f8b9f3f1c11'],
  consentText: { ro: 'Sunt de acord să primesc vești la această adresă.', en: 'I agree to get news at this address.' },
  access: 'anyone',
  opensAt: null,
  closesAt: null,
};

export const summary: ReportedSummary = {
  respondents: 12,
  anonymous: null,
  grades: { occurred: [3, 4, 5], counts: [{ value: 3, count: 1 }], statements: [{ value: 4, amount: 'few' }] },
  items: [
    { item: 'programme', n: 12, occurred: [4, 5], counts: [], statements: [] },
    { item: 'duration', n: 12, occurred: [3, 4, 5], counts: [{ value: 3, count: 1 }], statements: [] },
    { item: 'objectives', n: null, occurred: null, counts: [], statements: [{ value: 'yes', amount: 'all' }] },
    { item: 'updates', n: null, occurred: null, counts: [], statements: [{ value: 'yes', amount: 'majority' }] },
  ],
  suggestions: [
    { id: 'guides', text: { ro: 'Ghiduri scurte, pe înțelesul tuturor.', en: 'Short guides that all understand.' } },
  ],
  source: 'Report of the session',
};

export const questionnaireId = '0c6f6d0e-6a51-4a38-9f0e-4d6c4d1f0a01';
export const at = '2023-03-23T16:30:00+02:00';
export const drafted: QuestionnaireEvent = { type: 'QuestionnaireDrafted', data: content };
export const opened: QuestionnaireEvent = {
  type: 'QuestionnaireOpened',
  data: { title: content.title, about, access: 'anyone', closesAt: null, openedAt: at },
};
export const locked: QuestionnaireEvent = { type: 'QuestionnaireItemsLocked', data: {} };
export const closed: QuestionnaireEvent = { type: 'QuestionnaireClosed', data: { about, closedAt: at } };
export const summarised: QuestionnaireEvent = { type: 'SummaryReported', data: summary };

/** One event of each type. */
export const samples: { [E in QuestionnaireEvent as E['type']]: E['data'] } = {
  QuestionnaireDrafted: content,
  QuestionnaireRevised: {
    ...content,
    title: { ro: 'Ce părere aveți?' },
    items: [...items, channel, places],
    themes: [{ id: 'guides', label: { ro: 'Ghiduri', en: 'Guides' } }],
    template: { id: '5b0e3f1d-7c42-4f0a-9d0b-5a8f6c2e4d17', version: 2 },
    closesAt: '2023-04-01T18:00:00+03:00',
  },
  DenominatorReported: { count: 24, source: 'attended', includesTeam: true },
  InvitationsIssued: { count: 30 },
  QuestionnaireOpened: { title: content.title, about, access: 'anyone', closesAt: null, openedAt: at },
  QuestionnaireItemsLocked: {},
  QuestionnaireClosed: { about, closedAt: at },
  BallotBoxEmptied: {},
  SummaryReported: summary,
  ResultsPublished: {
    publication: 1,
    basis: 'reported-summary',
    respondents: 12,
    anonymous: 'not-reported',
    denominator: { count: 24, source: 'attended', includesTeam: true },
    responseRate: 0.5,
    grades: [
      { value: 4, count: 'not-reported', occurred: true, statement: 'few' },
      { value: 5, count: 'not-reported', occurred: true, statement: null },
    ],
    items: [
      {
        item: 'objectives',
        kind: 'yes-no',
        aspect: null,
        wording: { ro: 'Și-a atins evenimentul obiectivele?' },
        n: 'not-reported',
        distribution: [
          { value: 'yes', count: 'not-reported', occurred: true, statement: 'all' },
          { value: 'no', count: 'not-reported', occurred: null, statement: null },
        ],
        mean: null,
        median: null,
      },
    ],
    suggestions: summary.suggestions.map(({ text }) => text),
    title: content.title,
    about,
    publishedAt: '2023-05-02T09:00:00Z',
  },
};
