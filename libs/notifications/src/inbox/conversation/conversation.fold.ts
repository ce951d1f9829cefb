import { assertNever } from '@ecou/event-sourcing';
import type { ConversationEvent } from './conversation.events.js';
import type { Conversation, PetitionRequest } from './conversation.state.js';
import { newSummary, summaryAfter } from './conversation.summary.js';

const withRequest = (state: Conversation, requestId: string, change: Partial<PetitionRequest>): Conversation => ({
  ...state,
  requests: state.requests.map((each) => (each.asked.requestId === requestId ? { ...each, ...change } : each)),
});

/** The parts that were said, or asked for. */
function withPart(state: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'ConversationOpened':
    case 'ConversationAssigned':
    case 'ConversationClosed':
    case 'ConversationReopened':
      return state;
    case 'MessageReceived':
      return { ...state, messages: [...state.messages, event.data] };
    case 'ReplyWritten': {
      const language = event.data.kind === 'staff' ? event.data.language : state.language;
      return { ...state, language, replies: [...state.replies, event.data] };
    }
    case 'PetitionRequested':
      return {
        ...state,
        requests: [...state.requests, { asked: event.data, status: 'requested', number: null, refusal: null }],
      };
    case 'PetitionTakenUp':
      return withRequest(state, event.data.requestId, { status: 'registered', number: event.data.number });
    case 'PetitionRefused': {
      const { requestId, code, reason } = event.data;
      return withRequest(state, requestId, { status: 'refused', refusal: { code, reason } });
    }
    default:
      return assertNever(event);
  }
}

export function evolve(state: Conversation | null, event: ConversationEvent): Conversation {
  if (state) return withPart({ ...state, ...summaryAfter(state, event) }, event);
  if (event.type !== 'ConversationOpened') throw new Error(`A conversation does not begin with ${event.type}.`);
  const { channel, address, openedAt } = event.data;
  return { ...newSummary, channel, address, language: null, messages: [], replies: [], requests: [], openedAt };
}
