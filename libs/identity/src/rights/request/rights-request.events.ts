import { instant, language } from '@ecou/contracts';
import { defineEvents, evolved, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { contexts, withFirstContexts } from '../ordered-contexts.js';

/** The rights of the GDPR that a request may be about: art. 17, 15, 16, 18 and 20. */
export const kind = z.enum(['erase', 'access', 'rectify', 'restrict', 'port']);
export type Kind = z.output<typeof kind>;

/** The way in which somebody made sure that the person is the one who asks (GDPR art. 12(6)). */
export const verifiedBy = z.enum([
  'identity-document',
  'electronic-signature',
  'known-contact',
  'known-in-person',
  'representative',
]);

const actor = z.string().describe('As it stands in events: `key:<id>`, `officer:<id>`.');
const subjects = z.array(z.uuid()).min(1);

/** One stream per request of a person. What identifies whoever asks stays: it is the proof of what was done. */
export const rightsRequestEvents = defineEvents('rights-request', {
  RightsRequestReceived: z.object({
    kind,
    name: personal(z.string()),
    contact: personal(z.string()),
    words: personal(z.string()).nullable().describe('What was asked, in their words.'),
    verifiedBy,
    language,
    receivedAt: instant,
    dueAt: instant.describe('A month after it was received (GDPR art. 12(3)).'),
    by: actor,
  }),
  SubjectsNamed: z.object({ subjects, namedAt: instant }),
  AnswerExtended: z.object({
    dueAt: instant,
    reason: personal(z.string()),
    extendedAt: instant,
  }),
  LegalHoldPlaced: z.object({ reason: personal(z.string()), legalBasis: z.string(), placedAt: instant }),
  LegalHoldLifted: z.object({ reason: personal(z.string()), liftedAt: instant }),
  ErasureOrdered: evolved(z.object({ subjects, contexts, by: actor, orderedAt: instant }), withFirstContexts),
  SubjectKeysDestroyed: z.object({ subjects, destroyedAt: instant }),
  ErasureConfirmed: z.object({ context: z.string(), found: z.int().min(0), confirmedAt: instant }),
  RectificationNoted: z.object({
    what: personal(z.string()).describe('What was put right, and where.'),
    notedAt: instant,
  }),
  RestrictionSet: z.object({ subjects, reason: personal(z.string()), setAt: instant }),
  RestrictionLifted: z.object({ subjects, reason: personal(z.string()), liftedAt: instant }),
  RightsRequestAnswered: z.object({ summary: personal(z.string()), answeredAt: instant }),
  RightsRequestRefused: z.object({
    reasons: personal(z.string()),
    legalBasis: z.string(),
    refusedAt: instant,
  }),
  RightsRequestOverdue: z.object({ dueAt: instant, raisedAt: instant }),
});

export type RightsRequestEvent = EventOf<typeof rightsRequestEvents>;
export type EventData<T extends RightsRequestEvent['type']> = Extract<RightsRequestEvent, { type: T }>['data'];
