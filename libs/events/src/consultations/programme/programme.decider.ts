import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { Deliverable, ProgrammeDetails, ProgrammeEvent } from './programme.events.js';

export type CreateProgramme = {
  readonly type: 'CreateProgramme';
  readonly details: ProgrammeDetails;
  readonly deliverables: readonly Deliverable[];
};
export type StartProgramme = { readonly type: 'StartProgramme' };
export type PlanDeliverable = { readonly type: 'PlanDeliverable'; readonly deliverable: Deliverable };
export type PublishDeliverable = {
  readonly type: 'PublishDeliverable';
  readonly deliverableId: string;
  readonly address: string;
  readonly at: string;
};
/** Plans a deliverable that is out already, and publishes it. */
export type AddPublishedDeliverable = {
  readonly type: 'AddPublishedDeliverable';
  readonly deliverable: Deliverable;
  readonly address: string;
  readonly at: string;
};
export type ProgrammeCommandBody =
  CreateProgramme | StartProgramme | PlanDeliverable | PublishDeliverable | AddPublishedDeliverable;

export interface ProgrammeDeliverable extends Deliverable {
  readonly published: { readonly address: string; readonly at: string } | null;
}

export interface Programme {
  readonly status: 'planned' | 'started';
  readonly details: ProgrammeDetails;
  /** In the order in which they were planned. */
  readonly deliverables: readonly ProgrammeDeliverable[];
}

export const programmeDecider: Decider<ProgrammeCommandBody, Programme | null, ProgrammeEvent> = {
  initial: null,
  decide(command, programme) {
    switch (command.type) {
      case 'CreateProgramme':
        return create(command, programme);
      case 'StartProgramme':
        return start(requireProgramme(programme));
      case 'PlanDeliverable':
        return plan(command.deliverable, requireProgramme(programme));
      case 'PublishDeliverable':
        return publish(command, requireProgramme(programme));
      case 'AddPublishedDeliverable':
        return addPublished(command, requireProgramme(programme));
      default:
        return assertNever(command);
    }
  },
  evolve(programme, event) {
    switch (event.type) {
      case 'ProgrammeCreated':
        return { status: 'planned', details: event.data, deliverables: [] };
      case 'ProgrammeStarted':
        return { ...requireProgramme(programme), status: 'started' };
      case 'DeliverablePlanned':
        return {
          ...requireProgramme(programme),
          deliverables: [...requireProgramme(programme).deliverables, { ...event.data, published: null }],
        };
      case 'DeliverablePublished': {
        const { deliverableId, address, publishedAt } = event.data;
        return {
          ...requireProgramme(programme),
          deliverables: requireProgramme(programme).deliverables.map((each) =>
            each.deliverableId === deliverableId ? { ...each, published: { address, at: publishedAt } } : each,
          ),
        };
      }
      default:
        return assertNever(event);
    }
  },
};

/** The programme. Throws `Unknown` where there is none. */
export function requireProgramme(programme: Programme | null): Programme {
  if (!programme) throw new Unknown('PROGRAMME_UNKNOWN', 'There is no such programme.');
  return programme;
}

const plannedAs = (programme: Programme, { deliverableId }: Deliverable): Deliverable | undefined => {
  const found = programme.deliverables.find((each) => each.deliverableId === deliverableId);
  return found && { deliverableId, kind: found.kind, title: found.title };
};

function create({ details, deliverables }: CreateProgramme, programme: Programme | null): ProgrammeEvent[] {
  if (programme) {
    const repeated =
      same(programme.details, details) && deliverables.every((each) => same(plannedAs(programme, each), each));
    if (repeated) return [];
    throw new Rejected('PROGRAMME_EXISTS', 'A programme with this id exists, and says something else.');
  }
  return [
    { type: 'ProgrammeCreated', data: details },
    ...deliverables.map((data): ProgrammeEvent => ({ type: 'DeliverablePlanned', data })),
  ];
}

function start({ status, details: { title, fundingCodes, period } }: Programme): ProgrammeEvent[] {
  if (status === 'started') return [];
  return [{ type: 'ProgrammeStarted', data: { title, fundingCodes, period } }];
}

function plan(deliverable: Deliverable, programme: Programme): ProgrammeEvent[] {
  const planned = plannedAs(programme, deliverable);
  if (!planned) return [{ type: 'DeliverablePlanned', data: deliverable }];
  if (same(planned, deliverable)) return [];
  throw new Rejected('DELIVERABLE_EXISTS', 'A deliverable with this id exists, and is something else.');
}

function publish(
  { deliverableId, address, at }: Omit<PublishDeliverable, 'type'>,
  programme: Programme,
): ProgrammeEvent[] {
  const found = programme.deliverables.find((each) => each.deliverableId === deliverableId);
  if (!found) throw new Unknown('DELIVERABLE_UNKNOWN', 'The programme has no such deliverable.');
  const { published, ...deliverable } = found;
  if (published?.address === address) return [];
  if (published) throw new Rejected('DELIVERABLE_PUBLISHED', 'The deliverable was published at another address.');
  return [announcement(deliverable, programme, { address, at })];
}

const announcement = (
  deliverable: Deliverable,
  { details: { title } }: Programme,
  { address, at }: { readonly address: string; readonly at: string },
): ProgrammeEvent => ({
  type: 'DeliverablePublished',
  data: { ...deliverable, programmeTitle: title, address, publishedAt: at },
});

function addPublished({ deliverable, address, at }: AddPublishedDeliverable, programme: Programme): ProgrammeEvent[] {
  const planned = plan(deliverable, programme);
  if (planned.length > 0) return [...planned, announcement(deliverable, programme, { address, at })];
  return publish({ deliverableId: deliverable.deliverableId, address, at }, programme);
}
