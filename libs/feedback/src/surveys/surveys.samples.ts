/** Samples for specs over HTTP: bodies as callers send them. */
export const civicEventId = '6f0f4a2e-52a8-4d3f-9a3b-0d1c5a9f7e01';
export const topic = 'programme:0d8a7a34-9ad0-4a9f-8e55-2f8b9f3f1c11';

const aspects = ['programme', 'duration', 'topics', 'moderators', 'conditions', 'organisation'];

/** A questionnaire about a consultation session. */
export const draft = {
  title: { ro: 'Părerea dumneavoastră despre sesiune', en: 'Your opinion of the session' },
  about: { civicEventId },
  items: [
    ...aspects.map((aspect) => ({ kind: 'grade', id: aspect, aspect, wording: { ro: `Notă: ${aspect}` } })),
    { kind: 'yes-no', id: 'objectives', wording: { ro: 'Și-a atins evenimentul obiectivele?' }, required: true },
    { kind: 'text', id: 'suggestions', wording: { ro: 'Ce ne propuneți?' } },
    { kind: 'wish', id: 'updates', wording: { ro: 'Doriți să aflați rezultatele?' } },
  ],
  topics: [topic],
  consentText: { ro: 'Sunt de acord să primesc vești la această adresă.' },
};

const reported = (occurred: number[], more: object = {}) =>
  aspects.map((item) => ({ item, occurred, ...(more as Record<string, object>)[item] }));

const yes = (item: string, amount: string) => ({ item, statements: [{ value: 'yes', amount }] });

/** The reported summaries of the three sessions. */
export const sessions = {
  I: {
    respondents: 12,
    items: [
      ...reported([4, 5], { duration: { occurred: [3, 4, 5], counts: [{ value: 3, count: 1 }] } }),
      yes('objectives', 'all'),
      yes('updates', 'majority'),
    ],
    suggestions: [{ id: 'guides', text: { ro: 'Ghiduri scurte și folositoare.', en: 'Short, useful guides.' } }],
    source: 'Raportul sesiunii I',
  },
  II: {
    respondents: 17,
    anonymous: 1,
    items: [...reported([3, 4, 5]), yes('objectives', 'unquantified'), yes('updates', 'majority')],
    suggestions: [{ id: 'links', text: { ro: 'Cât mai multe legături utile pe hartă.' } }],
    source: 'Raportul sesiunii II',
  },
  III: {
    respondents: 10,
    items: [
      ...reported([4, 5]).map((one) => ({ ...one, statements: [{ value: 4, amount: 'few' }] })),
      yes('objectives', 'all'),
      yes('updates', 'all'),
    ],
    suggestions: [{ id: 'shops', text: { ro: 'Parteneriate cu lanțuri de magazine.' } }],
    source: 'Raportul sesiunii III',
  },
};

const both = (ro: string, en: string) => ({ ro, en });

/** A form in both languages, with choices, a condition, and something for staff only. */
export const form = {
  title: both('Părerea dumneavoastră', 'Your opinion'),
  languages: ['ro', 'en'],
  items: [
    { kind: 'grade', id: 'duration', aspect: 'duration', wording: both('Durata', 'The duration') },
    {
      kind: 'choice',
      id: 'channel',
      wording: both('De unde ați aflat?', 'How did you hear of it?'),
      required: true,
      options: [
        { id: 'radio', label: both('La radio', 'On the radio') },
        { id: 'posters', label: both('Din afișe', 'From posters') },
      ],
      other: true,
    },
    {
      kind: 'multi-choice',
      id: 'places',
      wording: both('Unde erau afișele?', 'Where were the posters?'),
      shownIf: { item: 'channel', values: ['posters'] },
      options: [
        { id: 'parks', label: both('În parcuri', 'In parks') },
        { id: 'schools', label: both('În școli', 'At schools') },
        { id: 'shops', label: both('În magazine', 'In shops') },
      ],
      max: 2,
    },
    {
      kind: 'yes-no',
      id: 'first',
      wording: both('Este prima sesiune?', 'Is it your first session?'),
      visibility: 'staff',
    },
    { kind: 'text', id: 'suggestions', wording: both('Ce ne propuneți?', 'What do you suggest?') },
  ],
  themes: [
    { id: 'guides', label: both('Ghiduri', 'Guides') },
    { id: 'schools', label: both('Școli', 'Schools') },
  ],
  consentText: both('Sunt de acord să primesc vești.', 'I agree to get news.'),
};
