import type { StartGroup } from '@ecou/runtime/pages';

/** The links of the platform's start page: everything that everybody may see. */
export const startGroups: readonly StartGroup[] = [
  {
    title: { ro: 'Consultări și evenimente', en: 'Consultations and events' },
    links: [
      { title: { ro: 'Evenimente civice', en: 'Civic events' }, path: '/events/v1/civic-events?format=html' },
      { title: { ro: 'Programe', en: 'Programmes' }, path: '/events/v1/programmes?format=html' },
      {
        title: { ro: 'Recomandări și ce s-a făcut cu ele', en: 'Recommendations, and what became of them' },
        path: '/events/v1/recommendations?format=html',
      },
      {
        title: { ro: 'Calendar', en: 'Calendar' },
        path: '/events/v1/calendar.ics',
        note: { ro: 'iCalendar, pentru abonare', en: 'iCalendar, to subscribe to' },
      },
      {
        title: { ro: 'Publicații', en: 'Publications' },
        path: '/events/v1/publications.atom',
        note: { ro: 'flux Atom', en: 'Atom feed' },
      },
    ],
  },
  {
    title: { ro: 'Petiții', en: 'Petitions' },
    links: [
      {
        title: { ro: 'Trimiteți o petiție', en: 'Send a petition' },
        path: '/feedback/v1/petition-form',
      },
      {
        title: { ro: 'Starea unei petiții', en: 'Status of a petition' },
        path: '/feedback/v1/status',
        note: { ro: 'cu numărul și codul de pe confirmare', en: 'with the number and the code of the receipt' },
      },
    ],
  },
  {
    title: { ro: 'Servicii digitale', en: 'Digital services' },
    links: [
      {
        title: { ro: 'Harta facilităților digitale', en: 'The map of digital facilities' },
        path: '/facilities/v1/facilities?format=html',
      },
      {
        title: { ro: 'Ce s-a schimbat pe hartă', en: 'What changed on the map' },
        path: '/facilities/v1/changes?format=html',
        note: { ro: 'între două zile', en: 'between two days' },
      },
    ],
  },
  {
    title: { ro: 'Cifre', en: 'Figures' },
    links: [
      {
        title: {
          ro: 'Participare, petiții, recomandări în grafice',
          en: 'Participation, petitions, recommendations in charts',
        },
        path: '/analytics/v1/figures?format=html',
        note: { ro: 'cum se știa în orice zi', en: 'as known on any day' },
      },
    ],
  },
  {
    title: { ro: 'Pentru programe', en: 'For programs' },
    links: [
      {
        title: { ro: 'Documentația API', en: 'API documentation' },
        path: '/docs',
        note: { ro: 'în engleză', en: 'with pages to try it' },
      },
      {
        title: { ro: 'Catalogul mesajelor publice', en: 'Catalogue of public messages' },
        path: '/integrations/v1/contracts?format=html',
        note: { ro: 'pentru alte sisteme', en: 'for other systems' },
      },
      {
        title: { ro: 'Harta pentru programe GIS', en: 'The map for GIS programs' },
        path: '/facilities/v1/ogc?f=html',
        note: { ro: 'OGC API Features', en: 'OGC API Features' },
      },
      {
        title: { ro: 'Harta pentru cataloage de servicii', en: 'The map for directories of services' },
        path: '/facilities/v1/hsds/profile',
        note: { ro: 'HSDS 3.0, Open Referral', en: 'HSDS 3.0, Open Referral' },
      },
    ],
  },
];
