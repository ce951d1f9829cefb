import { instant, language, localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { item, theme } from '../items/item.schema.js';

const text = localizedText.strict();

/** The content that questionnaires which are drafted from it take over. */
export const templateContent = z.object({
  title: text,
  languages: z.array(language),
  items: z.array(item).min(1).max(50),
  themes: z.array(theme),
  consentText: text.nullable(),
});
export type TemplateContent = z.output<typeof templateContent>;

export const questionnaireTemplateEvents = defineEvents('questionnaire-template', {
  QuestionnaireTemplateCreated: templateContent,
  QuestionnaireTemplateRevised: templateContent,
  /** No questionnaire is drafted from it any more. */
  QuestionnaireTemplateRetired: z.object({ reason: z.string().nullable(), retiredAt: instant }),
});
export type QuestionnaireTemplateEvent = EventOf<typeof questionnaireTemplateEvents>;
