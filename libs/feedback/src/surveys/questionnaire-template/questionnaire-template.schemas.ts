import { instant } from '@ecou/contracts';
import { asOfQuery, listOf, localized, newId, optional, pageQuery, text } from '@ecou/runtime';
import { z } from 'zod';
import { wordingBody } from '../items/item.body.js';
import { worded } from '../items/item.refine.js';
import { templateContent } from './questionnaire-template.events.js';

const fields = {
  ...wordingBody,
  consentText: optional(localized(2000)).describe(
    'What somebody who leaves an address agrees to, exactly as it is shown. Questionnaires with topics take it over.',
  ),
};

export const createTemplateBody = z
  .strictObject({ id: newId, ...fields })
  .superRefine(worded)
  .meta({
    id: 'CreateQuestionnaireTemplate',
    example: {
      title: { ro: 'Feedback după o sesiune', en: 'Feedback after a session' },
      items: [{ id: 'duration', kind: 'grade', aspect: 'duration', wording: { ro: 'Durata', en: 'The duration' } }],
    },
  });

export const reviseTemplateBody = z
  .strictObject(fields)
  .superRefine(worded)
  .meta({
    id: 'ReviseQuestionnaireTemplate',
    example: {
      title: { ro: 'Feedback după o sesiune', en: 'Feedback after a session' },
      items: [
        {
          id: 'duration',
          kind: 'grade',
          aspect: 'duration',
          wording: { ro: 'Durata sesiunii', en: 'The duration of the session' },
        },
      ],
    },
  });

export const retireTemplateBody = z
  .strictObject({ reason: optional(text(1000)) })
  .meta({ id: 'RetireQuestionnaireTemplate' });

/** Number of a template's version. */
export const templateVersion = z.int().min(1).max(100_000);

export const templateQuery = z.strictObject({
  ...asOfQuery,
  version: z.coerce.number().pipe(templateVersion).optional().describe('Of the content; the newest without it.'),
});

export const templatesQuery = z.strictObject({
  ...pageQuery,
  retired: z.enum(['true', 'false']).optional().describe('Only those that were retired, or only those that were not.'),
});

export const templateAnswer = z
  .object({
    id: z.uuid(),
    ...templateContent.shape,
    templateVersion: templateVersion.describe('The version of the content that is shown, from 1.'),
    newestVersion: templateVersion,
    retired: z.object({ reason: z.string().nullable(), retiredAt: instant }).nullable(),
    version: z.int().describe('Of the stream, for `If-Match`.'),
  })
  .meta({ id: 'QuestionnaireTemplate' });
export type TemplateAnswer = z.output<typeof templateAnswer>;

export const templatesAnswer = listOf(templateAnswer, 'QuestionnaireTemplates');
