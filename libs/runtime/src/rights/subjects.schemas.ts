import { instant } from '@ecou/contracts';
import { z } from 'zod';
import { optional, text } from '../http/input/schemas.js';
import { nameTerms } from '../subjects/terms.js';

export const searchBody = z
  .strictObject({
    contact: optional(text(300)).describe(
      'An e-mail address or a phone number, whole; how it is written does not matter.',
    ),
    name: optional(
      text(200).refine((given) => nameTerms(given).length > 0, {
        error: 'There is no word in it to look for',
        params: { code: 'NOTHING_TO_FIND' },
      }),
    ).describe('A name, or words of one, each whole and in any order.'),
  })
  .refine(({ contact, name }) => contact !== null || name !== null, {
    error: 'A contact, a name, or both',
    params: { code: 'NOTHING_TO_FIND' },
  })
  .meta({ id: 'FindSubjects', example: { contact: 'ana@example.org' } });
export type SearchBody = z.output<typeof searchBody>;

const knownSubject = z.object({
  subject: z.uuid().describe('Random id of the person, one for each petition, registration, conversation and so on.'),
  streams: z.array(z.string()).describe('What the person stands in: its kind, and its id at the end.'),
  restricted: z.boolean().describe('Their data is neither published nor sent for the time being.'),
});

export const searchAnswer = z.object({ items: z.array(knownSubject) }).meta({ id: 'SubjectsFound' });

export const subjectParams = z.strictObject({ subject: z.uuid() });
/** The stream of a thing. */
export const thingStream = z
  .string()
  .max(200)
  .regex(/^[a-z][a-z0-9-]*-[0-9a-f-]{36}$/, 'The kind of a thing and its id, such as `petition-<uuid>`');
export const thingParams = z.strictObject({ stream: thingStream });
export const thingAnswer = z.object({ stream: z.string(), subjects: z.array(z.uuid()) }).meta({ id: 'PeopleInThing' });
export const fileParams = z.strictObject({ subject: z.uuid(), file: z.uuid() });

export const subjectAnswer = knownSubject
  .extend({
    erased: z.boolean(),
    facts: z.array(
      z.object({
        stream: z.string(),
        version: z.int().min(1),
        type: z.string(),
        recordedAt: instant,
        by: z
          .enum(['public', 'staff', 'system'])
          .describe('Who caused it: somebody without a key, somebody with one, or Ecou by itself.'),
        data: z
          .looseObject({})
          .describe(
            'As it is on record. Values of this person are in the clear, or `[erased]`; those of others are `null`.',
          ),
      }),
    ),
    files: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        type: z.string().describe('Media type.'),
        size: z.int().min(0).describe('Bytes.'),
        sha256: z.string(),
        kept: z.boolean().describe('False where the file was removed.'),
      }),
    ),
  })
  .meta({ id: 'SubjectFacts' });
export type SubjectAnswer = z.output<typeof subjectAnswer>;
