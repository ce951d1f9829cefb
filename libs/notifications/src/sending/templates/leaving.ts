import type { Language } from '@ecou/contracts';
import type { MessageLinks } from './template.js';

/** The small print of what goes to subscribers: why they get it, and how to leave. */
export const leaving = (language: Language, { preferences, unsubscribe }: MessageLinks): string[] =>
  language === 'ro'
    ? [
        'Primiți acest mesaj pentru că ați cerut să fiți informat(ă) și ați confirmat.',
        `Renunțați la aceste mesaje: ${unsubscribe}`,
        `Alegeți despre ce vă scriem: ${preferences}`,
      ]
    : [
        'You get this message because you asked to be informed, and confirmed it.',
        `Leave these messages: ${unsubscribe}`,
        `Choose what we write to you about: ${preferences}`,
      ];

const lead: Readonly<Record<Language, string>> = {
  ro: 'Primiți acest mesaj pentru că ați cerut să fiți informat(ă), și ați confirmat, despre:',
  en: 'You get this message because you asked to be informed, and confirmed it, of:',
};

/** The same, with the names of what they asked for. */
export function leavingNamed(language: Language, links: MessageLinks): string[] {
  const [, ...ways] = leaving(language, links);
  return [`${lead[language]} ${links.topics.join('; ')}.`, ...ways];
}
