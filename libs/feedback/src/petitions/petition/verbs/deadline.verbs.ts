import { optional, personalText } from '@ecou/runtime';
import { z } from 'zod';
import type { NoteDeadlineMissed, NoteDueSoon } from '../rules/deadline.decider.js';
import type { PetitionWork } from './petition-work.js';
import { verb } from './verb.js';
import { toPetitioner } from './verb.schemas.js';

const extendBody = z
  .strictObject({
    reason: personalText(5000).describe(toPetitioner),
    days: optional(z.int().min(1).max(365)).describe('Calendar days; as many as the rules allow where it is left out.'),
  })
  .meta({ id: 'ExtendDeadline' });

/** The clock's word needs nothing else. */
const note = {
  run: (work: PetitionWork, id: string, noted: NoteDueSoon | NoteDeadlineMissed) => work.decide(id, noted),
};

/** The deadline of a petition. */
export const deadlineVerbs = {
  ExtendDeadline: verb({
    name: 'extend',
    summary: 'Put the deadline off, once',
    description: 'By 15 days at most, as the law says; before it is over.',
    body: extendBody,
    inBulk: true,
    async run(work, id, body) {
      await work.decide(id, { ...body, type: 'ExtendDeadline', terms: await work.terms(), at: work.now });
    },
  }),

  NoteDueSoon: note,
  NoteDeadlineMissed: note,
} as const;
