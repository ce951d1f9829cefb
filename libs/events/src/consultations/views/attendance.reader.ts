import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { shownEvent } from '../civic-event/answers.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { nameIn, type Vocabulary } from '../taxonomy/vocabulary.js';
import { attendance } from '../civic-event/attendance.aggregate.js';
import { reconciled, standing, summaryOf, type RecordedFigures } from '../civic-event/attendance.decider.js';
import type { AttendanceAnswer } from '../civic-event/attendance.schemas.js';

/** The attendance of a civic event, folded from its stream: as it is, or as it stood (`asOf`). */
export class GetAttendance extends Query<Versioned<AttendanceAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

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

@QueryHandler(GetAttendance)
export class GetAttendanceHandler implements IQueryHandler<GetAttendance> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly taxonomies: Taxonomies,
  ) {}

  async execute({ id, asOf, forStaff }: GetAttendance): Promise<Versioned<AttendanceAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    shownEvent((await this.aggregates.load(civicEvent, id, upTo)).state, forStaff);
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
