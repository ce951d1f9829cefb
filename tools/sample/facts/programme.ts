import { deliverableIds } from '../ids.ts';

/** The programme that the sessions belong to. Its period, its partners and the organisation that carries it out are not reported. */
export const programme = {
  title: { ro: 'Cetățenie activă într-o lume digitală', en: 'Active citizenship in a digital world' },
  /** At the head of each page of the reports, beside the emblems that it names: of those there are no pictures here. */
  financing: {
    ro: 'Uniunea Europeană, Instrumente Structurale 2014-2020: proiect cofinanțat din Fondul Social European, prin Programul Operațional Capacitate Administrativă 2014-2020 („Competența face diferența!”)',
    en: 'European Union, Structural Instruments 2014-2020: a project co-financed by the European Social Fund, through the Operational Programme Administrative Capacity 2014-2020 (“Competence makes a difference!”)',
  },
  fundingCodes: [
    { scheme: 'SIPOCA', code: '1084' },
    { scheme: 'MySMIS2014+', code: '151411' },
  ],
  activities: [
    {
      code: 'A4.1',
      title: {
        ro: 'Consultări despre obiectivele și activitățile proiectului, cu ONG-uri, parteneri sociali și universități acreditate',
        en: 'Consultations on what the project aims at and does, with NGOs, social partners and accredited universities',
      },
    },
  ],
  deliverables: [
    {
      id: deliverableIds.study,
      kind: 'study',
      title: {
        ro: 'Studiu: cum sunt evaluate instrumentele digitale ale Primăriei Sectorului 4',
        en: 'Study: how the digital tools of the Sector 4 city hall are rated',
      },
    },
    {
      id: deliverableIds.map,
      kind: 'facilities-map',
      title: { ro: 'Harta facilităților digitale din Sectorul 4', en: 'Map of the digital facilities in Sector 4' },
    },
    { id: deliverableIds.podcasts, kind: 'podcast', title: { ro: 'Podcasturi', en: 'Podcasts' } },
    { id: deliverableIds.webinars, kind: 'webinar', title: { ro: 'Webinarii', en: 'Webinars' } },
  ],
};

export const series = 'consultation-sessions';

/** Facts that all sessions have in common. */
export const everySession = {
  activity: 'A4.1',
  kind: 'consultation',
  timeZone: 'Europe/Bucharest',
  format: 'in-person',
  venue: { name: 'Fresh Bistro', address: 'Schitu Măgureanu nr. 8, București' },
  audience: {
    ro: 'ONG-uri, parteneri sociali și instituții de învățământ superior acreditate',
    en: 'NGOs, social partners and accredited universities',
  },
};

/** Deliverables that each session presented. */
export const presented = [deliverableIds.study, deliverableIds.map];

/** People of the institution and of public authorities are one category of the reports. */
export const category = {
  id: 'institution-and-authorities',
  name: {
    ro: 'Membrii instituției și autorități publice',
    en: 'Members of the institution and public authorities',
  },
};

/** The same at each session; times of the items are not reported. */
export const agenda = [
  {
    kind: 'presentation',
    title: {
      ro: 'Proiectul „Cetățenie activă într-o lume digitală”',
      en: 'The project “Active citizenship in a digital world”',
    },
  },
  {
    kind: 'presentation',
    title: {
      ro: 'Studiul despre instrumentele digitale pe care primăria le oferă cetățenilor',
      en: 'The study of the digital tools that the city hall offers to citizens',
    },
    deliverables: [deliverableIds.study],
  },
  {
    kind: 'presentation',
    title: { ro: 'Harta facilităților digitale din Sectorul 4', en: 'The map of digital facilities in Sector 4' },
    deliverables: [deliverableIds.map],
  },
  {
    kind: 'debate',
    title: {
      ro: 'Harta: ce câștigă cetățenii de pe urma ei, și ce cred participanții despre ea',
      en: 'What citizens gain from the map, and what the participants think of it',
    },
    deliverables: [deliverableIds.map],
  },
  {
    kind: 'debate',
    title: {
      ro: 'Greutățile în a-i face pe locuitori cetățeni activi și implicați: discuție liberă',
      en: 'The challenges in making residents active and involved citizens: an open discussion',
    },
  },
];
