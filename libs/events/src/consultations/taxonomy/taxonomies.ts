import type { UnitOfWork } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { taxonomy, taxonomyIds } from './taxonomy.aggregate.js';
import { vocabularyOf } from './taxonomy.decider.js';
import type { TaxonomyName } from './taxonomy.events.js';
import type { Vocabulary } from './vocabulary.js';

/** The taxonomies as other aggregates need them: the version to record under, and every version that facts were recorded under. */
@Injectable()
export class Taxonomies {
  constructor(private readonly aggregates: Aggregates) {}

  /** The version that stands, or that stood at a position. */
  async current(name: TaxonomyName, upTo?: number): Promise<Vocabulary> {
    return (await this.versions(name, upTo))();
  }

  /** A function from a version to its words; without a version, those that stand. It throws `Unknown` for one that there is not. */
  async versions(name: TaxonomyName, upTo?: number): Promise<(version?: number) => Vocabulary> {
    const { state } = await this.aggregates.load(taxonomy, taxonomyIds[name], upTo);
    return (version) => vocabularyOf(state, name, version);
  }
}

/** The words of a taxonomy that stand, as a part of a unit: it is refused where they change meanwhile. */
export const readVocabulary = async (work: UnitOfWork, name: TaxonomyName): Promise<Vocabulary> =>
  vocabularyOf(await work.read(taxonomy, taxonomyIds[name]), name);
