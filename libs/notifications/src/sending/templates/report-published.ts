import { z } from 'zod';
import { leaving } from './leaving.js';
import { template } from './template.js';
import { line } from './variables.js';

export const reportPublished = template({
  name: 'report-published',
  version: 1,
  variables: z.object({
    title: line,
    civicEventId: z.uuid(),
    version: z.string().regex(/^[1-9][0-9]{0,8}$/),
  }),
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
