import type { Language } from '@ecou/contracts';
import { z } from 'zod';
import { shortened } from '../../subscribers/topic/shortened.js';
import { leaving, leavingNamed } from './leaving.js';
import { template } from './template.js';
import { line, lines } from './variables.js';

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

const variables = z.object({ title: line, recommendationId: z.uuid(), step: z.enum(recommendationSteps) });

const first = template({
  name: 'recommendation-progressed',
  version: 1,
  variables,
  content: (language, { title, recommendationId, step }, links) => {
    const heading = headings[language][step];
    const notes = leaving(language, links);
    const href = links.recommendation(recommendationId, language);
    const subject = `${heading}: ${shortened(title, subjectLength)}`;
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

const reopened: Readonly<Record<Language, string>> = { ro: 'Recomandare redeschisă', en: 'Recommendation reopened' };

const words = {
  ro: { hello: 'Bună ziua,', quote: (title: string) => `„${title}”`, action: 'Vedeți ce s-a decis și ce s-a făcut' },
  en: { hello: 'Hello,', quote: (title: string) => `“${title}”`, action: 'See what was decided and done' },
} as const;

/** A step in words. */
export const headingOf = (step: Step, language: Language): string =>
  step === 'reopened' ? reopened[language] : headings[language][step];

/** Tells why, or what came of it, where that was said. */
const second = template({
  name: 'recommendation-progressed',
  version: 2,
  variables: variables.extend({ note: lines.optional() }),
  content: (language, { title, recommendationId, step, note }, links) => {
    const heading = headingOf(step, language);
    const { hello, quote, action } = words[language];
    return {
      subject: `${heading}: ${shortened(title, subjectLength)}`,
      paragraphs: [hello, `${heading}: ${quote(title)}`, ...(note === undefined ? [] : [note])],
      action: { label: action, href: links.recommendation(recommendationId, language) },
      notes: leavingNamed(language, links),
    };
  },
});

export const recommendationProgressed = [first, second] as const;
