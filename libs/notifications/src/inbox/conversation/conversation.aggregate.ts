import { streamOf, type Aggregate, type Claim } from '@ecou/event-sourcing';
import { claimOf } from '../../subscribers/subscriber/channels.js';
import { inboxChannel, type InboxChannel } from '../reply-rules/kinds.js';
import { conversationDecider, type ConversationCommandBody } from './conversation.decider.js';
import { conversationEvents, type ConversationEvent } from './conversation.events.js';
import type { Conversation } from './conversation.state.js';

const scopeOf = (channel: InboxChannel): string => `conversation ${channel}`;

/** Scopes of the claims on addresses of people. */
export const conversationScopes: readonly string[] = inboxChannel.options.map(scopeOf);

/** One conversation for each address of a channel. */
export const addressClaim = (channel: InboxChannel, address: string): Pick<Claim, 'scope' | 'value'> => ({
  scope: scopeOf(channel),
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
