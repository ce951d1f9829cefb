import { contextsWithPeople } from '@ecou/contracts';
import { assertNever, Rejected } from '@ecou/event-sourcing';
import type { RightsRequestEvent } from './rights-request.events.js';
import type { RightsRequest } from './rights-request.state.js';

export type ErasureCommand =
  | {
      readonly type: 'OrderErasure';
      readonly by: string;
      readonly at: string;
      /** The version of the legal holds under which nothing keeps the person. */
      readonly holdsVersion: number;
    }
  | { readonly type: 'NoteKeysDestroyed'; readonly at: string }
  | { readonly type: 'ConfirmErasure'; readonly context: string; readonly found: number; readonly at: string };

const types: readonly string[] = ['OrderErasure', 'NoteKeysDestroyed', 'ConfirmErasure'];

export const isErasure = (command: { readonly type: string }): command is ErasureCommand =>
  types.includes(command.type);

/** Throws `Rejected` where the person cannot be erased for this request. */
export function refuseWhileBlocked({ outcome, kind, subjects, hold }: RightsRequest): void {
  if (outcome !== 'open') throw new Rejected('RIGHTS_REQUEST_CLOSED', 'The request was answered or refused.');
  if (kind !== 'erase') throw new Rejected('NOT_ABOUT_ERASURE', 'The person asks for something else.');
  if (subjects.length === 0) throw new Rejected('SUBJECTS_MISSING', 'Nobody has said yet where the person stands.');
  if (hold) throw new Rejected('LEGAL_HOLD', `Data of the person must be kept for now: ${hold.legalBasis}.`);
}

/** Nothing brings back what goes: a second person has approved it. */
function order(by: string, at: string, state: RightsRequest): RightsRequestEvent[] {
  if (state.erasure) return [];
  refuseWhileBlocked(state);
  return [
    {
      type: 'ErasureOrdered',
      data: { subjects: [...state.subjects], contexts: [...contextsWithPeople], by, orderedAt: at },
    },
  ];
}

function keysDestroyed(at: string, { erasure, subjects }: RightsRequest): RightsRequestEvent[] {
  if (!erasure || erasure.keysDestroyedAt !== null) return [];
  return [{ type: 'SubjectKeysDestroyed', data: { subjects: [...subjects], destroyedAt: at } }];
}

function confirm(context: string, found: number, at: string, { erasure }: RightsRequest): RightsRequestEvent[] {
  if (!erasure?.contexts.includes(context) || erasure.confirmed[context] !== undefined) return [];
  return [{ type: 'ErasureConfirmed', data: { context, found, confirmedAt: at } }];
}

/** The way of an erasure: ordered, the keys gone, confirmed by each context. */
export function decideErasure(command: ErasureCommand, state: RightsRequest): RightsRequestEvent[] {
  switch (command.type) {
    case 'OrderErasure':
      return order(command.by, command.at, state);
    case 'NoteKeysDestroyed':
      return keysDestroyed(command.at, state);
    case 'ConfirmErasure':
      return confirm(command.context, command.found, command.at, state);
    default:
      return assertNever(command);
  }
}
