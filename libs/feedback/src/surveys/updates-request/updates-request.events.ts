import { instant, language } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

export const updatesRequestEvents = defineEvents('updates-request', {
  UpdatesRequested: z.object({
    questionnaireId: z.uuid(),
    civicEventId: z.uuid().nullable(),
    topics: z.array(z.string()).min(1),
    language,
    /** Exactly as it was shown. */
    consentText: z.string(),
    channel: z.enum(['email']),
    address: personal(z.string()),
    /** The hour, not the moment: `hourOf`. */
    requestedAt: instant,
  }),
});
export type UpdatesRequestEvent = EventOf<typeof updatesRequestEvents>;
export type UpdatesRequested = Extract<UpdatesRequestEvent, { type: 'UpdatesRequested' }>;
