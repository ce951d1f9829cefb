import { language } from '@ecou/contracts';
import { newId, personalField } from '@ecou/runtime';
import { z } from 'zod';

/** The address that news is sent to. */
export const emailAddress = z.email().max(254);

export const updatesRequestBody = z
  .strictObject({
    id: newId,
    email: personalField(
      emailAddress.describe(
        'Where to send news of the topics of the questionnaire, once the address was confirmed. With it, the consent text of the questionnaire is agreed to.',
      ),
    ),
    language: language.default('ro').describe('The language that the consent text was read in.'),
  })
  .meta({ id: 'RequestUpdates' });
export type UpdatesRequestBody = z.output<typeof updatesRequestBody>;
