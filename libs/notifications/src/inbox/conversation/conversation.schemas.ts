import { instant, language, slug } from '@ecou/contracts';
import { listOf, newId, optionalPersonalText, pageQuery, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { inboxChannel, requestKind } from '../reply-rules/kinds.js';
import { conversationStatuses, requestStatuses } from './conversation.summary.js';

/** Characters of an answer: what the shortest of the channels takes in one message. */
const mostCharacters = 3500;

export const answerBody = z
  .strictObject({
    id: newId,
    text: personalText(mostCharacters),
    language: language.default('ro').describe('Of the text, and of what stands around it.'),
  })
  .meta({ id: 'AnswerConversation', example: { text: 'Bună ziua! Ghișeul este deschis până la ora 18:30.' } });

export const assignBody = z
  .strictObject({
    assignee: z
      .uuid()
      .nullable()
      .optional()
      .describe('Officer of the directory; `null`: nobody. Left out: the officer whom the key names.'),
  })
  .meta({ id: 'AssignConversation', example: { assignee: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34' } });

export const petitionBody = z
  .strictObject({
    id: newId.describe('Of the request, and of the petition; chosen by the caller, so that it can be sent again.'),
    kind: requestKind,
    category: slug.max(60).describe('Of the directory.'),
    name: optionalPersonalText(200).describe('Who asks; needed but for a notice, which names nobody.'),
    text: optionalPersonalText(10_000).describe('Left out: what the messages say.'),
    messages: z
      .array(z.uuid())
      .min(1)
      .max(100)
      .refine((ids) => new Set(ids).size === ids.length, {
        error: 'One stands there twice',
        params: { code: 'REPEATED' },
      })
      .describe('Messages of the conversation that it is made of.'),
    language: language.default('ro').describe('In which it is answered.'),
  })
  .refine(({ kind, name }) => (kind === 'notice') === (name === null), {
    path: ['name'],
    error: 'A petition says who asks; without it, it can only be a notice, which names nobody',
    params: { code: 'NAME_MISMATCH' },
  })
  .meta({
    id: 'RequestPetition',
    example: {
      kind: 'report',
      category: 'street-lighting',
      name: 'Ana Exemplu',
      messages: ['5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34'],
    },
  });

export const conversationsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(conversationStatuses).optional(),
  channel: inboxChannel.optional(),
  assignee: z.uuid().optional().describe('Officer of the directory.'),
  unassigned: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
  petition: z.enum(requestStatuses).optional().describe('Of the petition that was asked for last.'),
});
export type ConversationsQuery = z.output<typeof conversationsQuery>;

const summary = {
  id: z.uuid(),
  channel: inboxChannel,
  status: z.enum(conversationStatuses).describe('`waiting`: somebody waits for an answer.'),
  assignee: z.uuid().nullable(),
  waitingSince: instant.nullable(),
  lastHeardAt: instant.nullable().describe('When the newest message was received.'),
  messageCount: z.int(),
  petition: z.enum(requestStatuses).nullable().describe('Of the petition that was asked for last.'),
  openedAt: instant,
  version: z.int(),
};

const listed = z.object(summary).meta({ id: 'ConversationListed' });
export type ConversationListed = z.output<typeof listed>;
export const conversationsAnswer = listOf(listed, 'Conversations');

const erased = z.string().nullable().describe('`null`: the person was erased.');

const received = z.object({
  id: z.uuid(),
  text: erased,
  isShortened: z.boolean().describe('Whether it was longer than what is kept.'),
  filesLeftOut: z.int().describe('Files that came with it, and are not kept.'),
  isAutomatic: z.boolean().describe('Whether a program or a mailing list sent it.'),
  inOfficeHours: z.boolean().nullable(),
  autoReplied: z.boolean(),
  receivedAt: instant,
});

const reply = z.object({
  id: z.uuid().describe('Of the message, at `/messages/{id}`.'),
  kind: z.enum(['automatic', 'staff']),
  rule: z.object({ id: slug, version: z.int() }).nullable(),
  text: erased,
  writtenAt: instant,
  delivery: z
    .string()
    .nullable()
    .describe('Status of the message that carries it, such as `queued`, `sent` or `withheld`; `null`: not queued yet.'),
});

const petition = z.object({
  id: z.uuid().describe('Of the request, and of the petition that it becomes.'),
  by: z.enum(['person', 'staff']),
  kind: requestKind,
  category: slug,
  status: z.enum(requestStatuses),
  number: z.string().nullable().describe('In the register of petitions.'),
  refusal: z.object({ code: z.string(), reason: z.string() }).nullable().describe('Why it was not registered.'),
  messages: z.array(z.uuid()),
  requestedAt: instant,
});

export const conversationAnswer = z
  .object({
    ...summary,
    address: erased,
    messages: z.array(received).describe('In the order in which they came.'),
    replies: z.array(reply),
    petitions: z.array(petition),
  })
  .meta({ id: 'Conversation' });
export type ConversationAnswer = z.output<typeof conversationAnswer>;
