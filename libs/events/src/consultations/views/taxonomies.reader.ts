import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { taxonomy, taxonomyIds } from '../taxonomy/taxonomy.aggregate.js';
import { latest, versionsOf, type TaxonomyVersion } from '../taxonomy/taxonomy.decider.js';
import { taxonomyNames, type TaxonomyName } from '../taxonomy/taxonomy.events.js';
import type { TaxonomyAnswer } from '../taxonomy/taxonomy.schemas.js';

/** The name of a taxonomy. Throws `Unknown` for any other. */
export function knownTaxonomy(name: string): TaxonomyName {
  const known = taxonomyNames.find((each) => each === name);
  if (!known) throw new Unknown('TAXONOMY_UNKNOWN', 'There is no such taxonomy.');
  return known;
}

/** One taxonomy: as it is, as it stood (`asOf`), or in the version that a fact was recorded under. */
export class GetTaxonomy extends Query<Versioned<TaxonomyAnswer>> {
  constructor(
    readonly name: string,
    readonly version?: number,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(GetTaxonomy)
export class GetTaxonomyHandler implements IQueryHandler<GetTaxonomy> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ name, version, asOf }: GetTaxonomy): Promise<Versioned<TaxonomyAnswer>> {
    const known = knownTaxonomy(name);
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state } = await this.aggregates.load(taxonomy, taxonomyIds[known], upTo);
    const found =
      version === undefined ? latest(state, known) : versionsOf(state, known).find((each) => each.version === version);
    if (!found) throw new Unknown('TAXONOMY_VERSION_UNKNOWN', 'The taxonomy has no such version.');
    const { entries, ...about } = found;
    return new Versioned({ name: known, ...about, entries: [...entries] }, found.version);
  }
}

/** The versions of a taxonomy, the built-in one first. */
export class ListTaxonomyVersions extends Query<Page<Omit<TaxonomyVersion, 'entries'>>> {
  constructor(readonly name: string) {
    super();
  }
}

@QueryHandler(ListTaxonomyVersions)
export class ListTaxonomyVersionsHandler implements IQueryHandler<ListTaxonomyVersions> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ name }: ListTaxonomyVersions): Promise<Page<Omit<TaxonomyVersion, 'entries'>>> {
    const known = knownTaxonomy(name);
    const { state } = await this.aggregates.load(taxonomy, taxonomyIds[known]);
    return new Page(
      versionsOf(state, known).map(({ entries: _entries, ...about }) => about),
      null,
    );
  }
}
