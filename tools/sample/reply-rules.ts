import type { Step } from './api.ts';

const channels = ['whatsapp', 'telegram'];

/** A session asked that messages in these apps be replied to automatically. Office hours and words are synthetic, so the rules are suggested, and reply to nobody. */
const suggested = {
  officeHours: 'Mo-Fr 08:00-16:30; PH off',
  hoursBetween: 12,
  rules: [
    {
      ...{ id: 'apps-in-hours', status: 'suggested', when: 'in-hours', channels },
      text: {
        ro: 'Bună ziua! Am primit mesajul dumneavoastră. Un coleg vă răspunde astăzi, în timpul programului.',
        en: 'Hello! We have your message. A colleague answers you today, in office hours.',
      },
    },
    {
      ...{ id: 'apps-out-of-hours', status: 'suggested', when: 'out-of-hours', channels },
      text: {
        ro: 'Bună ziua! Am primit mesajul dumneavoastră. Suntem în afara programului: vă răspundem în prima zi lucrătoare.',
        en: 'Hello! We have your message. Our office is closed: we answer you on the next working day.',
      },
    },
  ],
};

/** Rules that somebody set stay as they are. */
async function suggestRules(api: Parameters<Step>[0]): Promise<void> {
  const path = '/notifications/v1/reply-rules';
  const { body, etag } = await api.get<{ readonly version: number }>(path);
  if (body.version === 0) await api.put(path, suggested, etag);
}

export const replyRuleSteps: readonly Step[] = [suggestRules];
