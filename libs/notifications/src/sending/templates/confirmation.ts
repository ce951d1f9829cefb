import type { Language } from '@ecou/contracts';
import { z } from 'zod';
import { template, type Content } from './template.js';
import { line } from './variables.js';

const variables = z.object({ consent: line.describe('What the person agreed to, as it was shown.') });

const first = template({
  name: 'confirmation',
  version: 1,
  variables,
  content: (language, { consent }, { confirm }) =>
    language === 'ro'
      ? {
          subject: 'Confirmați că doriți să fiți informat(ă)',
          paragraphs: [
            'Bună ziua,',
            'Cineva, poate dumneavoastră, a cerut să primească vești la această adresă și a fost de acord cu textul următor:',
            `„${consent}”`,
            'Vă scriem numai după ce confirmați.',
          ],
          action: { label: 'Confirm', href: confirm },
          notes: ['Dacă nu ați cerut acest lucru, nu trebuie să faceți nimic: nu veți mai primi alte mesaje.'],
        }
      : {
          subject: 'Please confirm that you wish to be informed',
          paragraphs: [
            'Hello,',
            'Somebody, perhaps you, asked for news at this address, and agreed to the following text:',
            `“${consent}”`,
            'We write to you only after you have confirmed.',
          ],
          action: { label: 'Confirm', href: confirm },
          notes: ['If you did not ask for this, there is nothing to be done: you will get no further messages.'],
        },
});

const words: Readonly<Record<Language, (consent: string, topics: string) => Omit<Content, 'action'>>> = {
  ro: (consent, topics) => ({
    subject: 'Confirmați că doriți să fiți informat(ă)',
    paragraphs: [
      'Bună ziua,',
      'Cineva, poate dumneavoastră, a cerut să primească la această adresă noutăți despre:',
      topics,
      'și a fost de acord cu textul următor:',
      `„${consent}”`,
      'Vă vom scrie numai după ce confirmați.',
    ],
    notes: ['Dacă nu ați cerut acest lucru, nu trebuie să faceți nimic: nu veți mai primi alte mesaje.'],
  }),
  en: (consent, topics) => ({
    subject: 'Please confirm that you wish to be informed',
    paragraphs: [
      'Hello,',
      'Somebody, perhaps you, asked for news at this address of:',
      topics,
      'and agreed to the following text:',
      `“${consent}”`,
      'We will write to you only after you have confirmed.',
    ],
    notes: ['If you did not ask for this, there is nothing to be done: you will get no further messages.'],
  }),
};

/** Says what the news would be of. */
const second = template({
  name: 'confirmation',
  version: 2,
  variables,
  content: (language, { consent }, { confirm, topics }) => ({
    ...words[language](consent, topics.map((name) => `• ${name}`).join('\n')),
    action: { label: 'Confirm', href: confirm },
  }),
});

/** To somebody on a list that the institution kept before: nobody asked for it now. */
export const importedConfirmation = template({
  name: 'imported-confirmation',
  version: 1,
  variables,
  content: (language, { consent }, { confirm, topics }) => {
    const named = topics.map((name) => `• ${name}`).join('\n');
    return language === 'ro'
      ? {
          subject: 'Doriți să vă scriem în continuare?',
          paragraphs: [
            'Bună ziua,',
            'Această adresă se află pe o listă mai veche a primăriei. Am dori să vă trimitem noutăți despre:',
            named,
            'Dacă doriți, confirmați că sunteți de acord cu textul următor:',
            `„${consent}”`,
          ],
          action: { label: 'Confirm', href: confirm },
          notes: ['Dacă nu doriți, nu trebuie să faceți nimic: nu vă mai scriem pentru această listă.'],
        }
      : {
          subject: 'Shall we go on writing to you?',
          paragraphs: [
            'Hello,',
            'This address stands on an older list of the city hall. We would like to send you news of:',
            named,
            'If you wish that, please confirm that you agree to the following text:',
            `“${consent}”`,
          ],
          action: { label: 'Confirm', href: confirm },
          notes: ['If you do not, there is nothing to be done: we will not write to you again because of that list.'],
        };
  },
});

export const confirmations = [first, second] as const;
