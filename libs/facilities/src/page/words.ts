import { inLanguage, type Language } from '@ecou/contracts';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { municipalZone } from '@ecou/runtime/hours';
import type { FacilityKind } from '../kinds/facility-kinds.events.js';

type ByLinkKind = Readonly<Record<FacilityAnswer['links'][number]['kind'], string>>;

const ro = {
  list: 'Harta facilităților digitale',
  asOf: 'Așa cum era la',
  today: 'Cum este astăzi',
  none: 'Nu există nicio facilitate de acest fel.',
  statuses: { planned: 'planificată', open: 'deschisă', suspended: 'suspendată', retired: 'închisă' },
  status: 'Stadiul',
  address: 'Adresa',
  position: 'Pe hartă',
  approximate: 'aproximativ',
  online: 'numai online sau la telefon',
  hours: 'Program',
  calendar: 'programul în calendar (iCalendar)',
  openNow: 'deschis acum',
  closedNow: 'închis acum',
  closes: 'se închide',
  opens: 'se deschide',
  week: 'Programul săptămânii',
  weekFrom: 'Zilele următoare, cu sărbătorile legale',
  day: 'Ziua',
  allDay: 'non-stop',
  closed: 'închis',
  wheelchair: 'Acces cu scaun rulant',
  wheelchairs: { yes: 'da', limited: 'parțial', no: 'nu' },
  accessibility: 'Accesibilitate',
  operator: 'Operator',
  phone: 'Telefon',
  email: 'E-mail',
  website: 'Site',
  contact: 'Cum se ia legătura',
  yes: 'da',
  no: 'nu',
  links: 'Linkuri utile',
  linkKinds: {
    service: 'serviciu',
    payment: 'plată',
    guide: 'ghid',
    tutorial: 'tutorial',
    video: 'film',
    'app-store': 'magazin de aplicații',
    contact: 'contact',
  } satisfies ByLinkKind,
  guides: 'Ghiduri',
  more: 'Mai multe',
  help: 'Puncte de asistență',
  helpBy: 'Vă ajută',
  languages: 'Limbi',
  incentives: 'Facilități de plată și stimulente',
  validFrom: 'de la',
  validUntil: 'până la',
  everyYear: 'în fiecare an',
  incentiveStates: { planned: 'încă nu este în vigoare', running: 'în vigoare', over: 'nu mai este în vigoare' },
  next: 'începe la',
  source: 'Sursa datelor',
  identifier: 'Identificator în sursă',
  verified: 'Verificată de',
  verification: 'Verificare',
  unverified: 'încă nu a fost verificată',
  verifyDue: 'Următoarea verificare',
  changed: 'Actualizată la',
  history: 'Ce s-a schimbat la această facilitate',
  broken: 'nu funcționează din',
  metres: 'm',
};

const en: typeof ro = {
  list: 'The map of digital facilities',
  asOf: 'As it was on',
  today: 'As it is today',
  none: 'There is no facility of the kind.',
  statuses: { planned: 'planned', open: 'open', suspended: 'suspended', retired: 'retired' },
  status: 'Status',
  address: 'Address',
  position: 'On the map',
  approximate: 'approximately',
  online: 'online or by phone only',
  hours: 'Opening hours',
  calendar: 'opening hours as a calendar (iCalendar)',
  openNow: 'open now',
  closedNow: 'closed now',
  closes: 'closes',
  opens: 'opens',
  week: 'Hours of the week',
  weekFrom: 'The next days, with public holidays',
  day: 'Day',
  allDay: 'all day and night',
  closed: 'closed',
  wheelchair: 'Wheelchair access',
  wheelchairs: { yes: 'yes', limited: 'limited', no: 'no' },
  accessibility: 'Accessibility',
  operator: 'Operator',
  phone: 'Telephone',
  email: 'Email',
  website: 'Website',
  contact: 'How to get in touch',
  yes: 'yes',
  no: 'no',
  links: 'Links',
  linkKinds: {
    service: 'service',
    payment: 'payment',
    guide: 'guide',
    tutorial: 'tutorial',
    video: 'video',
    'app-store': 'app store',
    contact: 'contact',
  },
  guides: 'Guides',
  more: 'More',
  help: 'Places of help',
  helpBy: 'Help by',
  languages: 'Languages',
  incentives: 'Incentives',
  validFrom: 'from',
  validUntil: 'until',
  everyYear: 'every year',
  incentiveStates: { planned: 'not valid yet', running: 'valid now', over: 'no longer valid' },
  next: 'begins on',
  source: 'Source of the data',
  identifier: 'Identifier in its source',
  verified: 'Verified by',
  verification: 'Verification',
  unverified: 'not verified yet',
  verifyDue: 'Next verification',
  changed: 'Updated on',
  history: 'What changed at this facility',
  broken: 'does not work since',
  metres: 'm',
};

export const wordsOf = (lang: Language): typeof ro => (lang === 'ro' ? ro : en);

export const locales = { ro: 'ro-RO', en: 'en-GB' } as const;

export function kindName(kinds: readonly FacilityKind[], id: string, lang: Language): string {
  const kind = kinds.find((each) => each.id === id);
  return kind ? inLanguage(kind.name, lang) : id.replaceAll('-', ' ');
}

/** The place of a facility, in a line. */
export function placeOf({ address, onlineOnly, distance }: FacilityAnswer, lang: Language): string {
  const words = wordsOf(lang);
  const away = distance === undefined ? null : `${distance} ${words.metres}`;
  return [onlineOnly ? words.online : address, away].filter(Boolean).join(', ');
}

/** Open or closed now, and until when, in a line; null where that is not known. */
export function openOf({ status, open, nextChange }: FacilityAnswer, lang: Language): string | null {
  if (status !== 'open' || typeof open !== 'boolean') return null;
  const words = wordsOf(lang);
  const now = open ? words.openNow : words.closedNow;
  if (!nextChange) return now;
  const format = new Intl.DateTimeFormat(locales[lang], {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    timeZone: municipalZone,
  });
  return `${now}, ${open ? words.closes : words.opens} ${format.format(new Date(nextChange))}`;
}
