import { same } from '@ecou/event-sourcing';
import { Aggregates, ReadModels } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { attendance } from '../../consultations/civic-event/attendance.aggregate.js';
import { standing } from '../../consultations/civic-event/attendance.decider.js';
import type { Figures } from '../../consultations/civic-event/attendance.events.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { knownEvent, type CivicEventStatus } from '../../consultations/civic-event/civic-event.decider.js';
import { counts, participation, type CategoryCounts } from './participation.view.js';
import type { ParticipationAnswer, ProposalAnswer } from '../participation/participation.schemas.js';

interface Known {
  readonly status: CivicEventStatus;
  readonly categories: readonly CategoryCounts[];
  readonly figures: Figures | null;
}

async function knownOf(aggregates: Aggregates, readModels: ReadModels, id: string): Promise<Known> {
  const [event, row, reported] = await Promise.all([
    aggregates.load(civicEvent, id),
    readModels.repository(participation).findOneBy({ civicEventId: id }),
    aggregates.load(attendance, id),
  ]);
  const figures = standing(reported.state);
  return {
    status: knownEvent(event.state).status,
    categories: row?.categories ?? [],
    figures: figures && { categories: figures.categories, total: figures.total },
  };
}

/** Invited, registered and attended: three different numbers. */
export class GetParticipation extends Query<ParticipationAnswer> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetParticipation)
export class GetParticipationHandler implements IQueryHandler<GetParticipation> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id }: GetParticipation): Promise<ParticipationAnswer> {
    const { categories, figures } = await knownOf(this.aggregates, this.readModels, id);
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
}

/** What check-ins and walk-ins say of the attendance, for staff to confirm by reporting it. */
export class GetAttendanceProposal extends Query<ProposalAnswer> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetAttendanceProposal)
export class GetAttendanceProposalHandler implements IQueryHandler<GetAttendanceProposal> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id }: GetAttendanceProposal): Promise<ProposalAnswer> {
    const { status, categories, figures } = await knownOf(this.aggregates, this.readModels, id);
    const basis = categories
      .filter(({ checkedIn, walkIns }) => checkedIn + walkIns > 0)
      .map(({ category, checkedIn, walkIns }) => ({ category, checkedIn, walkIns }));
    const seen = basis.map(({ category, checkedIn, walkIns }) => ({ category, count: checkedIn + walkIns }));
    const proposed =
      seen.length === 0 ? null : { categories: seen, total: seen.reduce((sum, { count }) => sum + count, 0) };
    return { civicEventId: id, proposed, basis, reported: figures, state: stateOf(status, proposed, figures) };
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
