import type { Language } from '@ecou/contracts';
import { assertNever, Rejected, same, Unknown, type Decider, type Sealed } from '@ecou/event-sourcing';
import type { InboxChannel, RequestKind } from '../reply-rules/kinds.js';
import type { ConversationEvent, EventData } from './conversation.events.js';
import { evolve } from './conversation.fold.js';
import type { Conversation } from './conversation.state.js';

/** The reply that the rules choose for a message. */
export interface ChosenReply {
  readonly replyId: string;
  readonly rule: { readonly id: string; readonly version: number };
  readonly text: Sealed<string>;
  /** The least time between two automatic replies in one conversation. */
  readonly hoursBetween: number;
}

/** The text of a petition, and who asks. */
export interface Requested {
  readonly requestId: string;
  readonly name: Sealed<string> | null;
  readonly text: Sealed<string>;
  readonly kind: RequestKind;
  readonly category: string;
}

export type TakeMessage = {
  type: 'TakeMessage';
  channel: InboxChannel;
  address: Sealed<string>;
  message: Omit<EventData<'MessageReceived'>, 'channel' | 'autoReplied' | 'takenAt'>;
  reply: ChosenReply | null;
  /** The person asks for a petition by a keyword. */
  request: Requested | null;
  at: string;
};
export type AnswerConversation = {
  type: 'AnswerConversation';
  replyId: string;
  text: Sealed<string>;
  language: Language;
  at: string;
};
export type AssignConversation = { type: 'AssignConversation'; assignee: string | null; at: string };
export type CloseConversation = { type: 'CloseConversation'; at: string };
export type ReopenConversation = { type: 'ReopenConversation'; at: string };
export type RequestPetition = Requested & {
  type: 'RequestPetition';
  /** Ids of the messages that it is made of. */
  messages: readonly string[];
  language: Language;
  at: string;
};
export type NoteTakenUp = {
  type: 'NoteTakenUp';
  requestId: string;
  number: string;
  kind: string;
  /** Of the message that carries the receipt of a notice. */
  replyId: string;
  at: string;
};
export type NoteRefused = { type: 'NoteRefused'; requestId: string; code: string; reason: string; at: string };

export type ConversationCommandBody =
  | TakeMessage
  | AnswerConversation
  | AssignConversation
  | CloseConversation
  | ReopenConversation
  | RequestPetition
  | NoteTakenUp
  | NoteRefused;

const hourMs = 3_600_000;

/** Petitions that a person may ask for by keyword in a day; what is beyond waits for staff. */
export const mostRequestsADay = 5;

const hoursSince = (time: string, at: string): number => (Date.parse(at) - Date.parse(time)) / hourMs;

/** One reply in so many hours, however much comes in: two programs that answer each other stop. */
function mayReply({ hoursBetween }: ChosenReply, state: Conversation | null, at: string): boolean {
  const last = state?.replies.findLast(({ kind }) => kind === 'automatic');
  return !last || hoursSince(last.writtenAt, at) >= hoursBetween;
}

function mayRequest(state: Conversation | null, at: string): boolean {
  const today = (state?.requests ?? []).filter(
    ({ asked }) => asked.by === 'person' && hoursSince(asked.requestedAt, at) < 24,
  );
  return today.length < mostRequestsADay;
}

/** The conversation begins, or goes on after it was closed. */
function beginning({ channel, address, message, at }: TakeMessage, state: Conversation | null): ConversationEvent[] {
  if (!state) return [{ type: 'ConversationOpened', data: { channel, address, openedAt: at } }];
  if (state.status !== 'closed' || message.isAutomatic) return [];
  return [{ type: 'ConversationReopened', data: { by: 'message', reopenedAt: at } }];
}

function automaticReply(command: TakeMessage, state: Conversation | null): ConversationEvent[] {
  const { channel, address: to, message, reply, at } = command;
  if (!reply || message.isAutomatic || !mayReply(reply, state, at)) return [];
  const { replyId, rule, text } = reply;
  const written = { replyId, kind: 'automatic', channel, to, inReplyTo: message.reference, rule, text } as const;
  return [{ type: 'ReplyWritten', data: { ...written, language: state?.language ?? null, writtenAt: at } }];
}

function requestOfPerson(command: TakeMessage, state: Conversation | null): ConversationEvent[] {
  const { channel, address: contact, message, request: asked, at } = command;
  if (!asked || message.isAutomatic || !mayRequest(state, at)) return [];
  const { messageId, receivedAt } = message;
  const data = { ...asked, by: 'person', channel, contact, receivedAt, requestedAt: at } as const;
  const language = state?.language ?? 'ro';
  return [{ type: 'PetitionRequested', data: { ...data, messages: [messageId], language } }];
}

function take(command: TakeMessage, state: Conversation | null): ConversationEvent[] {
  const { channel, message, at } = command;
  if (state?.messages.some(({ messageId }) => messageId === message.messageId)) return [];
  const replies = automaticReply(command, state);
  return [
    ...beginning(command, state),
    { type: 'MessageReceived', data: { ...message, channel, autoReplied: replies.length > 0, takenAt: at } },
    ...replies,
    ...requestOfPerson(command, state),
  ];
}

function answer({ replyId, text, language, at }: AnswerConversation, state: Conversation): ConversationEvent[] {
  const known = state.replies.find((reply) => reply.replyId === replyId);
  if (known) {
    if (same(known.text, text)) return [];
    throw new Rejected('REPLY_EXISTS', 'An answer with this id exists, and says something else.');
  }
  if (state.status === 'closed')
    throw new Rejected('CONVERSATION_CLOSED', 'The conversation is closed. First `POST …/reopen`.');
  const inReplyTo = state.messages.at(-1)?.reference ?? null;
  const to = { channel: state.channel, to: state.address, inReplyTo };
  return [{ type: 'ReplyWritten', data: { replyId, kind: 'staff', ...to, rule: null, language, text, writtenAt: at } }];
}

const wordsOf = ({ kind, category, text, name, messages }: Omit<RequestPetition, 'type' | 'language' | 'at'>) => ({
  ...{ kind, category, text, name, messages },
});

function request(command: RequestPetition, state: Conversation): ConversationEvent[] {
  const { type: _, at, messages, ...asked } = command;
  const known = state.requests.find((each) => each.asked.requestId === asked.requestId);
  if (known) {
    if (same(wordsOf(known.asked), wordsOf(command))) return [];
    throw new Rejected('REQUEST_EXISTS', 'A request with this id exists, and says something else.');
  }
  const standing = state.requests.filter(({ status }) => status !== 'refused').flatMap((each) => each.asked.messages);
  if (messages.some((id) => standing.includes(id)))
    throw new Rejected('MESSAGE_IS_PETITION', 'One of the messages is, or is to become, a petition.');
  const first = state.messages.find(({ messageId }) => messages.includes(messageId));
  if (!first) throw new Unknown('MESSAGE_UNKNOWN', 'The conversation has no such message.');
  const data = { ...asked, by: 'staff', channel: state.channel, contact: state.address } as const;
  return [
    {
      type: 'PetitionRequested',
      data: { ...data, messages: [...messages], receivedAt: first.receivedAt, requestedAt: at },
    },
  ];
}

function takenUp({ requestId, number, kind, replyId, at }: NoteTakenUp, state: Conversation): ConversationEvent[] {
  const known = state.requests.find(({ asked }) => asked.requestId === requestId);
  if (known?.status !== 'requested') return [];
  const { channel, contact: to, messages, language } = known.asked;
  const answered = state.messages.find(({ messageId }) => messageId === messages.at(-1));
  const receipt = kind === 'notice' ? { replyId, channel, to, inReplyTo: answered?.reference ?? null, language } : null;
  return [{ type: 'PetitionTakenUp', data: { requestId, number, kind, receipt, takenUpAt: at } }];
}

function refused({ requestId, code, reason, at }: NoteRefused, state: Conversation): ConversationEvent[] {
  const known = state.requests.find(({ asked }) => asked.requestId === requestId);
  if (known?.status !== 'requested') return [];
  return [{ type: 'PetitionRefused', data: { requestId, code, reason, refusedAt: at } }];
}

function decide(command: ConversationCommandBody, state: Conversation | null): readonly ConversationEvent[] {
  if (command.type === 'TakeMessage') return take(command, state);
  const conversation = requireConversation(state);
  const { at } = command;
  switch (command.type) {
    case 'AnswerConversation':
      return answer(command, conversation);
    case 'AssignConversation': {
      const { assignee } = command;
      if (assignee === conversation.assignee) return [];
      return [{ type: 'ConversationAssigned', data: { assignee, assignedAt: at } }];
    }
    case 'CloseConversation':
      return conversation.status === 'closed' ? [] : [{ type: 'ConversationClosed', data: { closedAt: at } }];
    case 'ReopenConversation':
      if (conversation.status === 'waiting') return [];
      return [{ type: 'ConversationReopened', data: { by: 'staff', reopenedAt: at } }];
    case 'RequestPetition':
      return request(command, conversation);
    case 'NoteTakenUp':
      return takenUp(command, conversation);
    case 'NoteRefused':
      return refused(command, conversation);
    default:
      return assertNever(command);
  }
}

/** The conversation. Throws `Unknown` where there is none. */
export function requireConversation(state: Conversation | null): Conversation {
  if (!state) throw new Unknown('CONVERSATION_UNKNOWN', 'There is no such conversation.');
  return state;
}

/** All that an address on a channel wrote, and was written: each message is received once, and each reply goes out once. */
export const conversationDecider: Decider<ConversationCommandBody, Conversation | null, ConversationEvent> = {
  initial: null,
  decide,
  evolve,
};
