import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { attendance } from '../civic-event/attendance.aggregate.js';
import { reconciled, standing, summaryOf, type RecordedFigures } from '../civic-event/attendance.decider.js';
import type { AttendanceAnswer } from '../civic-event/attendance.schemas.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { nameIn, type Vocabulary } from '../taxonomy/vocabulary.js';
import { civicEventAt } from './civic-event-at.js';

/** Figures with the names that their categories had when they were given. */
const namedBy =
  (versions: (version: number) => Vocabulary) =>
  <F extends RecordedFigures>(figures: F) => ({
    ...figures,
    categories: figures.categories.map(({ category, count }) => ({
      category,
      name: nameIn(versions(figures.categoriesVersion), category),
      count,
    })),
  });

@Injectable()
export class AttendanceReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly taxonomies: Taxonomies,
  ) {}

  /** The attendance of a civic event, folded from its stream: as it is, or as it stood (`asOf`). Throws `Unknown`. */
  async get(id: string, asOf: string | undefined, forStaff: boolean): Promise<Versioned<AttendanceAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    await civicEventAt(this.aggregates, id, { upTo, forStaff });
    const { state, version } = await this.aggregates.load(attendance, id, upTo);
    const { state: reading, difference } = summaryOf(standing(state));
    const named = namedBy(await this.taxonomies.versions('attendance-categories'));
    const answer = {
      civicEventId: id,
      state: reading,
      reported: state.reported && named(state.reported),
      corrected: state.corrected && named(state.corrected),
      reconciled: reconciled(state),
      difference,
      version,
    };
    return new Versioned(answer, version);
  }
}
