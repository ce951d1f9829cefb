import { assertNever } from '@ecou/event-sourcing';
import type { ConversationEvent, EventData } from './conversation.events.js';

/** `waiting`: somebody waits for an answer. */
export const conversationStatuses = ['waiting', 'answered', 'closed'] as const;
export type ConversationStatus = (typeof conversationStatuses)[number];

export const requestStatuses = ['requested', 'registered', 'refused'] as const;
export type RequestStatus = (typeof requestStatuses)[number];

/** The standing of a conversation, without what is personal. */
export interface Summary {
  readonly status: ConversationStatus;
  /** Officer of the directory. */
  readonly assignee: string | null;
  /** The time (ISO 8601) of the first message that waits for an answer. */
  readonly waitingSince: string | null;
  /** The provider's time of the newest message. */
  readonly lastHeardAt: string | null;
  readonly messageCount: number;
  /** Of the petition that was asked for, or told of, last. */
  readonly petition: RequestStatus | null;
}

export const newSummary: Summary = {
  status: 'waiting',
  assignee: null,
  waitingSince: null,
  lastHeardAt: null,
  messageCount: 0,
  petition: null,
};

/** A message of a program waits for nobody, unless the conversation begins with it. */
function received(before: Summary, { receivedAt, isAutomatic }: EventData<'MessageReceived'>): Summary {
  const { lastHeardAt: last, messageCount } = before;
  const lastHeardAt = last !== null && last > receivedAt ? last : receivedAt;
  const heard = { ...before, lastHeardAt, messageCount: messageCount + 1 };
  if (isAutomatic && messageCount > 0) return heard;
  return { ...heard, status: 'waiting', waitingSince: before.waitingSince ?? receivedAt };
}

export function summaryAfter(before: Summary, event: ConversationEvent): Summary {
  switch (event.type) {
    case 'ConversationOpened':
      return newSummary;
    case 'MessageReceived':
      return received(before, event.data);
    case 'ReplyWritten':
      return event.data.kind === 'automatic' ? before : { ...before, status: 'answered', waitingSince: null };
    case 'ConversationAssigned':
      return { ...before, assignee: event.data.assignee };
    case 'ConversationClosed':
      return { ...before, status: 'closed', waitingSince: null };
    case 'ConversationReopened':
      return { ...before, status: 'waiting', waitingSince: event.data.reopenedAt };
    case 'PetitionRequested':
      return { ...before, petition: 'requested' };
    case 'PetitionTakenUp':
      return { ...before, petition: 'registered' };
    case 'PetitionRefused':
      return { ...before, petition: 'refused' };
    default:
      return assertNever(event);
  }
}
