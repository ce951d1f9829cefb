import { Forbidden, type CallerScope } from '@ecou/event-sourcing';
import type { Conversation } from './conversation.state.js';

/** Officers who work with what is their department's answer the conversations that were given to them. Throws `Forbidden` at another. */
export function refuseOthers(caller: CallerScope | undefined, conversation: Conversation | null): void {
  if (!caller?.isBound || !conversation || conversation.assignee === caller.officer) return;
  throw new Forbidden('CONVERSATION_OF_OTHERS', 'The conversation was not given to the officer whom the key names.');
}
