import type { ConversationEvent } from './conversation.events.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${String(digit)}`;

export const at = '2026-05-20T09:00:00.000Z';
export const sealed = (value: string) => ({ subject: id(9), codec: 'plain', value });

export const address = sealed('ana@example.org');
const reference = sealed('<1@example.org>');

export const message = {
  messageId: id(1),
  reference,
  text: sealed('Când este deschis ghișeul?'),
  isShortened: false,
  filesLeftOut: 0,
  isAutomatic: false,
  inOfficeHours: true,
  receivedAt: at,
};

/** One event of each type. */
export const events = {
  ConversationOpened: { channel: 'email', address, openedAt: at },
  MessageReceived: { ...message, channel: 'email', autoReplied: true, takenAt: at },
  ReplyWritten: {
    replyId: id(2),
    kind: 'automatic',
    channel: 'email',
    to: address,
    inReplyTo: reference,
    rule: { id: 'in-hours', version: 1 },
    language: null,
    text: sealed('Am primit mesajul.\n\nWe have your message.'),
    writtenAt: at,
  },
  ConversationAssigned: { assignee: id(3), assignedAt: at },
  ConversationClosed: { closedAt: at },
  ConversationReopened: { by: 'message', reopenedAt: at },
  PetitionRequested: {
    requestId: id(4),
    by: 'staff',
    channel: 'email',
    contact: address,
    name: sealed('Ana Exemplu'),
    text: sealed('O lampă este stinsă în fața școlii.'),
    kind: 'report',
    category: 'street-lighting',
    language: 'ro',
    messages: [id(1)],
    receivedAt: at,
    requestedAt: at,
  },
  PetitionTakenUp: {
    requestId: id(4),
    number: '2026-000007',
    kind: 'notice',
    receipt: { replyId: id(5), channel: 'email', to: address, inReplyTo: reference, language: 'ro' },
    takenUpAt: at,
  },
  PetitionRefused: {
    requestId: id(4),
    code: 'CATEGORY_UNKNOWN',
    reason: 'There is no category street-lamps.',
    refusedAt: at,
  },
} satisfies { [E in ConversationEvent as E['type']]: E['data'] };
