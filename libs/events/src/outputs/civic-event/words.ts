import type { Language } from '@ecou/contracts';

/** The names of what was corrected. */
const named = (fields: Readonly<Record<string, string>>, changed: readonly string[]): string =>
  changed.map((each) => fields[each] ?? each).join(', ');

const fields = {
  ro: {
    title: 'titlul',
    description: 'descrierea',
    venue: 'locul',
    onlineAddress: 'adresa online',
    format: 'felul în care are loc',
    audience: 'pentru cine este',
    languages: 'limbile',
    agenda: 'agenda',
    hold: 'faptul că a avut loc',
  },
  en: {
    title: 'title',
    description: 'description',
    venue: 'venue',
    onlineAddress: 'online address',
    format: 'way in which it takes place',
    audience: 'for whom it is',
    languages: 'languages',
    agenda: 'agenda',
    hold: 'that it took place',
  },
};

const ro = {
  list: 'Evenimente civice',
  none: 'Nu există niciun eveniment de acest fel.',
  series: (place: number) => `Nr. ${place} din serie`,
  status: {
    planned: 'planificat, încă neanunțat',
    published: 'anunțat',
    rescheduled: 'reprogramat',
    held: 'a avut loc',
    closed: 'a avut loc, încheiat',
    cancelled: 'anulat',
  },
  state: 'Stadiul',
  cancelled: 'Evenimentul a fost anulat.',
  corrected: (changed: readonly string[], day: string) => `Corectat la ${day}: ${named(fields.ro, changed)}.`,
  moved: (previous: string) => `Evenimentul a fost reprogramat; fusese anunțat pentru ${previous}.`,
  date: 'Data',
  hours: 'Ora',
  venue: 'Locul',
  online: 'Online',
  languages: 'Limbi',
  audience: 'Cui se adresează',
  capacity: 'Locuri',
  registration: 'Înscrieri',
  open: (free: number | null) => (free === null ? 'deschise' : `deschise, locuri libere: ${free}`),
  shut: 'închise',
  agenda: 'Agenda',
  kinds: { presentation: 'Prezentare', debate: 'Dezbatere', break: 'Pauză' },
  participants: 'Participanți',
  notReported: 'număr neraportat',
  unreconciled: 'cifrele nu concordă; sunt redate așa cum au fost consemnate',
  links: 'Linkuri utile',
  register: 'Înscrieți-vă la acest eveniment',
  follow: 'Primiți noutăți despre acest eveniment prin e-mail',
  ofSeries: 'Toate evenimentele seriei',
  calendar: 'Adaugă în calendar (iCalendar)',
  report: (version: number) => `Raportul evenimentului, versiunea ${version}`,
};

/** Every language has the words that Romanian has. */
type Words = typeof ro;

const en: Words = {
  list: 'Civic events',
  none: 'There is no event of the kind.',
  series: (place) => `No. ${place} of its series`,
  status: {
    planned: 'planned, not announced yet',
    published: 'announced',
    rescheduled: 'rescheduled',
    held: 'took place',
    closed: 'took place, closed',
    cancelled: 'cancelled',
  },
  state: 'Status',
  cancelled: 'The event was cancelled.',
  corrected: (changed, day) => `Corrected on ${day}: ${named(fields.en, changed)}.`,
  moved: (previous) => `The event was rescheduled; it had been announced for ${previous}.`,
  date: 'Date',
  hours: 'Time',
  venue: 'Venue',
  online: 'Online',
  languages: 'Languages',
  audience: 'For whom',
  capacity: 'Seats',
  registration: 'Registration',
  open: (free) => (free === null ? 'open' : `open, free seats: ${free}`),
  shut: 'closed',
  agenda: 'Agenda',
  kinds: { presentation: 'Presentation', debate: 'Debate', break: 'Break' },
  participants: 'Participants',
  notReported: 'not reported',
  unreconciled: 'the figures do not add up; they are shown as they stand on record',
  links: 'Links',
  register: 'Register for this event',
  follow: 'Get news of this event by e-mail',
  ofSeries: 'All events of the series',
  calendar: 'Add to a calendar (iCalendar)',
  report: (version) => `Report of the event, version ${version}`,
};

export const wordsOf = (language: Language): Words => (language === 'ro' ? ro : en);
