import { newId } from '@ecou/runtime';
import { z } from 'zod';
import {
  answerBody,
  assignBody,
  declineBody,
  extendBody,
  fileBody,
  forwardBody,
  joinBody,
  messageBody,
  noteBody,
  requestInformationBody,
} from './verbs.schemas.js';

const nothing = z.strictObject({}).default({});
/** Each petition has files of its own, and a message an id of its own. */
const without = { attachments: true } as const;
const message = { ...without, id: true } as const;

/** What is done, in the words of the routes of single petitions. */
export const bulkAction = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('assign'), with: assignBody }),
  z.strictObject({ do: z.literal('start'), with: nothing }),
  z.strictObject({ do: z.literal('forward'), with: forwardBody }),
  z.strictObject({ do: z.literal('join'), with: joinBody }),
  z.strictObject({ do: z.literal('extend'), with: extendBody }),
  z.strictObject({ do: z.literal('answer'), with: answerBody.omit(without) }),
  z.strictObject({ do: z.literal('decline'), with: declineBody.omit(without) }),
  z.strictObject({ do: z.literal('close'), with: noteBody }),
  z.strictObject({ do: z.literal('file'), with: fileBody }),
  z.strictObject({ do: z.literal('request-information'), with: requestInformationBody.omit(message) }),
  z.strictObject({ do: z.literal('message'), with: messageBody.omit(message) }),
]);
export type BulkAction = z.output<typeof bulkAction>;

export const mostPetitions = 200;

export const bulkBody = z
  .strictObject({
    id: newId.describe('Of the whole, so that messages that are sent again are recognised.'),
    action: bulkAction,
    petitions: z.array(z.uuid()).min(1).max(mostPetitions),
    dryRun: z.boolean().default(false).describe('Says what would come of it, for each by itself, and changes nothing.'),
  })
  .superRefine(({ petitions }, context) => {
    const seen = new Set<string>();
    petitions.forEach((id, index) => {
      if (seen.has(id)) {
        const params = { code: 'PETITION_TWICE' };
        context.addIssue({ code: 'custom', path: ['petitions', index], message: 'It stands there twice', params });
      }
      seen.add(id);
    });
  })
  .meta({ id: 'PetitionsInBulk' });

const outcome = z.object({
  petition: z.uuid(),
  outcome: z.enum(['done', 'unchanged', 'refused']).describe('`unchanged`: it stood so already.'),
  version: z.int().optional().describe('Of the petition, afterwards; where it was not refused.'),
  status: z.int().optional().describe('What a request for this petition alone would have been answered.'),
  code: z.string().optional(),
  message: z.string().optional(),
  path: z.string().optional().describe('The field of `action.with` that is wrong, where one is.'),
});
export type Outcome = z.output<typeof outcome>;

export const bulkAnswer = z
  .object({
    dryRun: z.boolean(),
    done: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    items: z.array(outcome).describe('In the order of the request.'),
  })
  .meta({ id: 'BulkOutcome' });
export type BulkAnswer = z.output<typeof bulkAnswer>;
