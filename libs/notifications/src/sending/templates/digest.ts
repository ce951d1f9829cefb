import type { Language } from '@ecou/contracts';
import { z } from 'zod';
import { leavingNamed } from './leaving.js';
import { template, type Content } from './template.js';

/** The frame of a message that gathers several. */
export const digest = template({
  name: 'digest',
  version: 1,
  variables: z.object({ count: z.string().regex(/^[1-9][0-9]{0,4}$/) }),
  content: (language, { count }, links) =>
    language === 'ro'
      ? {
          subject: `Noutăți de la primărie: ${count}`,
          paragraphs: ['Bună ziua,', 'Acestea sunt noutățile despre temele pe care le-ați ales.'],
          action: { label: 'Alegeți ce și când vă scriem', href: links.preferences },
          notes: leavingNamed(language, links),
        }
      : {
          subject: `News from the city hall: ${count}`,
          paragraphs: ['Hello,', 'This is the news of the topics that you chose.'],
          action: { label: 'Choose what we write to you about, and when', href: links.preferences },
          notes: leavingNamed(language, links),
        },
});

/** Most parts that one message shows in full. */
const mostParts = 100;

const rest: Readonly<Record<Language, (count: number) => string>> = {
  ro: (count) => `Și încă ${count}, pe paginile primăriei.`,
  en: (count) => `And ${count} more, on the pages of the city hall.`,
};

/** A message that gathers others: each is a part under its subject, without its greeting. One alone is itself. */
export function digestContent(frame: Content, parts: readonly Content[], language: Language): Content {
  const [only, ...others] = parts;
  if (only && others.length === 0) return { ...only, notes: frame.notes };
  const sections = parts
    .slice(0, mostParts)
    .map(({ subject: heading, paragraphs: [, ...paragraphs], rich, action }) => ({
      ...{ heading, paragraphs, action },
      ...(rich && { rich: rich.slice(1) }),
    }));
  const more = parts.length - sections.length;
  if (more <= 0) return { ...frame, sections };
  const [text, rich] = [rest[language](more), frame.rich];
  const paragraphs = [...frame.paragraphs, text];
  return { ...frame, paragraphs, ...(rich && { rich: [...rich, [{ text }]] }), sections };
}
