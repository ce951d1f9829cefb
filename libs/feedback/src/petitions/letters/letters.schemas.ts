import { instant, language } from '@ecou/contracts';
import { listOf, pageQuery } from '@ecou/runtime';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { kind, outcome, sendingChannel, delivery } from '../petition/petition.events.js';

/** The sending by which a letter is known. */
export const letterParams = z.strictObject({ id: z.uuid(), sending: z.uuid() });
export const letterQuery = z.strictObject({ lang: language.optional().describe('That of the petition by default.') });
export type LetterQuery = z.output<typeof letterQuery>;

const state = z.enum(['sent', ...delivery.options]);

const entry = {
  id: z.uuid().describe('Of the sending.'),
  number: z.string().describe('In the outgoing register of its year: `E-2026-000123`.'),
  sentAt: instant,
  petitionId: z.uuid(),
  petition: z.string().describe('Number of the petition that it answers.'),
  kind,
  outcome,
  department: code,
  channel: sendingChannel,
  state: state.describe('`sent`: nothing is known yet; `bounced`: it did not arrive.'),
};

export const outgoingQuery = z.strictObject({
  ...pageQuery,
  number: z.string().max(30).optional().describe('The outgoing number.'),
  petition: z.string().max(30).optional().describe('The number of the petition.'),
  department: code.optional(),
  channel: sendingChannel.optional(),
  state: state.optional(),
});
export type OutgoingQuery = z.output<typeof outgoingQuery>;

export const outgoingEntry = z.object(entry).meta({ id: 'OutgoingLetter' });
export type OutgoingEntry = z.output<typeof outgoingEntry>;
export const outgoingAnswer = listOf(outgoingEntry, 'OutgoingRegister');
