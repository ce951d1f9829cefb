// Everything here is synthetic.

/** Categories that apps may report, by code, and what everybody may see of a report. */
export const services = {
  'street-lighting': {
    shows: { place: true, words: true },
    attributes: [
      {
        code: 'FAULT',
        datatype: 'singlevaluelist',
        required: true,
        description: { ro: 'Ce nu merge?', en: 'What is wrong?' },
        values: [
          { key: 'dark', name: { ro: 'Nu luminează', en: 'It is dark' } },
          { key: 'flickers', name: { ro: 'Pâlpâie', en: 'It flickers' } },
        ],
      },
    ],
  },
  parks: { shows: { place: true, words: false } },
};

/** Forms, as an app sends them. */
export const reports: readonly Readonly<Record<string, string>>[] = [
  {
    service_code: 'street-lighting',
    lat: '44.401',
    long: '26.118',
    'attribute[FAULT]': 'flickers',
    description: 'Sintetic: lampa de la colț pâlpâie.',
  },
  {
    service_code: 'parks',
    address_string: 'Parcul Sintetic, intrarea de nord',
    description: 'Sintetic: o bancă este ruptă.',
    email: 'ana.sintetica@example.org',
    first_name: 'Ana',
    last_name: 'Sintetică',
  },
];
