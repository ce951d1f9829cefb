import type { Language } from '@ecou/contracts';
import { z } from 'zod';
import { leaving, leavingNamed } from './leaving.js';
import { template } from './template.js';
import { line, lines } from './variables.js';

const variables = z.object({
  title: line,
  civicEventId: z.uuid(),
  version: z.string().regex(/^[1-9][0-9]{0,8}$/),
});

const original = template({
  name: 'report-published',
  version: 1,
  variables,
  content: (language, { title, civicEventId, version }, links) => {
    const first = version === '1';
    const notes = leaving(language, links);
    const href = links.report(civicEventId, version, language);
    return language === 'ro'
      ? {
          subject: first ? `Raportul este publicat: ${title}` : `Raport actualizat: ${title}`,
          paragraphs: [
            'Bună ziua,',
            first
              ? `Raportul întâlnirii „${title}” a fost publicat.`
              : `A fost publicată versiunea ${version} a raportului întâlnirii „${title}”.`,
          ],
          action: { label: 'Citiți raportul', href },
          notes,
        }
      : {
          subject: first ? `The report is published: ${title}` : `Report updated: ${title}`,
          paragraphs: [
            'Hello,',
            first
              ? `The report of the meeting “${title}” has been published.`
              : `Version ${version} of the report of the meeting “${title}” has been published.`,
          ],
          action: { label: 'Read the report', href },
          notes,
        };
  },
});

interface Said {
  readonly hello: string;
  readonly first: string;
  readonly again: string;
  readonly lead: (title: string) => string;
  readonly leadAgain: (title: string, version: string) => string;
  readonly changes: string;
  readonly action: string;
}

const words: Readonly<Record<Language, Said>> = {
  ro: {
    hello: 'Bună ziua,',
    first: 'Raportul este publicat',
    again: 'Raport actualizat',
    lead: (title) => `Raportul evenimentului „${title}” a fost publicat.`,
    leadAgain: (title, version) => `A fost publicată versiunea ${version} a raportului evenimentului „${title}”.`,
    changes: 'Ce s-a schimbat',
    action: 'Citiți raportul',
  },
  en: {
    hello: 'Hello,',
    first: 'The report is published',
    again: 'Report updated',
    lead: (title) => `The report of the event “${title}” has been published.`,
    leadAgain: (title, version) => `Version ${version} of the report of the event “${title}” has been published.`,
    changes: 'What changed',
    action: 'Read the report',
  },
};

/** Tells what changed since the version before. */
const withChanges = template({
  name: 'report-published',
  version: 2,
  variables: variables.extend({ note: lines.optional() }),
  content: (language, { title, civicEventId, version, note }, links) => {
    const say = words[language];
    const isFirst = version === '1';
    return {
      subject: `${isFirst ? say.first : say.again}: ${title}`,
      paragraphs: [
        say.hello,
        isFirst ? say.lead(title) : say.leadAgain(title, version),
        ...(note === undefined ? [] : [`${say.changes}: ${note}`]),
      ],
      action: { label: say.action, href: links.report(civicEventId, version, language) },
      notes: leavingNamed(language, links),
    };
  },
});

export const reportPublished = [original, withChanges] as const;
