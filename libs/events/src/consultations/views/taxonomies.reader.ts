import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { taxonomy, taxonomyIds } from '../taxonomy/taxonomy.aggregate.js';
import { latest, requireTaxonomyName, versionsOf, type TaxonomyVersion } from '../taxonomy/taxonomy.decider.js';
import type { TaxonomyAnswer } from '../taxonomy/taxonomy.schemas.js';

@Injectable()
export class TaxonomiesReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** One taxonomy: as it is, as it stood (`asOf`), or in the version that a fact was recorded under. Throws `Unknown`. */
  async get(given: string, version?: number, asOf?: string): Promise<Versioned<TaxonomyAnswer>> {
    const name = requireTaxonomyName(given);
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state } = await this.aggregates.load(taxonomy, taxonomyIds[name], upTo);
    const found =
      version === undefined ? latest(state, name) : versionsOf(state, name).find((each) => each.version === version);
    if (!found) throw new Unknown('TAXONOMY_VERSION_UNKNOWN', 'The taxonomy has no such version.');
    const { entries, ...about } = found;
    return new Versioned({ name, ...about, entries: [...entries] }, found.version);
  }

  /** The versions of a taxonomy, the built-in one first. Throws `Unknown`. */
  async versions(given: string): Promise<Page<Omit<TaxonomyVersion, 'entries'>>> {
    const name = requireTaxonomyName(given);
    const { state } = await this.aggregates.load(taxonomy, taxonomyIds[name]);
    return new Page(
      versionsOf(state, name).map(({ entries: _entries, ...about }) => about),
      null,
    );
  }
}
