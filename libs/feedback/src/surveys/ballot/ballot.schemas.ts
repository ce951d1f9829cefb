import { receiptSchema } from '@ecou/runtime/receipts';
import { z } from 'zod';
import { responseBody } from '../response/response.schemas.js';
import { signatureBytes, suite } from './ballot-keys.js';

const charactersOf = (bytes: number): number => Math.ceil((bytes * 4) / 3);

const signatureText = z.base64url().length(charactersOf(signatureBytes));

const number = z
  .base64url()
  .min(charactersOf(32))
  .max(charactersOf(64))
  .describe('32 to 64 random bytes, drawn by the client, base64url without padding.');

export const ballotBody = z
  .strictObject({
    token: z.string().min(1).max(100).describe('An invitation token. It is used up.'),
    blinded: signatureText
      .optional()
      .describe('The number of the ballot, blinded under the key of the questionnaire: who signs it does not see it.'),
    number: number.optional().describe('The number of the ballot itself, of a client that cannot blind.'),
  })
  .refine(({ blinded, number }) => (blinded === undefined) !== (number === undefined), {
    error: 'Just one of blinded and number',
    params: { code: 'BALLOT_KIND' },
  })
  .meta({ id: 'RequestBallot', example: { token: 'NQ4M-7KXP', number: 'A'.repeat(charactersOf(32)) } });
export type BallotBody = z.output<typeof ballotBody>;

export const ballotAnswer = z
  .object({
    signature: signatureText.describe('Of what was sent: a blind signature, to be finalized, or the signature.'),
  })
  .meta({ id: 'BallotSignature' });

export const ballotKeyAnswer = z
  .object({
    suite: z.literal(suite).describe('As in RFC 9474; numbers may be prepared `-Randomized` or `-Deterministic`.'),
    publicKey: z.string().describe('SPKI, DER, base64.'),
    fingerprint: z.string().describe('SHA-256 of the key, hexadecimal: the same for everybody.'),
  })
  .meta({ id: 'BallotKey' });

const { language, answers } = responseBody.shape;

export const answersBody = z
  .strictObject({
    ballot: z.strictObject({ number, signature: signatureText.describe('Of the number.') }),
    language,
    answers,
  })
  .meta({
    id: 'AnswerByBallot',
    example: {
      ballot: { number: 'A'.repeat(charactersOf(32)), signature: 'A'.repeat(charactersOf(signatureBytes)) },
      answers: [{ item: 'programme', grade: 5 }],
    },
  });
export type AnswersBody = z.output<typeof answersBody>;

export const acceptedAnswer = z
  .object({
    accepted: z.literal(true),
    receipt: receiptSchema
      .nullable()
      .describe(
        'By which it can be checked that the answer was recorded; `null` to a repeat, once it was. It proves to others what was said.',
      ),
  })
  .meta({ id: 'AnswerAccepted' });
