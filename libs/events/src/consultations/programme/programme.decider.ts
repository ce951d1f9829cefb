import { assertNever, Invalid, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { LocalizedText } from '@ecou/contracts';
import { correctedText } from '../../formats/corrected-text.js';
import {
  programmeFields,
  type Deliverable,
  type Emblem,
  type ProgrammeDetails,
  type ProgrammeEvent,
} from './programme.events.js';

export type CreateProgramme = {
  readonly type: 'CreateProgramme';
  readonly details: ProgrammeDetails;
  readonly deliverables: readonly Deliverable[];
};
export type StartProgramme = { readonly type: 'StartProgramme' };
export type CorrectProgramme = {
  readonly type: 'CorrectProgramme';
  /** A field that is left out stays as it stands. */
  readonly fields: Partial<ProgrammeDetails>;
  readonly reason: LocalizedText;
  readonly at: string;
};
export type EndProgramme = {
  readonly type: 'EndProgramme';
  readonly reason: LocalizedText | null;
  readonly at: string;
};
export type ReopenProgramme = {
  readonly type: 'ReopenProgramme';
  readonly reason: LocalizedText;
  readonly at: string;
};
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
/** The civic event is a stream of its own. */
export type PresentDeliverable = {
  readonly type: 'PresentDeliverable';
  readonly deliverableId: string;
  readonly civicEventId: string;
  /** The start of the civic event. */
  readonly at: string;
  /** True where the civic event belongs to the programme. */
  readonly own: boolean;
  /** True once the civic event took place. */
  readonly held: boolean;
};
export type AddEmblem = { readonly type: 'AddEmblem'; readonly emblem: Emblem };
export type RemoveEmblem = { readonly type: 'RemoveEmblem'; readonly emblemId: string };
export type ProgrammeCommandBody =
  | CreateProgramme
  | StartProgramme
  | CorrectProgramme
  | EndProgramme
  | ReopenProgramme
  | PlanDeliverable
  | PresentDeliverable
  | PublishDeliverable
  | AddPublishedDeliverable
  | AddEmblem
  | RemoveEmblem;

export interface ProgrammeDeliverable extends Deliverable {
  /** The civic events that it was shown at, in the order in which that was put on record. */
  readonly presented: readonly { readonly civicEventId: string; readonly at: string }[];
  readonly published: { readonly address: string; readonly at: string } | null;
}

export const programmeStatuses = ['planned', 'started', 'ended'] as const;

export interface Programme {
  readonly status: (typeof programmeStatuses)[number];
  readonly details: ProgrammeDetails;
  /** As it was created: what a repeated command is compared with. */
  readonly created: ProgrammeDetails;
  /** Mistakes in what was told of it, put right since, in order. */
  readonly corrections: readonly {
    readonly changed: readonly string[];
    readonly reason: LocalizedText;
    readonly at: string;
  }[];
  readonly ended: { readonly reason: LocalizedText | null; readonly at: string } | null;
  /** In the order in which they were planned. */
  readonly deliverables: readonly ProgrammeDeliverable[];
  /** In the order in which they stand side by side. */
  readonly emblems: readonly Emblem[];
}

/** `presented`: shown at a civic event, and not published yet. */
export const deliverableStates = ['planned', 'presented', 'published'] as const;

export function stateOf({
  presented,
  published,
}: Pick<ProgrammeDeliverable, 'presented' | 'published'>): (typeof deliverableStates)[number] {
  if (published) return 'published';
  return presented.length > 0 ? 'presented' : 'planned';
}

/** The most emblems side by side on a page. */
export const mostEmblems = 6;

export const programmeDecider: Decider<ProgrammeCommandBody, Programme | null, ProgrammeEvent> = {
  initial: null,
  decide(command, programme) {
    switch (command.type) {
      case 'CreateProgramme':
        return create(command, programme);
      case 'StartProgramme':
        return start(requireProgramme(programme));
      case 'CorrectProgramme':
        return correct(command, requireProgramme(programme));
      case 'EndProgramme':
        return end(command, requireProgramme(programme));
      case 'ReopenProgramme':
        return reopen(command, requireProgramme(programme));
      case 'PlanDeliverable':
        return plan(command.deliverable, requireProgramme(programme));
      case 'PresentDeliverable':
        return present(command, requireProgramme(programme));
      case 'AddEmblem':
        return addEmblem(command, requireProgramme(programme));
      case 'RemoveEmblem':
        return removeEmblem(command, requireProgramme(programme));
      case 'PublishDeliverable':
        return publish(command, requireProgramme(programme));
      case 'AddPublishedDeliverable':
        return addPublished(command, requireProgramme(programme));
      default:
        return assertNever(command);
    }
  },
  evolve(programme, event) {
    if (event.type === 'ProgrammeCreated') {
      const details = event.data;
      const nothing = { deliverables: [], emblems: [], corrections: [], ended: null };
      return { status: 'planned', details, created: details, ...nothing };
    }
    return changed(requireProgramme(programme), event);
  },
};

function changed(programme: Programme, event: Exclude<ProgrammeEvent, { type: 'ProgrammeCreated' }>): Programme {
  const { deliverables, emblems } = programme;
  const withDeliverable = (id: string, change: (before: ProgrammeDeliverable) => ProgrammeDeliverable): Programme => ({
    ...programme,
    deliverables: deliverables.map((each) => (each.deliverableId === id ? change(each) : each)),
  });
  switch (event.type) {
    case 'ProgrammeStarted':
      return { ...programme, status: 'started' };
    case 'ProgrammeCorrected': {
      const { changed: fields, previous: _previous, reason, correctedAt: at, ...details } = event.data;
      const corrections = [...programme.corrections, { changed: fields, reason, at }];
      return { ...programme, details, corrections };
    }
    case 'ProgrammeEnded': {
      const { reason, endedAt: at } = event.data;
      return { ...programme, status: 'ended', ended: { reason, at } };
    }
    case 'ProgrammeReopened': {
      const { reason, reopenedAt: at } = event.data;
      const corrections = [...programme.corrections, { changed: ['end'], reason, at }];
      return { ...programme, status: 'started', ended: null, corrections };
    }
    case 'EmblemAdded':
      return { ...programme, emblems: [...emblems.filter((each) => !isEmblem(each, event.data)), event.data] };
    case 'EmblemRemoved':
      return { ...programme, emblems: emblems.filter((each) => !isEmblem(each, event.data)) };
    case 'DeliverablePlanned':
      return { ...programme, deliverables: [...deliverables, { ...event.data, presented: [], published: null }] };
    case 'DeliverablePresented': {
      const { deliverableId, civicEventId, presentedAt: at } = event.data;
      return withDeliverable(deliverableId, (each) => ({
        ...each,
        presented: [...each.presented, { civicEventId, at }],
      }));
    }
    case 'DeliverablePublished': {
      const { deliverableId, address, publishedAt: at } = event.data;
      return withDeliverable(deliverableId, (each) => ({ ...each, published: { address, at } }));
    }
    default:
      return assertNever(event);
  }
}

const isEmblem = (one: Pick<Emblem, 'emblemId'>, other: Pick<Emblem, 'emblemId'>): boolean =>
  one.emblemId === other.emblemId;

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
      same(programme.created, details) && deliverables.every((each) => same(plannedAs(programme, each), each));
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
  if (status === 'ended')
    throw new Rejected('PROGRAMME_ENDED', 'The programme has ended. First `POST …/reopen` with a reason.');
  return [{ type: 'ProgrammeStarted', data: { title, fundingCodes, period } }];
}

function correct({ fields, reason, at }: CorrectProgramme, { details }: Programme): ProgrammeEvent[] {
  const next = { ...details, ...fields, ...textsAfter(details, fields) };
  const changed = programmeFields.filter((field) => !same(details[field], next[field]));
  if (changed.length === 0) return [];
  const previous = Object.fromEntries(changed.map((field) => [field, details[field]])) as Partial<ProgrammeDetails>;
  return [{ type: 'ProgrammeCorrected', data: { ...next, changed, previous, reason, correctedAt: at } }];
}

const textsAfter = ({ title, description, financing }: ProgrammeDetails, fields: Partial<ProgrammeDetails>) => ({
  title: correctedText(title, fields.title),
  description: correctedText(description, fields.description),
  financing: correctedText(financing, fields.financing),
});

const namesOf = ({ details: { title, fundingCodes, period } }: Programme) => ({ title, fundingCodes, period });

function end({ reason, at }: EndProgramme, programme: Programme): ProgrammeEvent[] {
  if (programme.status === 'ended') return [];
  if (programme.status === 'planned') throw new Rejected('PROGRAMME_NOT_STARTED', 'A programme starts before it ends.');
  return [{ type: 'ProgrammeEnded', data: { ...namesOf(programme), reason, endedAt: at } }];
}

function reopen({ reason, at }: ReopenProgramme, programme: Programme): ProgrammeEvent[] {
  const last = programme.corrections.at(-1);
  if (programme.status === 'started' && last?.changed.includes('end') && same(last.reason, reason)) return [];
  if (programme.status !== 'ended') throw new Rejected('PROGRAMME_NOT_ENDED', 'The programme has not ended.');
  return [{ type: 'ProgrammeReopened', data: { ...namesOf(programme), reason, reopenedAt: at } }];
}

function plan(deliverable: Deliverable, programme: Programme): ProgrammeEvent[] {
  const planned = plannedAs(programme, deliverable);
  if (planned && same(planned, deliverable)) return [];
  if (programme.status === 'ended')
    throw new Rejected('PROGRAMME_ENDED', 'The programme has ended, and plans nothing any more.');
  if (!planned) return [{ type: 'DeliverablePlanned', data: deliverable }];
  throw new Rejected('DELIVERABLE_EXISTS', 'A deliverable with this id exists, and is something else.');
}

function requireDeliverable({ deliverables }: Programme, deliverableId: string): ProgrammeDeliverable {
  const found = deliverables.find((each) => each.deliverableId === deliverableId);
  if (!found) throw new Unknown('DELIVERABLE_UNKNOWN', 'The programme has no such deliverable.');
  return found;
}

function present(command: PresentDeliverable, programme: Programme): ProgrammeEvent[] {
  const { deliverableId, civicEventId, at, own, held } = command;
  const { presented } = requireDeliverable(programme, deliverableId);
  if (presented.some((each) => each.civicEventId === civicEventId)) return [];
  if (!own) {
    throw new Invalid('CIVIC_EVENT_ELSEWHERE', 'The civic event is none of the programme.', ['civicEventId']);
  }
  if (!held) throw new Rejected('CIVIC_EVENT_NOT_HELD', 'Nothing was presented at a civic event that was not held.');
  return [{ type: 'DeliverablePresented', data: { deliverableId, civicEventId, presentedAt: at } }];
}

function addEmblem({ emblem }: AddEmblem, { emblems }: Programme): ProgrammeEvent[] {
  const known = emblems.find((each) => isEmblem(each, emblem));
  if (known && same(known, emblem)) return [];
  if (!known && emblems.length >= mostEmblems) {
    throw new Rejected('EMBLEMS_TOO_MANY', `A programme has ${mostEmblems} emblems at most; remove one first.`);
  }
  return [{ type: 'EmblemAdded', data: emblem }];
}

function removeEmblem({ emblemId }: RemoveEmblem, { emblems }: Programme): ProgrammeEvent[] {
  return emblems.some((each) => each.emblemId === emblemId) ? [{ type: 'EmblemRemoved', data: { emblemId } }] : [];
}

function publish(
  { deliverableId, address, at }: Omit<PublishDeliverable, 'type'>,
  programme: Programme,
): ProgrammeEvent[] {
  const { published, presented: _presented, ...deliverable } = requireDeliverable(programme, deliverableId);
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
