import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Invalid, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type {
  DisseminationDetails,
  DisseminationEvent,
  DisseminationStatus,
  Estimate,
  Logged,
  Material,
} from './dissemination.events.js';

/** `doneOn`: the day on which it was done; `null` for what was not. */
export type LogDissemination = {
  type: 'LogDissemination';
  details: DisseminationDetails;
  status: Exclude<DisseminationStatus, 'cancelled'>;
  doneOn: string | null;
  at: string;
};
export type ChangeDissemination = { type: 'ChangeDissemination'; details: DisseminationDetails; at: string };
export type PlanDissemination = { type: 'PlanDissemination'; at: string };
/** `on`: a day; that of `at` without it. Once more with another day, it corrects the day. */
export type CompleteDissemination = { type: 'CompleteDissemination'; on: string | undefined; at: string };
export type CancelDissemination = { type: 'CancelDissemination'; reason: LocalizedText; at: string };
export type ReportReach = { type: 'ReportReach'; reachId: string; estimate: Estimate; at: string };
/** What is left out of the estimate stays as it stands. */
export type CorrectReach = {
  type: 'CorrectReach';
  reachId: string;
  estimate: Partial<Estimate>;
  reason: LocalizedText;
  at: string;
};
export type AddMaterial = { type: 'AddMaterial'; material: Material };
export type RemoveMaterial = { type: 'RemoveMaterial'; materialId: string };

export type DisseminationCommandBody =
  | LogDissemination
  | ChangeDissemination
  | PlanDissemination
  | CompleteDissemination
  | CancelDissemination
  | ReportReach
  | CorrectReach
  | AddMaterial
  | RemoveMaterial;

export interface Reach extends Estimate {
  readonly reachId: string;
  readonly reportedAt: string;
  /** As it was first reported. */
  readonly reported: Estimate;
  /** Why and when it was corrected, in order, and what stood before. */
  readonly corrections: readonly { readonly before: Estimate; readonly reason: LocalizedText; readonly at: string }[];
}

export interface Dissemination {
  readonly details: DisseminationDetails;
  readonly status: DisseminationStatus;
  readonly doneOn: string | null;
  readonly reason: LocalizedText | null;
  /** The last time (ISO 8601) at which each status was put on record. */
  readonly since: Readonly<Partial<Record<DisseminationStatus, string>>>;
  /** In the order in which they were reported. */
  readonly reach: readonly Reach[];
  readonly materials: readonly Material[];
  /** As it was logged: what a repeated command is compared with. */
  readonly logged: Pick<LogDissemination, 'details' | 'status' | 'doneOn'>;
}

export const mostEstimates = 20;
export const mostMaterials = 10;

export const disseminationDecider: Decider<DisseminationCommandBody, Dissemination | null, DisseminationEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'LogDissemination') return log(command, state);
    const found = requireDissemination(state);
    if (command.type === 'CancelDissemination') return cancel(command, found);
    if (command.type === 'RemoveMaterial') return removeMaterial(command, found);
    if (found.status === 'cancelled') throw new Rejected('DISSEMINATION_CANCELLED', 'It was cancelled.');
    return decideKept(command, found);
  },
  evolve(state, event) {
    if (event.type === 'DisseminationLogged') return begun(event.data);
    return changed(requireDissemination(state), event);
  },
};

/** Throws `Unknown` where there is none. */
export function requireDissemination(state: Dissemination | null): Dissemination {
  return state ?? unknownDissemination();
}

export function unknownDissemination(): never {
  throw new Unknown('DISSEMINATION_UNKNOWN', 'There is no such dissemination.');
}

function decideKept(
  command: Exclude<DisseminationCommandBody, LogDissemination | CancelDissemination | RemoveMaterial>,
  found: Dissemination,
): DisseminationEvent[] {
  switch (command.type) {
    case 'ChangeDissemination':
      return change(command, found);
    case 'PlanDissemination':
      return plan(command, found);
    case 'CompleteDissemination':
      return complete(command, found);
    case 'ReportReach':
      return reportReach(command, found);
    case 'CorrectReach':
      return correctReach(command, found);
    case 'AddMaterial':
      return addMaterial(command, found);
    default:
      return assertNever(command);
  }
}

const days = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Bucharest' });

/** The day of a time by the clock of the municipality. */
const dayOf = (at: string): string => days.format(new Date(at));

function refuseFuture(day: string, at: string, field: string): void {
  if (day > dayOf(at)) throw new Invalid('DAY_IN_FUTURE', 'This day has not come yet.', [field]);
}

function log({ details, status, doneOn, at }: LogDissemination, state: Dissemination | null): DisseminationEvent[] {
  if (state) {
    if (same({ details, status, doneOn }, state.logged)) return [];
    throw new Rejected('DISSEMINATION_EXISTS', 'A dissemination with this id exists, and says something else.');
  }
  if (doneOn !== null) refuseFuture(doneOn, at, 'doneOn');
  return [{ type: 'DisseminationLogged', data: { ...details, status, doneOn, reason: null, at } }];
}

const standing = ({ details, status, doneOn, reason }: Dissemination, at: string): Logged => ({
  ...details,
  ...{ status, doneOn, reason, at },
});

function change({ details, at }: ChangeDissemination, found: Dissemination): DisseminationEvent[] {
  if (same(details, found.details)) return [];
  if (found.status === 'done' && details.programmeId !== found.details.programmeId) {
    const message = 'What was done counts for its programme. Cancel it with a reason, and log it anew.';
    throw new Rejected('PROGRAMME_STANDS', message);
  }
  return [{ type: 'DisseminationChanged', data: { ...standing(found, at), ...details } }];
}

function plan({ at }: PlanDissemination, found: Dissemination): DisseminationEvent[] {
  if (found.status === 'planned') return [];
  if (found.status === 'done') throw new Rejected('DISSEMINATION_DONE', 'It is done already.');
  return [{ type: 'DisseminationPlanned', data: { ...standing(found, at), status: 'planned' } }];
}

function complete({ on, at }: CompleteDissemination, found: Dissemination): DisseminationEvent[] {
  if (found.status === 'done' && (on ?? found.doneOn) === found.doneOn) return [];
  const doneOn = on ?? dayOf(at);
  refuseFuture(doneOn, at, 'on');
  return [{ type: 'DisseminationDone', data: { ...standing(found, at), status: 'done', doneOn } }];
}

function cancel({ reason, at }: CancelDissemination, found: Dissemination): DisseminationEvent[] {
  if (found.status !== 'cancelled') {
    return [{ type: 'DisseminationCancelled', data: { ...standing(found, at), status: 'cancelled', reason } }];
  }
  if (same(reason, found.reason)) return [];
  throw new Rejected('DISSEMINATION_CANCELLED', 'It was cancelled already, for another reason.');
}

const estimateOf = ({ people, source, method, countedOn }: Estimate): Estimate => ({
  ...{ people, source, method, countedOn },
});

const aboutOf = ({ details: { programmeId, channel } }: Dissemination) => ({ programmeId, channel });

function reportReach({ reachId, estimate, at }: ReportReach, found: Dissemination): DisseminationEvent[] {
  const known = found.reach.find((each) => each.reachId === reachId);
  if (known && same(known.reported, estimate)) return [];
  if (known) throw new Rejected('REACH_EXISTS', 'An estimate with this id exists, and says something else.');
  if (found.status !== 'done') throw new Rejected('DISSEMINATION_NOT_DONE', 'Only what was done has reached people.');
  if (found.reach.length >= mostEstimates) {
    throw new Rejected('ESTIMATES_TOO_MANY', `At most ${mostEstimates} estimates are kept; correct one that stands.`);
  }
  refuseFuture(estimate.countedOn, at, 'countedOn');
  return [{ type: 'ReachReported', data: { ...estimate, reachId, ...aboutOf(found), at } }];
}

function correctReach({ reachId, estimate, reason, at }: CorrectReach, found: Dissemination): DisseminationEvent[] {
  const known = found.reach.find((each) => each.reachId === reachId);
  if (!known) throw new Unknown('REACH_UNKNOWN', 'There is no such estimate.');
  const corrected = { ...estimateOf(known), ...estimate };
  if (same(corrected, estimateOf(known))) return [];
  refuseFuture(corrected.countedOn, at, 'countedOn');
  const { people: reportedPeople } = known.reported;
  return [{ type: 'ReachCorrected', data: { ...corrected, reachId, ...aboutOf(found), reportedPeople, reason, at } }];
}

function addMaterial({ material }: AddMaterial, { materials }: Dissemination): DisseminationEvent[] {
  const known = materials.find(({ sha256 }) => sha256 === material.sha256);
  if (known?.materialId === material.materialId) return [];
  if (known) throw new Rejected('MATERIAL_EXISTS', `The same file is kept already, as ${known.name}.`);
  if (materials.length >= mostMaterials) {
    throw new Rejected('MATERIALS_TOO_MANY', `At most ${mostMaterials} files are kept; remove one first.`);
  }
  return [{ type: 'MaterialAdded', data: material }];
}

const removeMaterial = ({ materialId }: RemoveMaterial, { materials }: Dissemination): DisseminationEvent[] =>
  materials.some((each) => each.materialId === materialId) ? [{ type: 'MaterialRemoved', data: { materialId } }] : [];

function begun({ status, doneOn, reason, at, ...details }: Logged): Dissemination {
  // Nothing is cancelled when it is logged.
  const logged = { details, status: status as LogDissemination['status'], doneOn };
  return { details, status, doneOn, reason, since: { [status]: at }, reach: [], materials: [], logged };
}

function changed(state: Dissemination, event: Exclude<DisseminationEvent, { type: 'DisseminationLogged' }>) {
  switch (event.type) {
    case 'DisseminationChanged':
    case 'DisseminationPlanned':
    case 'DisseminationDone':
    case 'DisseminationCancelled':
      return relogged(state, event.data);
    case 'ReachReported': {
      const { reachId, at: reportedAt } = event.data;
      const reported = estimateOf(event.data);
      return { ...state, reach: [...state.reach, { ...reported, reachId, reportedAt, reported, corrections: [] }] };
    }
    case 'ReachCorrected':
      return { ...state, reach: state.reach.map((each) => corrected(each, event.data)) };
    case 'MaterialAdded':
      return { ...state, materials: [...state.materials, event.data] };
    case 'MaterialRemoved':
      return {
        ...state,
        materials: state.materials.filter(({ materialId }) => materialId !== event.data.materialId),
      };
    default:
      return assertNever(event);
  }
}

function relogged(state: Dissemination, { status, doneOn, reason, at, ...details }: Logged): Dissemination {
  const since = status === state.status && doneOn === state.doneOn ? state.since : { ...state.since, [status]: at };
  return { ...state, details, status, doneOn, reason, since };
}

type Correction = Extract<DisseminationEvent, { type: 'ReachCorrected' }>['data'];

/** Another estimate stays as it is. */
const corrected = (reach: Reach, data: Correction): Reach =>
  reach.reachId !== data.reachId
    ? reach
    : {
        ...reach,
        ...estimateOf(data),
        corrections: [...reach.corrections, { before: estimateOf(reach), reason: data.reason, at: data.at }],
      };
