import type { Language } from '@ecou/contracts';

const ro = {
  series: (name: string, place: number) => `Nr. ${place} din seria „${name}”`,
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
  moved: (previous: string) => `Evenimentul a fost reprogramat; fusese anunțat pentru ${previous}.`,
  date: 'Data',
  hours: 'Ora',
  venue: 'Locul',
  online: 'Online',
  languages: 'Limbi',
  audience: 'Pentru cine',
  capacity: 'Locuri',
  registration: 'Înscrieri',
  open: (free: number | null) => (free === null ? 'deschise' : `deschise, locuri libere: ${free}`),
  shut: 'închise',
  agenda: 'Agenda',
  kinds: { presentation: 'Prezentare', debate: 'Dezbatere', break: 'Pauză' },
  participants: 'Participanți',
  notReported: 'nu a fost raportat',
  unreconciled: 'cifrele nu se potrivesc între ele; sunt redate așa cum au fost consemnate',
  links: 'Mai departe',
  calendar: 'Adaugă în calendar (iCalendar)',
  report: (version: number) => `Raportul evenimentului, versiunea ${version}`,
};

/** Every language has the words that Romanian has. */
type Words = typeof ro;

const en: Words = {
  series: (name, place) => `No. ${place} of the series “${name}”`,
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
  links: 'Further',
  calendar: 'Add to a calendar (iCalendar)',
  report: (version) => `Report of the event, version ${version}`,
};

export const wordsOf = (language: Language): Words => (language === 'ro' ? ro : en);
