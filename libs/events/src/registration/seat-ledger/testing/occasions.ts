import type { Announcement } from '../../../consultations/civic-event/civic-event.events.js';
import type { RegistrationSettings } from '../seat-ledger.events.js';

/** A civic event as the public is told of it; nothing in it is real. */
export const occasion: Announcement = {
  programmeId: null,
  kind: 'consultation',
  title: { ro: 'Sesiune de consultare (date sintetice)', en: 'Consultation session (synthetic data)' },
  series: null,
  startsAt: '2024-04-10T09:30:00+03:00',
  endsAt: '2024-04-10T16:00:00+03:00',
  timeZone: 'Europe/Bucharest',
  format: 'in-person',
  venue: { name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
  onlineAddress: null,
  languages: ['ro'],
};

export const settings: RegistrationSettings = {
  capacity: 3,
  reserved: [],
  waitingList: true,
  confirmWithinHours: null,
  opensAt: null,
  closesAt: null,
  reminders: [72, 24],
};
