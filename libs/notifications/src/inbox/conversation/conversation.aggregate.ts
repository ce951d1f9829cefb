import { streamOf, type Aggregate, type Claim } from '@ecou/event-sourcing';
import { claimOf } from '../../subscribers/subscriber/channels.js';
import type { InboxChannel } from '../reply-rules/kinds.js';
import { conversationDecider, type ConversationCommandBody } from './conversation.decider.js';
import { conversationEvents, type ConversationEvent } from './conversation.events.js';
import type { Conversation } from './conversation.state.js';

/** One conversation for each address of a channel. */
export const addressClaim = (channel: InboxChannel, address: string): Pick<Claim, 'scope' | 'value'> => ({
  scope: `conversation ${channel}`,
  value: claimOf(channel, address).value,
});

/** Leads from a petition to the conversation that asked for it. */
export const requestClaim = (requestId: string): Pick<Claim, 'scope' | 'value'> => ({
  scope: 'petition request',
  value: requestId,
});

export const conversation: Aggregate<ConversationCommandBody, Conversation | null, ConversationEvent> = {
  category: conversationEvents.category,
  events: conversationEvents,
  decider: conversationDecider,
  sideRows: (id, events) => ({
    claims: events.flatMap((event) =>
      event.type === 'PetitionRequested'
        ? [{ ...requestClaim(event.data.requestId), stream: streamOf(conversationEvents.category, id) }]
        : [],
    ),
  }),
};
