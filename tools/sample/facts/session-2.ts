import type { Session } from './facts.ts';

export const session2: Session = {
  place: 2,
  numeral: 'II',
  startsAt: '2023-04-11T09:30:00+03:00',
  endsAt: '2023-04-11T16:00:00+03:00',
  // As reported: the categories come to 43, the total is 23. Only a person who knows better corrects it, with a reason.
  attendance: {
    categories: [
      { category: 'ngo-member', count: 17 },
      { category: 'institution-and-authorities', count: 3 },
      { category: 'project-team', count: 23 },
    ],
    total: 23,
  },
  points: [
    {
      themes: ['volunteering'],
      text: {
        ro: 'Oamenii ocolesc voluntariatul fiindcă îl văd ca muncă pe gratis; această imagine greșită trebuie schimbată.',
        en: 'People stay away from volunteering because they see it as work for nothing; that wrong idea has to change.',
      },
    },
    {
      themes: ['dissemination', 'digital-services'],
      text: {
        ro: 'Serviciile electronice pot fi făcute cunoscute, și părerea oamenilor aflată, la strângeri de fonduri, la concerte, piese de teatru și filme, sau într-un cort în Parcul Tineretului.',
        en: 'E-services can be made known, and opinions asked for, at fund-raisers, concerts, plays and film showings, or in a tent in Tineretului Park.',
      },
    },
    {
      themes: ['dissemination', 'facilities-map'],
      text: {
        ro: 'Harta și orice altă informație a primăriei pot ajunge la oameni prin pliante ale asociațiilor de proprietari și prin clipuri și afișe în rețeaua STB.',
        en: "The map and anything else from the city hall can reach people by owners' associations' flyers, and by videos and posters in the STB transport network.",
      },
    },
    {
      themes: ['civic-involvement', 'communication'],
      text: {
        ro: 'Oamenii care vorbesc între ei cooperează și se implică mai ușor; de aceea dezbaterile și întâlnirile folosesc.',
        en: 'People who talk with each other cooperate and get involved more readily; that is why debates and meetings help.',
      },
    },
    {
      themes: ['schools', 'facilities-map', 'civic-education'],
      text: {
        ro: 'La orele de informatică, elevii de gimnaziu și de liceu pot afla de hartă, de alte servicii electronice și de ce contează implicarea, ca să povestească acasă și să fie un exemplu pentru părinți.',
        en: 'In computer classes, pupils of lower and upper secondary schools can hear of the map, of other e-services and of why getting involved pays, talk about it at home and set their parents an example.',
      },
    },
    {
      themes: ['ngos', 'civic-involvement'],
      text: {
        ro: 'ONG-urile se pot ocupa de problemele mici ale comunităților: ele apropie oamenii și îi pun în mișcare.',
        en: 'NGOs can take care of the small problems of communities: these bring people together and get them moving.',
      },
    },
    {
      themes: ['incentives', 'payments'],
      text: {
        ro: 'O reducere din suma de plată îi poate încuraja pe cei care folosesc facilitățile digitale.',
        en: 'A discount on what they have to pay can encourage those who use the digital facilities.',
      },
    },
    {
      themes: ['elderly', 'digital-education'],
      text: {
        ro: 'Pensionarii pot fi ajutați cu facilitățile digitale acolo unde se întâlnesc cu alții.',
        en: 'Pensioners can be helped with the digital facilities where they meet others.',
      },
    },
  ],
  feedback: {
    respondents: 17,
    anonymous: 1,
    grades: { occurred: [3, 4, 5], counts: [], statements: [] },
    excluded: { 1: 0, 2: 0 },
    objectivesMet: 'unquantified',
    wishToBeInformed: 'majority',
    suggestions: [
      {
        id: 'local-groups',
        text: {
          ro: 'Grupurile de acțiune locală și cele de cartier, care ajung direct la cetățeni, să vorbească despre hartă, despre alte servicii și despre folosul educației digitale.',
          en: 'Local action groups and neighbourhood groups, which reach citizens directly, could talk of the map, of other services and of what digital education is good for.',
        },
      },
      {
        id: 'useful-links',
        text: {
          ro: 'Harta să ducă la cât mai multe linkuri utile.',
          en: 'The map should lead to as many useful links as possible.',
        },
      },
    ],
  },
};
