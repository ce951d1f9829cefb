import { instant } from '@ecou/contracts';
import { z } from 'zod';
import { leaving } from './leaving.js';
import { moment } from './moment.js';
import { template } from './template.js';
import { line } from './variables.js';

const zone = 'Europe/Bucharest';

/** To whoever agreed to an older text. */
export const consentRenewal = template({
  name: 'consent-renewal',
  version: 1,
  variables: z.object({
    consent: line.describe('What the person is asked to agree to, as it is shown.'),
    until: instant.describe('What they agreed to holds until then.'),
  }),
  content: (language, { consent, until }, links) => {
    const named = links.topics.map((name) => `• ${name}`).join('\n');
    const end = moment(until, zone, language);
    return language === 'ro'
      ? {
          subject: 'Textul acordului s-a schimbat: doriți să vă scriem în continuare?',
          paragraphs: [
            'Bună ziua,',
            'Vă scriem la această adresă despre:',
            named,
            'Textul cu care ați fost de acord s-a schimbat. Acesta este textul nou:',
            `„${consent}”`,
            `Acordul dat până acum rămâne valabil până ${end}. Dacă până atunci nu confirmați, nu vă mai scriem despre aceste teme.`,
          ],
          action: { label: 'Sunt de acord', href: links.renewConsent },
          notes: leaving(language, links),
        }
      : {
          subject: 'The text of your consent has changed: shall we go on writing to you?',
          paragraphs: [
            'Hello,',
            'We write to you at this address about:',
            named,
            'The text that you agreed to has changed. This is the new one:',
            `“${consent}”`,
            `What you agreed to holds until ${end}. If you have not confirmed by then, we will no longer write to you about these topics.`,
          ],
          action: { label: 'I agree', href: links.renewConsent },
          notes: leaving(language, links),
        };
  },
});
