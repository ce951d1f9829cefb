import { instant, language, slug } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { inboxChannel, requestKind } from '../reply-rules/kinds.js';

const requestId = z.uuid().describe('Of the request, and of the petition that it becomes.');

/** The address of an answer, and the message of the person that it answers. */
const recipient = {
  channel: inboxChannel,
  to: personal(z.string()),
  inReplyTo: personal(z.string()).nullable().describe("The provider's id of the message that it answers."),
};

export const conversationEvents = defineEvents('conversation', {
  ConversationOpened: z.object({ channel: inboxChannel, address: personal(z.string()), openedAt: instant }),
  MessageReceived: z.object({
    messageId: z.uuid().describe("Made of the conversation and the provider's id."),
    channel: inboxChannel,
    reference: personal(z.string()).describe("The provider's id."),
    text: personal(z.string()),
    isShortened: z.boolean().describe('Whether it was longer than what is kept.'),
    filesLeftOut: z.int().min(0).describe('Files that came with it, and are not kept.'),
    isAutomatic: z.boolean().describe('Whether a program or a mailing list sent it (RFC 3834).'),
    inOfficeHours: z.boolean().nullable().describe('`null`: no office hours were set.'),
    autoReplied: z.boolean(),
    receivedAt: instant.describe("By the provider's clock."),
    takenAt: instant,
  }),
  ReplyWritten: z.object({
    replyId: z.uuid().describe('Of the message that carries it.'),
    kind: z.enum(['automatic', 'staff']),
    ...recipient,
    rule: z
      .object({ id: slug, version: z.int().min(1) })
      .nullable()
      .describe('The rule of an automatic reply, in the version that stood.'),
    language: language.nullable().describe('`null`: in Romanian and English.'),
    text: personal(z.string()),
    writtenAt: instant,
  }),
  ConversationAssigned: z.object({
    assignee: z.uuid().nullable().describe('Officer of the directory; `null`: nobody.'),
    assignedAt: instant,
  }),
  ConversationClosed: z.object({ closedAt: instant }),
  ConversationReopened: z.object({ by: z.enum(['message', 'staff']), reopenedAt: instant }),
  PetitionRequested: z.object({
    requestId,
    by: z.enum(['person', 'staff']),
    channel: inboxChannel,
    contact: personal(z.string()),
    name: personal(z.string()).nullable().describe('`null`: of a notice.'),
    text: personal(z.string()),
    kind: requestKind,
    category: slug.describe('Of the directory of feedback.'),
    language,
    messages: z.array(z.uuid()).min(1).describe('Those that it is made of.'),
    receivedAt: instant.describe('When the first of them was received.'),
    requestedAt: instant,
  }),
  PetitionTakenUp: z.object({
    requestId,
    number: z.string().describe('In the register of petitions.'),
    kind: slug,
    receipt: z
      .object({ replyId: z.uuid(), ...recipient, language })
      .nullable()
      .describe('Of a notice. Of a petition the register sends the receipt itself.'),
    takenUpAt: instant,
  }),
  PetitionRefused: z.object({
    requestId,
    code: z.string().describe('Of the rule of feedback.'),
    reason: z.string(),
    refusedAt: instant,
  }),
});

export type ConversationEvent = EventOf<typeof conversationEvents>;
export type EventData<Type extends ConversationEvent['type']> = Extract<ConversationEvent, { type: Type }>['data'];
