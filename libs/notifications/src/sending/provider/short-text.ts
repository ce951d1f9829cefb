import type { Language } from '@ecou/contracts';
import type { Outgoing } from '../channel.js';
import type { Sender } from '../templates/render.js';

/** Characters of what a short message says, without its addresses. */
export const mostCharacters = 160;

const stop: Readonly<Record<Language, string>> = { ro: 'Renunțare', en: 'Stop' };

/** The text in so many characters at most, cut at its end. */
export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;

/** The subject of a message, and the headings of a digest, in 160 characters at most; after `before`, where there is such. */
export function subjectsOf({ subject, sections = [] }: Outgoing['content'], before = ''): string {
  const headings = sections.map(({ heading }) => heading);
  return shortened([`${before}${subject}`, ...headings].join('; '), mostCharacters);
}

/** A message in few words: who writes, what it is about, where to read on, and how to stop it. The page behind the address says the rest. */
export function shortTextOf(
  { content, language, unsubscribe }: Pick<Outgoing, 'content' | 'language' | 'unsubscribe'>,
  { institution }: Pick<Sender, 'institution'>,
): string {
  const leave = unsubscribe === null ? [] : [`${stop[language]}: ${unsubscribe}`];
  return [subjectsOf(content, `${institution}: `), content.action.href, ...leave].join('\n');
}
