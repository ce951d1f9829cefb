import type { Item } from './item.schema.js';

/** Samples for specs: what is asked about a consultation session. */

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
