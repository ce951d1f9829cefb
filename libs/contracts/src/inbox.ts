import { z } from 'zod';
import { contract, personalEnvelope } from './contract.js';
import { instant, language, slug } from './types.js';

const channel = slug.describe('The way it came: `email`, `telegram` or `whatsapp`; more may follow.');

export const InboundMessageReceivedV1 = contract(
  'ecou.notifications.inbound-message-received.v1',
  'Somebody wrote to the municipality; neither who it was is in it, nor what they wrote.',
  z.object({
    messageId: z.uuid().describe('It tells neither who wrote, nor which other messages are theirs.'),
    channel,
    inOfficeHours: z
      .boolean()
      .nullable()
      .describe('Whether it was received within office hours; `null`: none were set, or they do not tell.'),
    autoReplied: z.boolean().describe('Whether it was replied to automatically.'),
    isAutomatic: z.boolean().describe('Whether a program or a mailing list sent it.'),
    receivedAt: instant,
  }),
);

const request = {
  conversationId: z.uuid(),
  requestId: z.uuid().describe('The petition that it becomes has the same id.'),
};

export const PetitionRequestedV1 = contract(
  'ecou.notifications.petition-requested.v1',
  'What somebody wrote to the municipality is to become a petition, or a notice where it names nobody.',
  z.object({
    ...request,
    by: slug.describe('Who asks for it: the `person`, by a keyword, or `staff`; more may follow.'),
    channel,
    contact: personalEnvelope.describe('Their address on that channel.'),
    name: personalEnvelope.nullable().describe('Who asks; `null`: of a notice.'),
    text: personalEnvelope.describe('What it says.'),
    kind: slug.describe('`request`, `complaint`, `report`, `suggestion` or `notice`; more may follow.'),
    category: slug.describe('As the municipality configures them.'),
    language,
    receivedAt: instant.describe('When what it says was received.'),
    requestedAt: instant,
  }),
  'internal',
);

export const PetitionRequestRefusedV1 = contract(
  'ecou.feedback.petition-request-refused.v1',
  'What was to become a petition was not registered, and why.',
  z.object({
    ...request,
    code: z.string().describe('Of the rule that refuses it, such as `CATEGORY_UNKNOWN`.'),
    reason: z.string().describe('The rule in words, for staff.'),
    refusedAt: instant,
  }),
  'internal',
);

export const inboxContracts = [InboundMessageReceivedV1, PetitionRequestedV1] as const;
