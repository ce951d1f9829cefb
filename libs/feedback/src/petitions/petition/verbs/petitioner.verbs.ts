import { optional, optionalPersonalText, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { author } from '../petition.events.js';
import { anyText, verb } from './verb.js';
import { note, noteBody } from './verb.schemas.js';

const round = optional(z.int().min(1)).describe('Of the answer that it is about: refused where another has followed.');

const satisfactionBody = z
  .strictObject({
    grade: z.int().min(1).max(5).describe('5 is best.'),
    comment: note,
    round,
    reopen: optionalPersonalText(5000).describe(
      'Why the matter is not settled: the petition is reopened, where the grade is 1 or 2.',
    ),
  })
  .meta({ id: 'GiveSatisfaction' });

const reopenBody = z
  .strictObject({
    reason: personalText(5000),
    round,
    by: author.default('citizen').describe('Whose wish it is.'),
  })
  .meta({ id: 'ReopenPetition' });

/** Acts of the petitioner, by themselves or through staff. */
export const petitionerVerbs = {
  GiveSatisfaction: verb({
    name: 'satisfaction',
    summary: 'Put on record how satisfied the petitioner is with the answer',
    description: 'Once per answer. Whoever is not may have it reopened.',
    body: satisfactionBody,
    offer: {
      name: 'satisfaction',
      trial: (terms, at) => ({ type: 'GiveSatisfaction', grade: 5, comment: null, reopen: null, terms, at }),
    },
    async run(work, id, body) {
      await work.decide(id, { ...body, type: 'GiveSatisfaction', terms: await work.terms(), at: work.now });
    },
  }),

  ReopenPetition: verb({
    name: 'reopen',
    summary: 'Reopen what was answered or declined',
    description:
      'It gets a new deadline. At the petitioner’s wish so often, and so long after an answer, as the rules say.',
    body: reopenBody,
    offer: {
      name: 'reopen',
      trial: (terms, at) => ({ type: 'ReopenPetition', by: 'citizen', reason: anyText, terms, at }),
    },
    async run(work, id, body) {
      await work.decide(id, { ...body, type: 'ReopenPetition', terms: await work.terms(), at: work.now });
    },
  }),

  WithdrawPetition: verb({
    name: 'withdraw',
    summary: 'Put on record that the petitioner takes it back',
    body: noteBody,
    offer: { name: 'withdraw', trial: (_, at) => ({ type: 'WithdrawPetition', note: null, at }) },
    run: (work, id, body) => work.decide(id, { ...body, type: 'WithdrawPetition', at: work.now }),
  }),
} as const;
