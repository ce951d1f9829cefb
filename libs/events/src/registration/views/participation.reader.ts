import { same } from '@ecou/event-sourcing';
import { Aggregates, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { attendance } from '../../consultations/civic-event/attendance.aggregate.js';
import { standing } from '../../consultations/civic-event/attendance.decider.js';
import type { Figures } from '../../consultations/civic-event/attendance.events.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import type { CivicEventStatus } from '../../consultations/civic-event/civic-event.state.js';
import type { ParticipationAnswer, ProposalAnswer } from '../participation/participation.schemas.js';
import { counts, participation, type CategoryCounts } from './participation.view.js';

interface Found {
  readonly status: CivicEventStatus;
  readonly categories: readonly CategoryCounts[];
  readonly figures: Figures | null;
}

@Injectable()
export class ParticipationReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** Invited, registered and attended: three different numbers. Throws `Unknown`. */
  async get(id: string): Promise<ParticipationAnswer> {
    const { categories, figures } = await this.found(id);
    const total = (name: (typeof counts)[number]) => categories.reduce((sum, each) => sum + each[name], 0);
    const totals = Object.fromEntries(counts.map((name) => [name, total(name)])) as Omit<CategoryCounts, 'category'>;
    const { invited, accepted, declined } = totals;
    const names = [...new Set([...categories, ...(figures?.categories ?? [])].map(({ category }) => category))];
    return {
      civicEventId: id,
      ...totals,
      attended: figures?.total ?? null,
      responseRate: invited === 0 ? null : (accepted + declined) / invited,
      categories: names.sort().map((category) => ({
        ...Object.fromEntries(counts.map((name) => [name, 0])),
        ...categories.find((each) => each.category === category),
        category,
        attended: figures && (figures.categories.find((each) => each.category === category)?.count ?? 0),
      })) as ParticipationAnswer['categories'],
    };
  }

  /** The attendance as check-ins and walk-ins have it, for staff to confirm by reporting it. Throws `Unknown`. */
  async proposal(id: string): Promise<ProposalAnswer> {
    const { status, categories, figures } = await this.found(id);
    const basis = categories
      .filter(({ checkedIn, walkIns }) => checkedIn + walkIns > 0)
      .map(({ category, checkedIn, walkIns }) => ({ category, checkedIn, walkIns }));
    const seen = basis.map(({ category, checkedIn, walkIns }) => ({ category, count: checkedIn + walkIns }));
    const proposed =
      seen.length === 0 ? null : { categories: seen, total: seen.reduce((sum, { count }) => sum + count, 0) };
    return { civicEventId: id, proposed, basis, reported: figures, state: stateOf(status, proposed, figures) };
  }

  private async found(id: string): Promise<Found> {
    const [event, row, reported] = await Promise.all([
      this.aggregates.load(civicEvent, id),
      this.readModels.repository(participation).findOneBy({ civicEventId: id }),
      this.aggregates.load(attendance, id),
    ]);
    const figures = standing(reported.state);
    return {
      status: requireCivicEvent(event.state).status,
      categories: row?.categories ?? [],
      figures: figures && { categories: figures.categories, total: figures.total },
    };
  }
}

function stateOf(
  status: CivicEventStatus,
  proposed: Figures | null,
  reported: Figures | null,
): ProposalAnswer['state'] {
  if (!proposed) return 'nothing-to-propose';
  if (reported) return same(inOrder(proposed), inOrder(reported)) ? 'confirmed' : 'differs';
  return status === 'closed' ? 'to-confirm' : 'open';
}

/** Categories in one order; those of which nobody came say nothing. */
const inOrder = ({ categories, total }: Figures): Figures => ({
  categories: categories
    .filter(({ count }) => count > 0)
    .sort((one, other) => (one.category < other.category ? -1 : 1)),
  total,
});
