import { z } from 'zod';
import { template } from './template.js';
import { line } from './variables.js';

/** Goes to an address that somebody added to a subscription. */
export const addressConfirmation = template({
  name: 'address-confirmation',
  version: 1,
  variables: z.object({ consent: line.describe('What the person agreed to, as it was shown.') }),
  content: (language, { consent }, { confirmAddress: href }) =>
    language === 'ro'
      ? {
          subject: 'Confirmați că această adresă este a dumneavoastră',
          paragraphs: [
            'Bună ziua,',
            'Cineva, poate dumneavoastră, a cerut să primească vești de la primărie și la această adresă și a fost de acord cu textul următor:',
            `„${consent}”`,
            'Nu vă scriem aici nimic altceva înainte să confirmați.',
            'Dacă primiți deja vești la această adresă printr-un alt abonament, renunțați mai întâi la acela: pagina vă arată cum.',
          ],
          action: { label: 'Confirm', href },
          notes: [
            'Dacă nu ați cerut acest lucru, nu trebuie să faceți nimic: nu veți primi alte mesaje din această cauză.',
          ],
        }
      : {
          subject: 'Please confirm that this address is yours',
          paragraphs: [
            'Hello,',
            'Somebody, perhaps you, asked for news from the city hall at this address too, and agreed to the following text:',
            `“${consent}”`,
            'We write nothing else to you here before you have confirmed.',
            'If you already get news at this address by another subscription, leave that first: the page shows you how.',
          ],
          action: { label: 'Confirm', href },
          notes: ['If you did not ask for this, there is nothing to be done: no further messages will follow from it.'],
        },
});
