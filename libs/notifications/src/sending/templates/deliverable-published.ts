import { z } from 'zod';
import { leaving } from './leaving.js';
import { template } from './template.js';
import { line, webAddress } from './variables.js';

export const deliverablePublished = template({
  name: 'deliverable-published',
  version: 1,
  variables: z.object({ title: line, address: webAddress, kind: line }),
  content: (language, { title, address }, links) => {
    const notes = leaving(language, links);
    return language === 'ro'
      ? {
          subject: `A fost publicat: ${title}`,
          paragraphs: ['Bună ziua,', `„${title}” a fost publicat și poate fi consultat.`],
          action: { label: 'Deschideți', href: address },
          notes,
        }
      : {
          subject: `Published: ${title}`,
          paragraphs: ['Hello,', `“${title}” has been published and can be consulted.`],
          action: { label: 'Open', href: address },
          notes,
        };
  },
});
