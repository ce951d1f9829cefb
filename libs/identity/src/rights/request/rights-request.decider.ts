import { assertNever, Rejected, same, type Decider, type Sealed } from '@ecou/event-sourcing';
import { evolve, requireRequest, type RightsRequest } from './rights-request.state.js';
import type { EventData, RightsRequestEvent } from './rights-request.events.js';
import { decideErasure, isErasure, type ErasureCommand } from './erasure.decider.js';

type At = { readonly at: string };
type Reasoned = At & { readonly reason: Sealed<string> };

export type RightsRequestCommandBody =
  | ({ readonly type: 'ReceiveRightsRequest' } & EventData<'RightsRequestReceived'>)
  | ({ readonly type: 'NameSubjects'; readonly subjects: string[] } & At)
  | ({ readonly type: 'ExtendAnswer'; readonly dueAt: string } & Reasoned)
  | ({ readonly type: 'PlaceLegalHold'; readonly legalBasis: string } & Reasoned)
  | ({ readonly type: 'LiftLegalHold' } & Reasoned)
  | ({ readonly type: 'NoteRectification'; readonly what: Sealed<string> } & At)
  | ({ readonly type: 'SetRestriction' } & Reasoned)
  | ({ readonly type: 'LiftRestriction' } & Reasoned)
  | ({ readonly type: 'AnswerRightsRequest'; readonly summary: Sealed<string> } & At)
  | ({ readonly type: 'RefuseRightsRequest'; readonly reasons: Sealed<string>; readonly legalBasis: string } & At)
  | ({ readonly type: 'RaiseOverdue' } & At)
  | ErasureCommand;

type Verb = Exclude<RightsRequestCommandBody, { type: 'ReceiveRightsRequest' } | ErasureCommand>;

function refuseUnlessOpen({ outcome }: RightsRequest): void {
  if (outcome !== 'open') throw new Rejected('RIGHTS_REQUEST_CLOSED', 'The request was answered or refused.');
}

function refuseUnlessNamed({ subjects }: RightsRequest): void {
  if (subjects.length === 0) throw new Rejected('SUBJECTS_MISSING', 'Nobody has said yet where the person stands.');
}

function receive(
  { type: _, ...data }: Extract<RightsRequestCommandBody, { type: 'ReceiveRightsRequest' }>,
  state: RightsRequest | null,
): RightsRequestEvent[] {
  return state ? [] : [{ type: 'RightsRequestReceived', data }];
}

function nameSubjects(of: readonly string[], at: string, state: RightsRequest): RightsRequestEvent[] {
  refuseUnlessOpen(state);
  const subjects = of.filter((subject) => !state.subjects.includes(subject));
  if (subjects.length === 0) return [];
  if (state.erasure) throw new Rejected('ERASURE_UNDER_WAY', 'The erasure of the person was ordered already.');
  return [{ type: 'SubjectsNamed', data: { subjects, namedAt: at } }];
}

/** By two further months at most, once (GDPR art. 12(3)). */
function extend(
  { dueAt, reason, at }: Extract<Verb, { type: 'ExtendAnswer' }>,
  state: RightsRequest,
): RightsRequestEvent[] {
  refuseUnlessOpen(state);
  if (state.isExtended) throw new Rejected('ALREADY_EXTENDED', 'The answer was extended before.');
  if (state.dueAt < at) throw new Rejected('EXTENDED_TOO_LATE', 'The person had to be told of it within the month.');
  return [{ type: 'AnswerExtended', data: { dueAt, reason, extendedAt: at } }];
}

function placeHold(
  { reason, legalBasis, at }: Extract<Verb, { type: 'PlaceLegalHold' }>,
  state: RightsRequest,
): RightsRequestEvent[] {
  refuseUnlessOpen(state);
  if (state.erasure) throw new Rejected('ERASURE_UNDER_WAY', 'The erasure of the person was ordered already.');
  return state.hold ? [] : [{ type: 'LegalHoldPlaced', data: { reason, legalBasis, placedAt: at } }];
}

function setRestriction({ reason, at }: Reasoned, state: RightsRequest): RightsRequestEvent[] {
  refuseUnlessNamed(state);
  return state.restricted.length > 0
    ? []
    : [{ type: 'RestrictionSet', data: { subjects: [...state.subjects], reason, setAt: at } }];
}

function liftRestriction({ reason, at }: Reasoned, state: RightsRequest): RightsRequestEvent[] {
  return state.restricted.length === 0
    ? []
    : [{ type: 'RestrictionLifted', data: { subjects: [...state.restricted], reason, liftedAt: at } }];
}

function answer(summary: Sealed<string>, at: string, state: RightsRequest): RightsRequestEvent[] {
  if (state.outcome === 'answered') return [];
  refuseUnlessOpen(state);
  if (state.kind === 'erase' && !state.erasure)
    throw new Rejected('ERASURE_NOT_ORDERED', 'A request for erasure is answered once that was ordered, or refused.');
  if (state.kind === 'restrict' && state.restricted.length === 0)
    throw new Rejected('RESTRICTION_NOT_SET', 'A request for restriction is answered once that was set, or refused.');
  return [{ type: 'RightsRequestAnswered', data: { summary, answeredAt: at } }];
}

function refuse(
  { reasons, legalBasis, at }: Extract<Verb, { type: 'RefuseRightsRequest' }>,
  state: RightsRequest,
): RightsRequestEvent[] {
  if (state.outcome === 'refused') return [];
  refuseUnlessOpen(state);
  if (state.erasure) throw new Rejected('ERASURE_UNDER_WAY', 'The erasure of the person was ordered already.');
  return [{ type: 'RightsRequestRefused', data: { reasons, legalBasis, refusedAt: at } }];
}

const raiseOverdue = (at: string, { outcome, isOverdue, dueAt }: RightsRequest): RightsRequestEvent[] =>
  outcome !== 'open' || isOverdue || dueAt > at
    ? []
    : [{ type: 'RightsRequestOverdue', data: { dueAt, raisedAt: at } }];

function noteRectification(what: Sealed<string>, at: string, state: RightsRequest): RightsRequestEvent[] {
  refuseUnlessOpen(state);
  return state.rectifications.some((one) => same(one, what))
    ? []
    : [{ type: 'RectificationNoted', data: { what, notedAt: at } }];
}

function decideVerb(command: Verb, state: RightsRequest): RightsRequestEvent[] {
  switch (command.type) {
    case 'NameSubjects':
      return nameSubjects(command.subjects, command.at, state);
    case 'ExtendAnswer':
      return extend(command, state);
    case 'PlaceLegalHold':
      return placeHold(command, state);
    case 'LiftLegalHold':
      return state.hold ? [{ type: 'LegalHoldLifted', data: { reason: command.reason, liftedAt: command.at } }] : [];
    case 'NoteRectification':
      return noteRectification(command.what, command.at, state);
    case 'SetRestriction':
      return setRestriction(command, state);
    case 'LiftRestriction':
      return liftRestriction(command, state);
    case 'AnswerRightsRequest':
      return answer(command.summary, command.at, state);
    case 'RefuseRightsRequest':
      return refuse(command, state);
    case 'RaiseOverdue':
      return raiseOverdue(command.at, state);
    default:
      return assertNever(command);
  }
}

export const rightsRequestDecider: Decider<RightsRequestCommandBody, RightsRequest | null, RightsRequestEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'ReceiveRightsRequest') return receive(command, state);
    // Contexts confirm erasures of periods, too.
    if (command.type === 'ConfirmErasure' && !state) return [];
    const request = requireRequest(state);
    return isErasure(command) ? decideErasure(command, request) : decideVerb(command, request);
  },
  evolve,
};
