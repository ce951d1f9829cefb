import { channel, items, places } from '../items/item.samples.js';
import type { QuestionnaireTemplateEvent, TemplateContent } from './questionnaire-template.events.js';

/** Samples for specs: a template of questionnaires about sessions. */
export const templateContent: TemplateContent = {
  title: { ro: 'Chestionar de feedback', en: 'Feedback form' },
  languages: ['ro'],
  items: [...items, channel, places],
  themes: [{ id: 'guides', label: { ro: 'Ghiduri', en: 'Guides' } }],
  consentText: { ro: 'Sunt de acord să primesc vești la această adresă.' },
};

/** One event of each type. */
export const templateSamples: { [E in QuestionnaireTemplateEvent as E['type']]: E['data'] } = {
  QuestionnaireTemplateCreated: templateContent,
  QuestionnaireTemplateRevised: { ...templateContent, languages: ['ro'], items, themes: [], consentText: null },
  QuestionnaireTemplateRetired: { reason: 'Îl înlocuiește un formular mai scurt.', retiredAt: '2023-05-02T09:00:00Z' },
};
