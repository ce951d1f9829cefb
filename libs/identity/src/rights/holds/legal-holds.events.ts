import { instant } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

export const thing = z.object({ context: z.string(), stream: z.string() });
export type Thing = z.output<typeof thing>;

/** All legal holds of the deployment, in one stream: an erasure is refused where one is placed in the same moment. */
export const legalHoldsEvents = defineEvents('legal-holds', {
  /** As it stands from now on. */
  HoldPlaced: z.object({
    holdId: z.uuid().describe('That of the request of a person, where it was placed there.'),
    subjects: z.array(z.uuid()).describe('People, by their ids.'),
    things: z.array(thing).describe('Whoever stands in these, now or later.'),
    reason: personal(z.string()),
    legalBasis: z.string(),
    until: instant.nullable().describe('`null`: until it is lifted.'),
    by: z.string(),
    placedAt: instant,
  }),
  HoldLifted: z.object({ holdId: z.uuid(), reason: personal(z.string()), by: z.string(), liftedAt: instant }),
});

export type LegalHoldsEvent = EventOf<typeof legalHoldsEvents>;
export type HoldData<T extends LegalHoldsEvent['type']> = Extract<LegalHoldsEvent, { type: T }>['data'];
