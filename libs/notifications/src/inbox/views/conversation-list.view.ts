import { defineView, idOf, type RecordedOf } from '@ecou/event-sourcing';
import { conversationEvents, type ConversationEvent } from '../conversation/conversation.events.js';
import { newSummary, summaryAfter, type Summary } from '../conversation/conversation.summary.js';
import type { InboxChannel } from '../reply-rules/kinds.js';
import { folds } from './folds.js';

/** A conversation without what is personal. */
export interface ConversationRow extends Summary {
  readonly id: string;
  readonly channel: InboxChannel;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly version: number;
}

type Opened = Extract<ConversationEvent, { type: 'ConversationOpened' }>;
type Later = Exclude<ConversationEvent, Opened>;

const opened = {
  evolve: (_row: ConversationRow | undefined, event: RecordedOf<Opened>): ConversationRow => ({
    ...newSummary,
    id: idOf(event.stream),
    channel: event.data.channel,
    openedAt: event.data.openedAt,
    changedAt: event.recordedAt,
    version: event.version,
  }),
};

const later = {
  evolve: (row: ConversationRow | undefined, event: RecordedOf<Later>) =>
    row && {
      ...row,
      ...summaryAfter(row, event),
      changedAt: event.recordedAt,
      version: event.version,
    },
};

/** Conversations, the ones that were heard of last first. */
export const conversationList = defineView<ConversationRow>({
  name: 'conversation_list',
  version: 1,
  fold: folds.conversation_list,
  key: 'id',
  columns: {
    id: 'text COLLATE "C"',
    channel: 'text NOT NULL',
    status: 'text NOT NULL',
    assignee: 'text',
    waitingSince: 'timestamptz',
    lastHeardAt: 'timestamptz',
    messageCount: 'integer NOT NULL',
    petition: 'text',
    openedAt: 'timestamptz NOT NULL',
    changedAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
  },
  indexes: [
    '(last_heard_at DESC, id DESC)',
    '(assignee, last_heard_at DESC, id DESC)',
    "(channel, waiting_since) WHERE status = 'waiting'",
  ],
  on: Object.fromEntries(
    Object.keys(conversationEvents.types).map((type) => [type, type === 'ConversationOpened' ? opened : later]),
  ),
});
