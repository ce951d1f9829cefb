import type { Language } from '@ecou/contracts';
import { z } from 'zod';
import { leaving } from './leaving.js';
import { template } from './template.js';
import { line } from './variables.js';

export const recommendationSteps = ['accepted', 'declined', 'noted', 'work-started', 'completed', 'reopened'] as const;
type Step = (typeof recommendationSteps)[number];

const headings: Record<Language, Record<Step, string>> = {
  ro: {
    accepted: 'Recomandare acceptată',
    declined: 'Recomandare respinsă',
    noted: 'Noutăți despre o recomandare',
    'work-started': 'Recomandare în lucru',
    completed: 'Recomandare realizată',
    reopened: 'Recomandare reanalizată',
  },
  en: {
    accepted: 'Recommendation accepted',
    declined: 'Recommendation declined',
    noted: 'News of a recommendation',
    'work-started': 'Recommendation in progress',
    completed: 'Recommendation done',
    reopened: 'Recommendation under review again',
  },
};

/** As much of a recommendation as a subject line shows. */
const subjectLength = 80;
const shortened = (text: string): string =>
  text.length <= subjectLength ? text : `${text.slice(0, subjectLength).replace(/\s+\S*$/, '')}…`;

export const recommendationProgressed = template({
  name: 'recommendation-progressed',
  version: 1,
  variables: z.object({ title: line, recommendationId: z.uuid(), step: z.enum(recommendationSteps) }),
  content: (language, { title, recommendationId, step }, links) => {
    const heading = headings[language][step];
    const notes = leaving(language, links);
    const href = links.recommendation(recommendationId, language);
    const subject = `${heading}: ${shortened(title)}`;
    return language === 'ro'
      ? {
          subject,
          paragraphs: ['Bună ziua,', `${heading}: „${title}”`],
          action: { label: 'Vedeți ce s-a decis și ce s-a făcut', href },
          notes,
        }
      : {
          subject,
          paragraphs: ['Hello,', `${heading}: “${title}”`],
          action: { label: 'See what was decided and done', href },
          notes,
        };
  },
});
