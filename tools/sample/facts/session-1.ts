import type { Session } from './facts.ts';

export const session1: Session = {
  place: 1,
  numeral: 'I',
  startsAt: '2023-03-23T09:30:00+02:00',
  endsAt: '2023-03-23T16:00:00+02:00',
  attendance: {
    categories: [
      { category: 'ngo-member', count: 18 },
      { category: 'institution-and-authorities', count: 2 },
      { category: 'project-team', count: 4 },
    ],
    total: 24,
  },
  points: [
    {
      themes: ['digital-services', 'digital-education'],
      text: {
        ro: 'Trecerea la digital e făcută doar pe jumătate: nu toți cetățenii, și nici toți angajații instituțiilor publice, știu să lucreze cu serviciile electronice.',
        en: 'Going digital is only half done: not all citizens, and not even all employees of public institutions, know how to work with e-services.',
      },
    },
    {
      themes: ['digital-education'],
      text: {
        ro: 'Cine caută pe motoare precum Google poate cădea în capcane sau poate găsi informații greșite.',
        en: 'Whoever looks things up in engines such as Google may fall into traps or find wrong information.',
      },
    },
    {
      themes: ['elderly', 'feedback'],
      text: {
        ro: 'Persoanele vârstnice nu au obiceiul de a spune ce părere au.',
        en: 'Elderly people are not in the habit of giving feedback.',
      },
    },
    {
      themes: ['communication', 'feedback'],
      text: {
        ro: 'Comunicarea dintre cetățeni și autorități se blochează uneori, ceea ce arată cât de necesară e părerea cetățenilor.',
        en: 'Communication between citizens and authorities gets stuck at times, which shows how much feedback from citizens is needed.',
      },
    },
    {
      themes: ['digital-services', 'payments'],
      text: {
        ro: 'Serviciile digitale simplifică depunerea dosarelor, dar oamenii se gândesc tot la dosarul de hârtie: vor un număr de înregistrare și, când plătesc, o chitanță.',
        en: 'Digital services make filing simpler, yet people still think of the paper folder: they want a registration number and, when they pay, a receipt.',
      },
    },
    {
      themes: ['civic-education', 'civic-involvement'],
      text: {
        ro: 'Comunitatea poate învăța ce este cetățenia activă din dezbateri la care vin cât mai mulți oameni.',
        en: 'The community can learn about active citizenship in debates that as many people as possible take part in.',
      },
    },
    {
      themes: ['schools', 'volunteering'],
      text: {
        ro: 'În școli, elevii și părinții să fie chemați la întâlniri despre rostul voluntariatului.',
        en: 'Schools should invite pupils and parents to meetings about why volunteering matters.',
      },
    },
    {
      themes: ['schools', 'civic-education'],
      text: {
        ro: 'Mai multe materii școlare pot cuprinde educație civică.',
        en: 'Several school subjects can include civic education.',
      },
    },
    {
      themes: ['trust'],
      text: {
        ro: 'Unii cetățeni se tem în continuare de instituții.',
        en: 'Some citizens are still afraid of institutions.',
      },
    },
  ],
  feedback: {
    respondents: 12,
    anonymous: null,
    grades: { occurred: [3, 4, 5], counts: [{ value: 3, count: 1 }], statements: [] },
    excluded: { 1: 0, 2: 0, 3: 0 },
    excludedOf: { duration: { 1: 0, 2: 0, 3: 1 } },
    objectivesMet: 'all',
    wishToBeInformed: 'majority',
    suggestions: [
      {
        id: 'social-media-campaigns',
        text: { ro: 'Campanii de informare pe rețelele sociale.', en: 'Information campaigns on social media.' },
      },
      {
        id: 'last-school-years',
        text: {
          ro: 'Campanii de informare pentru elevii claselor a XI-a și a XII-a.',
          en: 'Information campaigns for pupils of the 11th and 12th grades.',
        },
      },
      {
        id: 'simple-guides',
        text: { ro: 'Ghiduri simple, care ajută cu adevărat.', en: 'Simple guides that really help.' },
      },
      {
        id: 'radio-and-television',
        text: {
          ro: 'Mesaje audio la radio și mesaje video la televiziune și pe internet.',
          en: 'Audio messages on the radio, and video messages on television and online.',
        },
      },
    ],
  },
};
