import type { Language } from '@ecou/contracts';
import type { Outgoing } from '../channel.js';
import type { Sender } from '../templates/render.js';

/** Characters of what a text message says, without its addresses. */
export const mostCharacters = 160;

const stop: Readonly<Record<Language, string>> = { ro: 'Renunțare', en: 'Stop' };

const shortened = (text: string): string =>
  text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1).trimEnd()}…` : text;

/** A message in few words: who writes, what it is about, where to read on, and how to stop it. The page behind the address says the rest. */
export function smsTextOf(
  { content, language, unsubscribe }: Pick<Outgoing, 'content' | 'language' | 'unsubscribe'>,
  { institution }: Pick<Sender, 'institution'>,
): string {
  const headings = (content.sections ?? []).map(({ heading }) => heading);
  const said = [`${institution}: ${content.subject}`, ...headings].join('; ');
  const leave = unsubscribe === null ? [] : [`${stop[language]}: ${unsubscribe}`];
  return [shortened(said), content.action.href, ...leave].join('\n');
}
