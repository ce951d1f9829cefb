import { z } from 'zod';

const count = z.int();

const counters = {
  invited: count,
  accepted: count.describe('Of those invited.'),
  declined: count.describe('Of those invited.'),
  registered: count.describe('They have a seat; those who wait are not among them.'),
  waiting: count,
  checkedIn: count.describe('Of those registered.'),
  walkIns: count.describe('They came without a registration.'),
};

const attended = count.nullable().describe('As the attendance stands on record; null: not reported.');

export const participationAnswer = z
  .object({
    civicEventId: z.uuid(),
    ...counters,
    attended,
    responseRate: z
      .number()
      .nullable()
      .describe('The part of those invited who answered, from 0 to 1; null: nobody was invited.'),
    categories: z.array(z.object({ category: z.string(), ...counters, attended })),
  })
  .meta({ id: 'Participation' });
export type ParticipationAnswer = z.output<typeof participationAnswer>;

const figures = z.object({ categories: z.array(z.object({ category: z.string(), count })), total: count });

export const proposalAnswer = z
  .object({
    civicEventId: z.uuid(),
    proposed: figures
      .nullable()
      .describe('The body of `PUT …/attendance` that says what was seen at the door; null: nobody was seen.'),
    basis: z.array(z.object({ category: z.string(), checkedIn: count, walkIns: count })),
    reported: figures.nullable().describe('The attendance as it stands on record; null: not reported.'),
    state: z
      .enum(['nothing-to-propose', 'open', 'to-confirm', 'confirmed', 'differs'])
      .describe(
        '`open`: people may still come. `to-confirm`: the civic event is closed, and staff have not reported. `confirmed`, `differs`: what is on record is what was seen, or is not.',
      ),
  })
  .meta({ id: 'AttendanceProposal' });
export type ProposalAnswer = z.output<typeof proposalAnswer>;
