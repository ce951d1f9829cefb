import type { LocalizedText } from '@ecou/contracts';
import { Invalid } from '@ecou/event-sourcing';
import type { TaxonomyEntry, TaxonomyName } from './taxonomy.events.js';

/** One version of a taxonomy, as facts are recorded under it. It never changes, so that it can be read without a check. */
export interface Vocabulary {
  readonly name: TaxonomyName;
  readonly version: number;
  readonly entries: readonly TaxonomyEntry[];
}

/** The first words of the codes of refusals. */
const words: Record<TaxonomyName, string> = {
  'civic-event-kinds': 'KIND',
  'attendance-categories': 'CATEGORY',
  'discussion-themes': 'THEME',
};

/** Something that a command names, and the field in which it does. */
export interface Named {
  readonly id: string;
  readonly path: readonly (string | number)[];
}

/** Says where whoever calls finds what can be chosen. */
const listedAt = (name: TaxonomyName): string =>
  `\`GET /events/v1/taxonomies/${name}\` lists those that can be chosen.`;

/**
 * Refuses what cannot be chosen in this version, but for what stands on record already. Throws `Invalid`: `KIND_UNKNOWN`, `KIND_RETIRED`,
 * and the same of `CATEGORY` and `THEME`.
 */
export function refuseUnchoosable(
  { name, entries }: Vocabulary,
  named: readonly Named[],
  recorded: readonly string[] = [],
): void {
  const noun = words[name].toLowerCase();
  for (const { id, path } of named) {
    if (recorded.includes(id)) continue;
    const found = entries.find((each) => each.id === id);
    if (!found) throw new Invalid(`${words[name]}_UNKNOWN`, `There is no ${noun} ${id}. ${listedAt(name)}`, path);
    if (found.retired)
      throw new Invalid(`${words[name]}_RETIRED`, `The ${noun} ${id} was retired. ${listedAt(name)}`, path);
  }
}

/** The name of an entry in this version; one that is not in it reads as its id. */
export const nameIn = ({ entries }: Vocabulary, id: string): LocalizedText =>
  entries.find((each) => each.id === id)?.name ?? { ro: id.replaceAll('-', ' ') };
