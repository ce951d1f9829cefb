import { Vault } from '@ecou/event-sourcing';
import { Aggregates, Page, pageOf, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { facilityFeedbackList } from './facility-feedback-list.view.js';
import { facilityFeedback } from '../feedback/facility-feedback.aggregate.js';
import { requireFeedback, type FacilityFeedback } from '../feedback/facility-feedback.decider.js';
import type { FacilityFeedbackAnswer, facilityFeedbackQuery } from '../feedback/facility-feedback.schemas.js';

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

/** Reads feedback on facilities, with the comments that the caller may see. */
@Injectable()
export class FacilityFeedbackReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  /** One piece of feedback as it is, or as it stood (`asOf`). Throws `Unknown` where there is none. */
  async get(id: string, asOf: string | undefined, forStaff: boolean): Promise<Versioned<FacilityFeedbackAnswer>> {
    const now = await this.aggregates.load(facilityFeedback, id);
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = upTo === undefined ? now : await this.aggregates.load(facilityFeedback, id, upTo);
    const then = requireFeedback(state);
    // A comment that is hidden by now is not shown as it stood, either.
    const visible = forStaff || (then.status === 'shown' && now.state?.status === 'shown');
    const comment = await this.commentOf(then, visible);
    return new Versioned(
      answerOf(id, then, { comment, version }),
      version,
      `n${now.version}${forStaff ? '.staff' : ''}`,
    );
  }

  /** The feedback that meets every one of the criteria, the newest first. Hidden feedback keeps its place. */
  async list(
    criteria: z.output<typeof facilityFeedbackQuery>,
    forStaff: boolean,
  ): Promise<Page<FacilityFeedbackAnswer>> {
    const { facility: facilityId, kind, grade, status } = criteria;
    const query = this.readModels.repository(facilityFeedbackList).createQueryBuilder('row');
    whereEqual(query, { facilityId, kind, grade, status });
    const page = await pageOf(query, { position: z.int() }, criteria, 'DESC');
    const items = await Promise.all(
      page.items.map(async ({ id, feedback, version }) => {
        const comment = await this.commentOf(feedback, forStaff || feedback.status === 'shown');
        return answerOf(id, feedback, { comment, version });
      }),
    );
    return new Page(items, page.next);
  }

  private async commentOf({ given: { comment } }: FacilityFeedback, visible: boolean): Promise<string | null> {
    return comment && visible ? ((await this.vault.open(comment)) ?? null) : null;
  }
}
