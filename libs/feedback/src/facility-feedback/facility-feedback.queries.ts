import { Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, Page, pageOf, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { facilityFeedbackList } from '../views/facility-feedback-list.view.js';
import { facilityRating, type FacilityRatingRow } from '../views/facility-rating.view.js';
import { facilityFeedback } from './facility-feedback.aggregate.js';
import { known, type FacilityFeedback } from './facility-feedback.decider.js';
import type {
  FacilityFeedbackAnswer,
  facilityFeedbackQuery,
  FacilityRatingAnswer,
  facilityRatingsQuery,
} from './facility-feedback.schemas.js';

/** One piece of feedback: as it is, or as it stood (`asOf`). */
export class GetFacilityFeedback extends Query<Versioned<FacilityFeedbackAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

/** Opens comments for those who may see them. */
class Comments {
  constructor(private readonly vault: Vault) {}

  async shown({ given: { comment } }: FacilityFeedback, visible: boolean): Promise<string | null> {
    return comment && visible ? ((await this.vault.open(comment)) ?? null) : null;
  }
}

const answerOf = (
  id: string,
  { given, status, counts, decisions }: FacilityFeedback,
  { comment, version }: Pick<FacilityFeedbackAnswer, 'comment' | 'version'>,
): FacilityFeedbackAnswer => ({
  id,
  facilityId: given.facilityId,
  kind: given.kind,
  grade: given.grade,
  gradeCounts: counts,
  status,
  comment,
  commented: given.comment !== null,
  language: given.language,
  decisions: [...decisions],
  givenAt: given.givenAt,
  version,
});

@QueryHandler(GetFacilityFeedback)
export class GetFacilityFeedbackHandler implements IQueryHandler<GetFacilityFeedback> {
  private readonly comments: Comments;

  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    vault: Vault,
  ) {
    this.comments = new Comments(vault);
  }

  async execute({ id, asOf, forStaff }: GetFacilityFeedback): Promise<Versioned<FacilityFeedbackAnswer>> {
    const now = await this.aggregates.load(facilityFeedback, id);
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = upTo === undefined ? now : await this.aggregates.load(facilityFeedback, id, upTo);
    const then = known(state);
    // What is hidden by now is not shown as it stood, either.
    const visible = forStaff || (then.status === 'shown' && now.state?.status === 'shown');
    const comment = await this.comments.shown(then, visible);
    return new Versioned(
      answerOf(id, then, { comment, version }),
      version,
      `n${now.version}${forStaff ? '.staff' : ''}`,
    );
  }
}

/** The feedback that meets every one of the criteria, the newest first. What is hidden keeps its place. */
export class ListFacilityFeedback extends Query<Page<FacilityFeedbackAnswer>> {
  constructor(
    readonly criteria: z.output<typeof facilityFeedbackQuery>,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(ListFacilityFeedback)
export class ListFacilityFeedbackHandler implements IQueryHandler<ListFacilityFeedback> {
  private readonly comments: Comments;

  constructor(
    private readonly readModels: ReadModels,
    vault: Vault,
  ) {
    this.comments = new Comments(vault);
  }

  async execute({ criteria, forStaff }: ListFacilityFeedback): Promise<Page<FacilityFeedbackAnswer>> {
    const { facility: facilityId, kind, grade, status } = criteria;
    const query = this.readModels.repository(facilityFeedbackList).createQueryBuilder('row');
    whereEqual(query, { facilityId, kind, grade, status });
    const page = await pageOf(query, { position: z.int() }, criteria, 'DESC');
    const items = await Promise.all(
      page.items.map(async ({ id, feedback, version }) => {
        const comment = await this.comments.shown(feedback, forStaff || feedback.status === 'shown');
        return answerOf(id, feedback, { comment, version });
      }),
    );
    return new Page(items, page.next);
  }
}

const ratingOf = ({ counts, ...row }: FacilityRatingRow): FacilityRatingAnswer => {
  const count = counts.reduce((sum, one) => sum + one, 0);
  const sum = counts.reduce((total, one, index) => total + one * (index + 1), 0);
  return {
    ...row,
    count,
    mean: count === 0 ? null : Math.round((sum / count) * 100) / 100,
    distribution: counts.map((one, index) => ({ grade: index + 1, count: one })),
  };
};

/** The figures of one facility. */
export class GetFacilityRating extends Query<FacilityRatingAnswer> {
  constructor(readonly facilityId: string) {
    super();
  }
}

@QueryHandler(GetFacilityRating)
export class GetFacilityRatingHandler implements IQueryHandler<GetFacilityRating> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ facilityId }: GetFacilityRating): Promise<FacilityRatingAnswer> {
    const row = await this.readModels.repository(facilityRating).findOneBy({ facilityId });
    if (!row) throw new Unknown('FACILITY_UNKNOWN', 'There is no such facility.');
    return ratingOf(row);
  }
}

/** The figures of all facilities, in the order of their ids. */
export class ListFacilityRatings extends Query<Page<FacilityRatingAnswer>> {
  constructor(readonly criteria: z.output<typeof facilityRatingsQuery>) {
    super();
  }
}

@QueryHandler(ListFacilityRatings)
export class ListFacilityRatingsHandler implements IQueryHandler<ListFacilityRatings> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria }: ListFacilityRatings): Promise<Page<FacilityRatingAnswer>> {
    const query = this.readModels.repository(facilityRating).createQueryBuilder('row');
    whereEqual(query, { kind: criteria.kind });
    return (await pageOf(query, { facilityId: z.uuid() }, criteria)).map(ratingOf);
  }
}
