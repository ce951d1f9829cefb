import { z } from 'zod';
import { day, localizedText } from './types.js';

/** The parts of a letter of the institution besides its words, as they were when it went out. Personal: it names who it is for. */
export const letterFacts = z
  .object({
    institution: z.string(),
    lines: z.array(z.string()).describe('Of the letterhead, under the name: address, telephone, e-mail.'),
    recipient: z.object({
      name: z.string(),
      address: z.string().describe('Where it goes: postal, or an e-mail address.'),
    }),
    inReplyTo: z.array(z.object({ number: z.string(), registeredOn: day })).describe('The petitions that it answers.'),
    signatories: z
      .array(z.object({ office: localizedText.nullable(), name: z.string().nullable() }))
      .describe('Who signed it, by office and name.'),
    enclosures: z.array(z.string()).describe('Names of the files that go with it.'),
  })
  .meta({ id: 'LetterFacts' });
export type LetterFacts = z.output<typeof letterFacts>;
