import { z } from 'zod';
import { template } from './template.js';
import { line } from './variables.js';

export const confirmation = template({
  name: 'confirmation',
  version: 1,
  variables: z.object({ consent: line.describe('What the person agreed to, as it was shown.') }),
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
