import { instant, stayReasons } from '@ecou/contracts';
import { defineEvents, evolved, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { thing } from '../../holds/legal-holds.events.js';
import { contexts, withFirstContexts } from '../../ordered-contexts.js';

const rules = z.array(z.object({ activity: z.string(), days: z.int().min(1) }));
const held = z.object({ subjects: z.array(z.uuid()), things: z.array(thing) });
const after = z.record(z.string(), z.uuid());
const activity = z.string().nullable();
const people = z.int().min(1);

/** The reasons of contexts, and those of identity: an open request of the person; rules or holds that changed during the run. */
export const reasons = [...stayReasons, 'requested', 'changed'] as const;

/**
 * One stream per run of the periods, and per rehearsal, which erases nobody. People stand in it by their random ids alone, as in an order
 * of erasure.
 */
export const retentionRunEvents = defineEvents('retention-run', {
  RetentionRunBegun: evolved(
    z.object({
      isRehearsal: z.boolean(),
      asOf: instant,
      rules,
      held,
      after: after.describe('By context: whom the run before came to.'),
      contexts,
      by: z.string(),
      begunAt: instant,
    }),
    withFirstContexts,
  ),
  /** The proposal of a context. */
  PeopleProposed: z.object({
    context: z.string(),
    over: z.array(z.object({ subject: z.uuid(), activity: z.string(), endedAt: instant, dueAt: instant })),
    last: z.uuid().nullable(),
    kept: z.array(z.object({ activity, reason: z.enum(stayReasons), people, nextAt: instant.nullable() })),
    proposedAt: instant,
  }),
  /** Every context has proposed: each is asked whom of all of them it has to keep. */
  ObjectionsAsked: z.object({ subjects: z.array(z.uuid()).min(1), asOf: instant, rules, held, askedAt: instant }),
  ObjectionsRaised: z.object({
    context: z.string(),
    objections: z.array(z.object({ subject: z.uuid(), activity, reason: z.enum(stayReasons) })),
    raisedAt: instant,
  }),
  RetentionDecided: z.object({
    subjects: z.array(z.uuid()).describe('Whose periods are over everywhere; of a rehearsal: would be.'),
    outcome: z
      .array(z.object({ activity: z.string(), days: z.int(), people, from: instant, to: instant }))
      .describe('How many by which rule, and between which times their things had ended.'),
    kept: z.array(z.object({ activity, reason: z.enum(reasons), people, nextAt: instant.nullable() })),
    blocked: z
      .array(z.object({ activity, reason: z.enum(reasons), people }))
      .describe('Over in one context, and to be kept because of something else.'),
    goesOn: z.boolean().describe('Whether there are more than one run takes: the next begins at once.'),
    decidedAt: instant,
  }),
  RetentionKeysDestroyed: z.object({ subjects: z.array(z.uuid()).min(1), destroyedAt: instant }),
  RetentionErasureConfirmed: z.object({ context: z.string(), found: z.int().min(0), confirmedAt: instant }),
});

export type RetentionRunEvent = EventOf<typeof retentionRunEvents>;
export type RunData<T extends RetentionRunEvent['type']> = Extract<RetentionRunEvent, { type: T }>['data'];
