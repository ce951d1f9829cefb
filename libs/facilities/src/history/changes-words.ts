import { facilityKinds, inLanguage, type Language } from '@ecou/contracts';
import type { FacilityDetails } from '../facility/facility.events.js';
import type { ChangeAnswer } from './changes.schemas.js';

type Fields = Readonly<Record<keyof FacilityDetails, string>>;

const ro = {
  title: 'Ce s-a schimbat pe harta facilităților digitale',
  none: 'Nu s-a schimbat nimic.',
  from: 'Din ziua',
  to: 'Până în ziua',
  show: 'Arată',
  map: 'Harta facilităților digitale',
  feed: 'Flux Atom',
  next: 'Pagina următoare',
  changes: {
    added: 'adăugată',
    changed: 'modificată',
    opened: 'deschisă',
    verified: 'verificată',
    suspended: 'suspendată',
    resumed: 'redeschisă',
    retired: 'închisă definitiv',
    'incentive-began': 'a început un stimulent',
    'incentive-ended': 's-a încheiat un stimulent',
  } as Readonly<Record<string, string>>,
  fields: {
    kind: 'felul',
    name: 'numele',
    description: 'descrierea',
    externalId: 'identificatorul din sursă',
    position: 'poziția',
    approximate: 'precizia poziției',
    onlineOnly: 'dacă este numai online',
    address: 'adresa',
    openingHours: 'programul',
    accessibility: 'accesibilitatea',
    operator: 'operatorul',
    contact: 'datele de contact',
    source: 'sursa',
    fields: 'detaliile felului',
    links: 'linkurile',
    guides: 'ghidurile',
    assistancePoints: 'punctele de asistență',
    incentives: 'stimulentele',
    verifyEveryMonths: 'cât de des se verifică',
  } satisfies Fields as Readonly<Record<string, string>>,
};

const en: typeof ro = {
  title: 'What changed on the map of digital facilities',
  none: 'Nothing changed.',
  from: 'From',
  to: 'Up to',
  show: 'Show',
  map: 'The map of digital facilities',
  feed: 'Atom feed',
  next: 'Next page',
  changes: {
    added: 'added',
    changed: 'changed',
    opened: 'opened',
    verified: 'verified',
    suspended: 'suspended',
    resumed: 'opened again',
    retired: 'closed for good',
    'incentive-began': 'an incentive began',
    'incentive-ended': 'an incentive ended',
  },
  fields: {
    kind: 'kind',
    name: 'name',
    description: 'description',
    externalId: 'identifier in its source',
    position: 'position',
    approximate: 'precision of the position',
    onlineOnly: 'whether it is online only',
    address: 'address',
    openingHours: 'opening hours',
    accessibility: 'accessibility',
    operator: 'operator',
    contact: 'contact',
    source: 'source',
    fields: 'details of its kind',
    links: 'links',
    guides: 'guides',
    assistancePoints: 'places of help',
    incentives: 'incentives',
    verifyEveryMonths: 'how often it is verified',
  } satisfies Fields,
};

export const wordsOf = (lang: Language): typeof ro => (lang === 'ro' ? ro : en);

/** A change in some words: `modificată: adresa, programul`. */
export function summaryOf({ change, fields, reason, kind, status }: ChangeAnswer, lang: Language): string {
  const words = wordsOf(lang);
  const what = words.changes[change] ?? words.changes['changed'] ?? change;
  const named = change === 'changed' ? fields.map((field) => words.fields[field] ?? field).join(', ') : '';
  const why = reason && (status === 'suspended' || status === 'retired') ? inLanguage(reason, lang) : '';
  const kinds: Readonly<Record<string, string>> = facilityKinds[lang];
  return [`${kinds[kind] ?? kind.replaceAll('-', ' ')}, ${what}`, change === 'changed' ? named : why]
    .filter(Boolean)
    .join(': ');
}
