import type { Item } from './item.schema.js';
import type { Content, QuestionnaireEvent } from './questionnaire.events.js';
import type { ReportedSummary } from './reported-summary.schema.js';

/** Samples for specs: a questionnaire about a consultation session. */
export const civicEventId = '6f0f4a2e-52a8-4d3f-9a3b-0d1c5a9f7e01';

const about = { civicEventId, programmeId: null, theme: null };

/** Asked in any case, and published where staff choose so. */
export const always = { shownIf: null, visibility: 'public' } as const;

const grade = (id: string, ro: string, en: string): Item => ({
  kind: 'grade',
  id,
  aspect: id,
  wording: { ro, en },
  required: false,
  ...always,
});

export const items: Item[] = [
  grade('programme', 'Programul', 'The programme'),
  grade('duration', 'Durata', 'The duration'),
  {
    kind: 'yes-no',
    id: 'objectives',
    wording: { ro: 'Și-a atins evenimentul obiectivele?' },
    required: true,
    ...always,
  },
  { kind: 'text', id: 'suggestions', wording: { ro: 'Ce ne propuneți?' }, required: false, ...always },
  { kind: 'wish', id: 'updates', wording: { ro: 'Doriți să aflați rezultatele?' }, required: false, ...always },
];

/** One of several, or something else. */
export const channel: Extract<Item, { kind: 'choice' }> = {
  kind: 'choice',
  id: 'channel',
  wording: { ro: 'De unde ați aflat de sesiune?' },
  required: true,
  ...always,
  options: [
    { id: 'radio', label: { ro: 'La radio' } },
    { id: 'posters', label: { ro: 'Din afișe' } },
  ],
  other: true,
};

/** One or two of two; asked of those who read a poster. */
export const places: Extract<Item, { kind: 'multi-choice' }> = {
  kind: 'multi-choice',
  id: 'places',
  wording: { ro: 'Unde erau afișele?' },
  required: true,
  shownIf: { item: 'channel', values: ['posters'] },
  visibility: 'public',
  options: [
    { id: 'parks', label: { ro: 'În parcuri' } },
    { id: 'schools', label: { ro: 'În școli' } },
  ],
  other: false,
  min: 1,
  max: 2,
};

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
  items: [
    { item: 'programme', occurred: [4, 5], counts: [], statements: [] },
    { item: 'duration', occurred: [3, 4, 5], counts: [{ value: 3, count: 1 }], statements: [] },
    { item: 'objectives', occurred: null, counts: [], statements: [{ value: 'yes', amount: 'all' }] },
    { item: 'updates', occurred: null, counts: [], statements: [{ value: 'yes', amount: 'majority' }] },
  ],
  suggestions: [
    { id: 'guides', text: { ro: 'Ghiduri scurte, pe înțelesul tuturor.', en: 'Short guides that all understand.' } },
  ],
  source: 'Report of the session',
};

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
  DenominatorReported: { count: 24, source: 'attended' },
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
    denominator: { count: 24, source: 'attended' },
    responseRate: 0.5,
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
