import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Invalid, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { builtIn } from './built-in.js';
import { taxonomyNames, type TaxonomyEntry, type TaxonomyEvent, type TaxonomyName } from './taxonomy.events.js';
import type { Vocabulary } from './vocabulary.js';

export type ChangeTaxonomy = {
  readonly type: 'ChangeTaxonomy';
  readonly name: TaxonomyName;
  /** All of them: what stood once is retired, never left out. */
  readonly entries: readonly TaxonomyEntry[];
  readonly note: LocalizedText | null;
  readonly at: string;
};

export interface TaxonomyVersion {
  readonly version: number;
  readonly entries: readonly TaxonomyEntry[];
  readonly note: LocalizedText | null;
  /** `null`: built in. */
  readonly changedAt: string | null;
}

/** Versions that are on record; none while the built-in list stands. */
export type Taxonomy = readonly TaxonomyVersion[];

/** The name of a taxonomy. Throws `Unknown` for any other. */
export function requireTaxonomyName(given: string): TaxonomyName {
  const name = taxonomyNames.find((each) => each === given);
  if (!name)
    throw new Unknown('TAXONOMY_UNKNOWN', 'There is no such taxonomy; `GET /events/v1/taxonomies` lists them.');
  return name;
}

export const taxonomyDecider: Decider<ChangeTaxonomy, Taxonomy, TaxonomyEvent> = {
  initial: [],
  decide({ name, entries, note, at }, taxonomy) {
    const current = latest(taxonomy, name);
    if (same(current.entries, entries)) return [];
    const left = current.entries.find(({ id }) => !entries.some((each) => each.id === id));
    if (left) {
      throw new Invalid('ENTRY_LEFT_OUT', `\`${left.id}\` is missing; keep it, with \`retired: true\`.`, ['entries']);
    }
    if (entries.every(({ retired }) => retired)) {
      throw new Invalid('NOTHING_TO_CHOOSE', 'Leave at least one entry with `retired: false`.', ['entries']);
    }
    const established: TaxonomyEvent[] =
      taxonomy.length > 0 ? [] : [{ type: 'TaxonomyEstablished', data: { name, entries: [...builtIn[name]] } }];
    const version = current.version + 1;
    return [
      ...established,
      { type: 'TaxonomyChanged', data: { name, version, entries: [...entries], note, changedAt: at } },
    ];
  },
  evolve(taxonomy, event) {
    switch (event.type) {
      case 'TaxonomyEstablished':
        return [{ version: 1, entries: event.data.entries, note: null, changedAt: null }];
      case 'TaxonomyChanged': {
        const { version, entries, note, changedAt } = event.data;
        return [...taxonomy, { version, entries, note, changedAt }];
      }
      default:
        return assertNever(event);
    }
  },
};

/** Every version, the built-in one first. */
export const versionsOf = (
  taxonomy: Taxonomy,
  name: TaxonomyName,
): readonly [TaxonomyVersion, ...TaxonomyVersion[]] => {
  const [first, ...later] = taxonomy;
  return [first ?? { version: 1, entries: builtIn[name], note: null, changedAt: null }, ...later];
};

/** The version that stands. */
export const latest = (taxonomy: Taxonomy, name: TaxonomyName): TaxonomyVersion => {
  const versions = versionsOf(taxonomy, name);
  return versions.at(-1) ?? versions[0];
};

/** A version as facts name it. Throws `Unknown` where there is none. */
export function vocabularyOf(taxonomy: Taxonomy, name: TaxonomyName, version?: number): Vocabulary {
  const found =
    version === undefined
      ? latest(taxonomy, name)
      : versionsOf(taxonomy, name).find((each) => each.version === version);
  if (!found) throw new Unknown('TAXONOMY_VERSION_UNKNOWN', 'The taxonomy has no such version.');
  return { name, version: found.version, entries: found.entries };
}
