import { newId, type PermissionName } from '@ecou/runtime';
import { z } from 'zod';
import { commandOf, petitionVerbs, type PetitionVerb } from '../petition/verbs/petition.verbs.js';
import { isRouted, type RoutedVerb } from '../petition/verbs/verb.js';

const verbsInBulk = Object.entries(petitionVerbs).flatMap(([type, declared]) =>
  isRouted(declared) && declared.inBulk ? [{ ...declared, type }] : [],
);

/** Each petition has files of its own, and a message an id of its own. */
const ofOne = ['attachments', 'id'] as const;
const shapeOf = ({ body }: Pick<RoutedVerb, 'body'>): object => body?.shape ?? {};

function bodyInBulk({ body }: Pick<RoutedVerb, 'body'>): z.ZodType {
  if (!body) return z.strictObject({}).default({});
  const left = ofOne.filter((field) => field in body.shape).map((field) => [field, true] as const);
  return left.length > 0 ? body.omit(Object.fromEntries(left) as Record<string, never>) : body;
}

const actions = verbsInBulk.map((declared) =>
  z.strictObject({ do: z.literal(declared.name), with: bodyInBulk(declared) }),
);

/** An action, in the words of the routes of single petitions. */
export const bulkAction = z.discriminatedUnion('do', actions as [(typeof actions)[number]]);
export type BulkAction = z.output<typeof bulkAction>;

const declaredAs = (name: string) => {
  const declared = verbsInBulk.find((one) => one.name === name);
  if (!declared) throw new Error(`Nothing called ${name} is done in bulk.`);
  return declared;
};

/** The permission that the action needs of whoever asks for it. */
export const permissionInBulk = ({ do: name }: BulkAction): PermissionName =>
  declaredAs(name).permission ?? 'petitions:handle';

/** The command for one petition, with nothing attached. `messageId`: of the message to this petition, where it is one. */
export function commandInBulk({ do: name, with: said }: BulkAction, messageId: string): PetitionVerb {
  const declared = declaredAs(name);
  const own = { attachments: [], id: messageId };
  const lacking = ofOne.filter((field) => field in shapeOf(declared)).map((field) => [field, own[field]] as const);
  return commandOf(declared.type, { ...(said as object), ...Object.fromEntries(lacking) });
}

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
  .meta({
    id: 'PetitionsInBulk',
    example: {
      action: { do: 'assign', with: { department: 'public-works' } },
      petitions: ['5774fe83-eb59-5274-ae6f-67ad2d548ecb'],
      dryRun: true,
    },
  });

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
