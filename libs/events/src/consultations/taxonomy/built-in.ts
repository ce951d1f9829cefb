import { builtInTerms } from '@ecou/contracts';
import type { TaxonomyEntry, TaxonomyName } from './taxonomy.events.js';

const listed = (name: TaxonomyName): readonly TaxonomyEntry[] =>
  builtInTerms[name].map((term) => ({ ...term, retired: false }));

/** Version 1 of each taxonomy. */
export const builtIn: Readonly<Record<TaxonomyName, readonly TaxonomyEntry[]>> = {
  'civic-event-kinds': listed('civic-event-kinds'),
  'attendance-categories': listed('attendance-categories'),
  'discussion-themes': listed('discussion-themes'),
};
