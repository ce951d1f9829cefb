import { builtIn } from '../built-in.js';
import type { TaxonomyName } from '../taxonomy.events.js';
import type { Vocabulary } from '../vocabulary.js';

/** Version 1 of a taxonomy. */
export const builtInOf = (name: TaxonomyName): Vocabulary => ({ name, version: 1, entries: builtIn[name] });

/** A version in which an entry is retired. */
export const retiring = (name: TaxonomyName, id: string, version = 2): Vocabulary => ({
  name,
  version,
  entries: builtIn[name].map((entry) => (entry.id === id ? { ...entry, retired: true } : entry)),
});
