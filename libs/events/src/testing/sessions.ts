/** Three consultation sessions as their reports give them, paraphrased: session II does not add up. */
const session = (place: number, day: string, people: readonly [number, number, number], total: number) => ({
  plan: {
    kind: 'consultation',
    title: { ro: `Sesiune de consultare ${'I'.repeat(place)}`, en: `Consultation session ${'I'.repeat(place)}` },
    series: { name: 'consultation-sessions', place },
    activity: 'A4.1',
    startsAt: `${day}T09:30:00+0${place === 1 ? 2 : 3}:00`,
    endsAt: `${day}T16:00:00+0${place === 1 ? 2 : 3}:00`,
    venue: { name: 'Fresh Bistro', address: 'Schitu Măgureanu nr. 8, București' },
  },
  attendance: {
    categories: ['ngo-member', 'public-institution', 'project-team'].map((category, index) => ({
      category,
      count: people[index]!,
    })),
    total,
  },
});

export const sessions = [
  session(1, '2023-03-23', [18, 2, 4], 24),
  session(2, '2023-04-11', [17, 3, 23], 23),
  session(3, '2023-04-24', [14, 3, 4], 21),
] as const;

export const programme = {
  title: { ro: 'Cetățenie activă într-o lume digitală', en: 'Active citizenship in a digital world' },
  fundingCodes: [
    { scheme: 'SIPOCA', code: '1084' },
    { scheme: 'MySMIS2014+', code: '151411' },
  ],
  activities: [
    {
      code: 'A4.1',
      title: {
        ro: 'Consultări despre obiectivele și activitățile proiectului',
        en: 'Consultations on the aims and activities of the project',
      },
    },
  ],
};

/** The presentations and debates of each session. */
export const agenda = {
  items: [
    { kind: 'presentation', title: { ro: 'Proiectul', en: 'The project' } },
    {
      kind: 'presentation',
      title: { ro: 'Studiul despre instrumentele digitale ale primăriei', en: 'The study of the city’s digital tools' },
    },
    { kind: 'presentation', title: { ro: 'Harta facilităților digitale', en: 'The map of digital facilities' } },
    { kind: 'debate', title: { ro: 'La ce le folosește harta cetățenilor', en: 'What citizens gain by the map' } },
    {
      kind: 'debate',
      title: { ro: 'Cum devin locuitorii cetățeni activi', en: 'How residents become active citizens' },
    },
  ],
};

/** Some of what was said in session II. */
export const points = [
  {
    kind: 'observation',
    text: { ro: 'Voluntariatul pare multora muncă neplătită', en: 'To many, volunteering looks like unpaid work' },
    themes: ['volunteering'],
    place: 1,
  },
  {
    kind: 'suggestion',
    text: { ro: 'Evenimente de divertisment și un cort în parc', en: 'Entertainment, and a tent in the park' },
    themes: ['dissemination'],
    place: 2,
  },
  {
    kind: 'recommendation',
    text: { ro: 'Un discount pentru cei care plătesc digital', en: 'A discount for those who pay digitally' },
    themes: ['incentives', 'payments'],
    place: 7,
  },
];

/** The results that feedback publishes of the questionnaire of session II: 17 respondents, and answers that were reported in words only. */
export const resultsOf = (civicEventId: string, programmeId: string) => {
  const grade = (value: number) => ({ value, count: 'not-reported' as const, occurred: true, statement: null });
  const graded = (item: string, wording: { ro: string; en: string }) => ({
    item,
    kind: 'grade',
    aspect: item,
    wording,
    n: 17,
    distribution: [grade(5), grade(4), grade(3)],
    mean: 'not-reported' as const,
    median: 'not-reported' as const,
  });
  return {
    questionnaireId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0020',
    civicEventId,
    programmeId,
    theme: null,
    title: { ro: 'Chestionar de feedback', en: 'Feedback questionnaire' },
    publication: 1,
    basis: 'reported-summary' as const,
    respondents: 17,
    anonymous: 'suppressed' as const,
    denominator: { count: 23, source: 'attended' as const },
    responseRate: 17 / 23,
    items: [
      graded('programme', { ro: 'Programul', en: 'Programme' }),
      graded('duration', { ro: 'Durata', en: 'Duration' }),
      {
        item: 'wish',
        kind: 'wish',
        aspect: null,
        wording: { ro: 'Dorește să afle rezultatele', en: 'Wishes to hear of the results' },
        n: 'not-reported' as const,
        distribution: [
          { value: 'yes', count: 'not-reported' as const, occurred: true, statement: 'majority' as const },
        ],
        mean: null,
        median: null,
      },
    ],
    suggestions: [{ ro: 'Cât mai multe legături utile pe hartă', en: 'As many useful links on the map as possible' }],
    publishedAt: '2023-05-02T09:00:00.000Z',
  };
};
