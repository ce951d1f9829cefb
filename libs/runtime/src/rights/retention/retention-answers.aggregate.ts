import { instant, mostAnswered, stayReasons } from '@ecou/contracts';
import { defineEvents, type Aggregate, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

const stay = { activity: z.string().nullable(), reason: z.enum(stayReasons) };

/** The answers of a context to the questions of one run of the periods: one stream per run. People stand in them by their ids alone. */
export const retentionAnswersEvents = defineEvents('retention-answers', {
  RetentionAnswered: z.object({
    step: z.enum(['find', 'check']),
    over: z
      .array(z.object({ subject: z.uuid(), activity: z.string(), endedAt: instant, dueAt: instant }))
      .max(mostAnswered),
    last: z.uuid().nullable(),
    kept: z.array(z.object({ ...stay, people: z.int().min(1), nextAt: instant.nullable() })),
    objections: z.array(z.object({ subject: z.uuid(), ...stay })),
    answeredAt: instant,
  }),
});
export type RetentionAnswersEvent = EventOf<typeof retentionAnswersEvents>;

export interface AnswerRetention {
  readonly type: 'AnswerRetention';
  readonly answer: RetentionAnswersEvent['data'];
}

type Steps = ReadonlySet<string>;

/** Each question is answered once. */
export const retentionAnswers: Aggregate<AnswerRetention, Steps, RetentionAnswersEvent> = {
  category: retentionAnswersEvents.category,
  events: retentionAnswersEvents,
  decider: {
    initial: new Set<string>(),
    decide: ({ answer }, steps) => (steps.has(answer.step) ? [] : [{ type: 'RetentionAnswered', data: answer }]),
    evolve: (steps, { data }) => new Set([...steps, data.step]),
  },
};
