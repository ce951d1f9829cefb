import { InboundMessageReceivedV1, PetitionRequestedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { ConversationEvent } from './conversation/conversation.events.js';

/**
 * Which event becomes which contract. Others learn neither who wrote nor that two messages are of one person: each stands by itself under its own
 * id. A petition goes sealed, to feedback only.
 */
export const publish: PublishTable<ConversationEvent> = {
  MessageReceived: ({ data: { messageId, channel, inOfficeHours, autoReplied, isAutomatic, receivedAt } }) =>
    as(
      InboundMessageReceivedV1,
      { messageId, channel, inOfficeHours, autoReplied, isAutomatic, receivedAt },
      messageId,
    ),
  PetitionRequested: ({ stream, data: { messages: _, ...asked } }) =>
    as(PetitionRequestedV1, { conversationId: idOf(stream), ...asked }),
};
