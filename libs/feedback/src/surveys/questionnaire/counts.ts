import type { QuestionnaireEvent } from './questionnaire.events.js';

type Published = Extract<QuestionnaireEvent, { type: 'ResultsPublished' }>['data'];

/**
 * The totals in a publication of single answers; `undefined` where a reported summary was published, or fewer than five answered. They hold no number that does
 * not stand in the publication: so whatever cannot follow from publications (0053) cannot follow from them.
 */
export function countsIn({ basis, publication, respondents, channels = null, items, publishedAt }: Published) {
  if (basis !== 'responses' || typeof respondents !== 'number') return undefined;
  return { publication, respondents, channels, items: items.map(countsOf), countedAt: publishedAt };
}

const countsOf = ({ item, kind, n, distribution }: Published['items'][number]) => ({
  item,
  kind,
  n: typeof n === 'number' ? n : null,
  counts: distribution.flatMap(({ value, count }) => (typeof count === 'number' ? [{ value, count }] : [])),
  withheld: typeof n !== 'number' || distribution.some(({ count }) => typeof count !== 'number'),
});
