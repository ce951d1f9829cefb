import type { Language } from '@ecou/contracts';
import { z } from 'zod';
import { template } from './template.js';
import { line } from './variables.js';

const variables = z.object({ endpointId: z.uuid(), host: line, reason: line, error: line.optional(), position: line });

const words = {
  ro: {
    subject: (host: string) => `Mesajele către ${host} sunt oprite`,
    lead: (host: string) => `Sistemul de la ${host} nu mai primește mesaje de la Ecou.`,
    reasons: {
      failing: 'Zece încercări, în trei zile, nu au reușit.',
      gone: 'A răspuns că adresa nu mai există (410).',
      trimmed: 'Jurnalul nu mai păstrează mesajele pe care nu le-a primit.',
    },
    error: (error: string) => `Ultimul răspuns: ${error}`,
    position: (position: string) =>
      `Când este reluat, continuă de la poziția ${position} a jurnalului: nu se pierde nimic din ce păstrează jurnalul.`,
    action: 'Vedeți destinația și reluați-o',
    own: 'Primiți acest mesaj pentru că adresa dumneavoastră este contactul acestei destinații.',
  },
  en: {
    subject: (host: string) => `Messages to ${host} are paused`,
    lead: (host: string) => `The system at ${host} gets no messages from Ecou any more.`,
    reasons: {
      failing: 'Ten attempts, within three days, failed.',
      gone: 'It answered that the address is gone (410).',
      trimmed: 'The log does not keep what it missed any more.',
    },
    error: (error: string) => `The last answer: ${error}`,
    position: (position: string) =>
      `Once it is resumed it goes on at position ${position} of the log: nothing that the log keeps is lost.`,
    action: 'See the endpoint, and resume it',
    own: 'You get this message because your address is the contact of this endpoint.',
  },
} as const;

/** A reason that a later build may add is left out. */
export const reasonIn = (language: Language, reason: string): string | undefined =>
  (words[language].reasons as Readonly<Record<string, string>>)[reason];

const endpointPaused = template({
  name: 'endpoint-paused',
  version: 1,
  variables,
  content: (language, { endpointId, host, reason, error, position }, links) => {
    const say = words[language];
    return {
      subject: say.subject(host),
      paragraphs: [
        say.lead(host),
        ...[reasonIn(language, reason) ?? []].flat(),
        ...(error === undefined ? [] : [say.error(error)]),
        say.position(position),
      ],
      action: { label: say.action, href: links.endpoint(endpointId) },
      notes: [say.own],
    };
  },
});

export const endpointNotices = { 'endpoint-paused': [endpointPaused] } as const;
