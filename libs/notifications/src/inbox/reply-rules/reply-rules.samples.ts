import type { ReplyRules } from './reply-rules.events.js';

/** Rules, as the specs know them. */
export const rules = {
  officeHours: 'Mo-Fr 08:00-16:30; PH off',
  hoursBetween: 12,
  rules: [
    {
      ...{ id: 'in-hours', status: 'active', when: 'in-hours', keywords: [], channels: [] },
      text: { ro: 'Am primit mesajul.', en: 'We have your message.' },
    },
    {
      ...{ id: 'out-of-hours', status: 'active', when: 'out-of-hours', keywords: [], channels: [] },
      text: { ro: 'Răspundem în timpul programului.', en: 'We answer in office hours.' },
    },
    {
      ...{ id: 'hours', status: 'active', when: 'keyword', keywords: ['program', 'orar'], channels: ['email'] },
      text: { ro: 'Luni-vineri, 8:00-16:30.', en: 'Monday to Friday, 8:00 to 16:30.' },
    },
    {
      ...{ id: 'taxes', status: 'suggested', when: 'keyword', keywords: ['impozite'], channels: [] },
      text: { ro: 'Plătiți online.', en: 'Pay online.' },
    },
  ],
  petition: { keywords: ['petiție'], kind: 'request', category: 'general' },
} satisfies ReplyRules;
