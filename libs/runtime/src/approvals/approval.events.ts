import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { instant } from '@ecou/contracts';
import { z } from 'zod';

/** Whoever asks or decides: the actor, and the officer of the directory whom the key or the session names. */
const somebody = z.object({ actor: z.string(), officer: z.uuid().nullable() });

/** An order that needs two people, from the one who gives it to the one time that it is carried out. */
export const approvalEvents = defineEvents('approval', {
  ApprovalAsked: z.object({
    kind: z.string(),
    permission: z.string().describe('That of the order: whoever approves must have it, too.'),
    says: z.string().describe('The order in words, with ids and nothing personal.'),
    orderHash: z.string().describe('Keyed hash of the exact order.'),
    askedBy: somebody,
    askedAt: instant,
    expiresAt: instant,
  }),
  ApprovalGiven: z.object({ by: somebody, note: z.string().nullable(), givenAt: instant }),
  ApprovalRefused: z.object({ by: somebody, note: z.string().nullable(), refusedAt: instant }),
  ApprovalWithdrawn: z.object({ withdrawnAt: instant }),
  ApprovalExpired: z.object({ expiredAt: instant }),
  /** Nobody else had to agree, by the setting of the deployment. */
  ApprovalWaived: z.object({ setting: z.string(), waivedAt: instant }),
  ApprovalUsed: z.object({ usedAt: instant }),
});
export type ApprovalEvent = EventOf<typeof approvalEvents>;
