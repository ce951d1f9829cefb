import { optional, personalText } from '@ecou/runtime';
import { z } from 'zod';
import type { NoteDeadlineMissed, NoteDueSoon } from '../rules/deadline.decider.js';
import type { PetitionWork } from './petition-work.js';
import { verb } from './verb.js';
import { by, toPetitioner } from './verb.schemas.js';

const extendBody = z
  .strictObject({
    reason: personalText(5000).describe(toPetitioner),
    days: optional(z.int().min(1).max(365)).describe('Calendar days; as many as the rules allow where it is left out.'),
    by,
  })
  .meta({
    id: 'ExtendDeadline',
    example: { reason: 'Lămpile se cumpără abia în mai.', by: '1d380424-9223-5327-ac34-ad58aa79b003' },
  });

/** The deadline of a petition. */
export const deadlineVerbs = {
  ExtendDeadline: verb({
    name: 'extend',
    summary: 'Put the deadline off, once',
    permission: 'petitions:lead',
    description:
      'The head of the institution does, by 15 days at most, as the law says, and before it is over. The petitioner is told.',
    body: extendBody,
    inBulk: true,
    async run(work, id, { by: said, ...body }) {
      await work.read(id);
      const acting = await work.acting(said);
      await work.decide(id, { ...body, type: 'ExtendDeadline', by: acting, terms: await work.terms(), at: work.now });
    },
  }),

  NoteDueSoon: { run: (work: PetitionWork, id: string, noted: NoteDueSoon) => work.decide(id, noted) },

  /** A last day by law on which nobody works, as the directory says by now, moves on. */
  NoteDeadlineMissed: {
    async run(work: PetitionWork, id: string, noted: Omit<NoteDeadlineMissed, 'daysOff'>) {
      const { daysOff } = await work.terms();
      return work.decide(id, { ...noted, daysOff });
    },
  },
} as const;
