import type { Decider } from '@ecou/event-sourcing';
import type { PetitionRequestEvent } from './petition-request.events.js';

export interface RefuseRequest {
  readonly type: 'RefuseRequest';
  readonly conversationId: string;
  readonly code: string;
  readonly reason: string;
  readonly at: string;
}

/** True once it was refused. */
export type IsRefused = boolean;

/** A refusal of the register counts once. */
export const petitionRequestDecider: Decider<RefuseRequest, IsRefused, PetitionRequestEvent> = {
  initial: false,
  decide: ({ conversationId, code, reason, at }, isRefused) =>
    isRefused ? [] : [{ type: 'PetitionRequestRefused', data: { conversationId, code, reason, refusedAt: at } }],
  evolve: () => true,
};
