import { instant } from '@ecou/contracts';
import { defineEvents, namedUuid, type Aggregate, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** An erasure that a restored database did not know of; one stream per erasure. */
export const recoveredErasureEvents = defineEvents('recovered-erasure', {
  ErasureRecovered: z.object({ erasureId: z.uuid(), subjects: z.array(z.uuid()).min(1), recoveredAt: instant }),
});
export type RecoveredErasureEvent = EventOf<typeof recoveredErasureEvents>;

export interface RecoverErasure {
  readonly type: 'RecoverErasure';
  readonly erasureId: string;
  readonly subjects: string[];
  readonly at: string;
}

export const recoveredErasure: Aggregate<RecoverErasure, { readonly isKnown: boolean }, RecoveredErasureEvent> = {
  category: recoveredErasureEvents.category,
  events: recoveredErasureEvents,
  decider: {
    initial: { isKnown: false },
    decide({ erasureId, subjects, at }, { isKnown }) {
      return isKnown ? [] : [{ type: 'ErasureRecovered', data: { erasureId, subjects, recoveredAt: at } }];
    },
    evolve: () => ({ isKnown: true }),
  },
};

/** The stream in which an erasure is carried out once more. */
export const recoveryOf = (erasureId: string): string => namedUuid('recovered erasure', erasureId);
