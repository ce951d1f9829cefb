import { instant, localizedText } from '@ecou/contracts';
import { listOf, pageQuery } from '@ecou/runtime';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { petitionItem } from '../petition/petition.schemas.js';

const counters = {
  open: z.int().describe('To be answered; those that are joined to another are counted there.'),
  unassigned: z.int().describe('Of the open ones, those that no officer has.'),
  dueSoon: z.int(),
  overdue: z.int(),
  waitingForCitizen: z.int().describe('Of the open ones, those for which the petitioner was asked for something.'),
  callbacks: z.int().describe('Callbacks that were asked for, and not made.'),
  answeredThisMonth: z.int().describe('Answered or declined since the first of the month.'),
  medianDays: z
    .number()
    .nullable()
    .describe('Of these: calendar days from registration or reopening to the answer; half took longer.'),
};
export type Counters = z.output<z.ZodObject<typeof counters>>;

const officerQueue = z.object({
  officer: z.uuid(),
  name: z
    .string()
    .nullable()
    .optional()
    .describe('For callers with `petitions:handle`; `null`: the person was erased.'),
  ...counters,
});

export const queuesAnswer = z
  .object({
    at: instant.describe('The moment for which due soon and overdue are told.'),
    ...counters,
    departments: z.array(
      z.object({ department: code, name: localizedText, ...counters, officers: z.array(officerQueue) }),
    ),
  })
  .meta({ id: 'Queues' });
export type QueuesAnswer = z.output<typeof queuesAnswer>;

export const departmentParams = z.strictObject({ department: code });
export const officerParams = z.strictObject({ officer: z.uuid() });

/** The parts of a queue that can be asked for. */
export const queueStates = [
  'unassigned',
  'to-sign',
  'to-send',
  'due-soon',
  'overdue',
  'waiting-for-citizen',
  'callbacks',
] as const;

export const queueQuery = z.strictObject({
  ...pageQuery,
  only: z.enum(queueStates).optional().describe('Only these; all that are open by default.'),
});
export type QueueQuery = z.output<typeof queueQuery>;

export const queueAnswer = listOf(petitionItem.extend({ callbacks: z.int() }).meta({ id: 'PetitionQueued' }), 'Queue');
export type QueueItem = z.output<typeof queueAnswer>['items'][number];
