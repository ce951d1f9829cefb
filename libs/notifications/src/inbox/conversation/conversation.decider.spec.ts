import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import {
  conversationDecider,
  mostRequestsADay,
  type AnswerConversation,
  type RequestPetition,
  type TakeMessage,
} from './conversation.decider.js';
import type { ConversationEvent } from './conversation.events.js';
import { address, at, events, message, sealed } from './conversation.samples.js';

const given = specify(conversationDecider);

const event = (type: keyof typeof events, change: object = {}) =>
  ({ type, data: { ...events[type], ...change } }) as unknown as ConversationEvent;

const opened = event('ConversationOpened');
const received = (change: object = {}) => event('MessageReceived', { autoReplied: false, ...change });
const replied = (change: object = {}) => event('ReplyWritten', change);
const closed = event('ConversationClosed');
const asked = event('PetitionRequested');

const { replyId, rule, text: replyText } = events.ReplyWritten;
const reply = { replyId, rule, text: replyText, hoursBetween: 12 };
const { requestId, name, text, kind, category, messages } = events.PetitionRequested;
const request = { requestId, name, text, kind, category } as const;
const later = '2026-05-20T20:59:59.999Z';
const muchLater = '2026-05-20T21:00:00.000Z';

const take = (change: Partial<TakeMessage> = {}): TakeMessage => ({
  ...{ type: 'TakeMessage', channel: 'email', address, message, reply: null, request: null, at },
  ...change,
});
const next = (change: object = {}) => ({ ...message, messageId: '00000000-0000-4000-8000-000000000011', ...change });
const receivedNext = (change: object = {}) => received({ ...next(), takenAt: later, ...change });

describe('a message', () => {
  it('opens a conversation', () => given().when(take()).then(opened, received()));
  it('is received once', () =>
    given(opened, received())
      .when(take({ at: later }))
      .then());
  it('goes into the conversation of its address', () =>
    given(opened, received())
      .when(take({ message: next(), at: later }))
      .then(receivedNext()));
  it('reopens a closed conversation', () =>
    given(opened, received(), closed)
      .when(take({ message: next(), at: later }))
      .then(event('ConversationReopened', { reopenedAt: later }), receivedNext()));
  it('of a program reopens nothing, and is replied to by none', () =>
    given(opened, received(), closed)
      .when(take({ message: next({ isAutomatic: true }), reply, request, at: later }))
      .then(receivedNext({ isAutomatic: true })));
});

describe('an automatic reply', () => {
  it('goes with the message that it answers', () =>
    given()
      .when(take({ reply }))
      .then(opened, received({ autoReplied: true }), replied()));
  it('is one in so many hours', () => {
    const before = [opened, received({ autoReplied: true }), replied()];
    given(...before)
      .when(take({ message: next(), reply, at: later }))
      .then(receivedNext());
    given(...before)
      .when(take({ message: next(), reply, at: muchLater }))
      .then(receivedNext({ autoReplied: true, takenAt: muchLater }), replied({ writtenAt: muchLater }));
  });
  it('leaves the person waiting', () =>
    expect(given(opened, received(), replied()).state()).toMatchObject({ status: 'waiting', waitingSince: at }));
});

const answer: AnswerConversation = { type: 'AnswerConversation', replyId, text: replyText, language: 'en', at };
const answered = replied({ kind: 'staff', rule: null, language: 'en' });

describe('staff', () => {
  it('answer the newest message', () => {
    given(opened, received()).when(answer).then(answered);
    expect(given(opened, received(), answered).state()).toMatchObject({
      ...{ status: 'answered', waitingSince: null, language: 'en' },
    });
  });
  it('answer once', () => {
    given(opened, received(), answered).when(answer).then();
    given(opened, received(), answered)
      .when({ ...answer, text: sealed('Altceva') })
      .thenRejected('REPLY_EXISTS');
  });
  it('do not answer what is closed', () =>
    given(opened, received(), closed).when(answer).thenRejected('CONVERSATION_CLOSED'));
  it('do not answer where nobody wrote', () => given().when(answer).thenRejected('CONVERSATION_UNKNOWN'));
  it('give it to somebody, and to nobody', () => {
    const { assignee } = events.ConversationAssigned;
    const assign = { type: 'AssignConversation', assignee, at } as const;
    const assigned = event('ConversationAssigned');
    given(opened, received()).when(assign).then(assigned);
    given(opened, received(), assigned).when(assign).then();
    given(opened, received(), assigned)
      .when({ ...assign, assignee: null })
      .then(event('ConversationAssigned', { assignee: null }));
  });
  it('close and reopen it, each once', () => {
    const [close, reopen] = [
      { type: 'CloseConversation', at },
      { type: 'ReopenConversation', at },
    ] as const;
    given(opened, received()).when(close).then(closed);
    given(opened, received(), closed).when(close).then();
    given(opened, received(), closed)
      .when(reopen)
      .then(event('ConversationReopened', { by: 'staff' }));
    given(opened, received()).when(reopen).then();
  });
});

const makePetition: RequestPetition = { type: 'RequestPetition', ...request, messages, language: 'ro', at };

describe('a petition', () => {
  it('is asked for by staff, once', () => {
    given(opened, received()).when(makePetition).then(asked);
    given(opened, received(), asked).when(makePetition).then();
    given(opened, received(), asked)
      .when({ ...makePetition, category: 'other' })
      .thenRejected('REQUEST_EXISTS');
  });
  it('is made of a message once, unless it was refused', () => {
    const again = { ...makePetition, requestId: '00000000-0000-4000-8000-000000000012' };
    given(opened, received(), asked).when(again).thenRejected('MESSAGE_IS_PETITION');
    given(opened, received(), asked, event('PetitionRefused'))
      .when(again)
      .then(event('PetitionRequested', { requestId: again.requestId }));
  });
  it('is made of messages of the conversation', () =>
    given(opened, received())
      .when({ ...makePetition, messages: ['00000000-0000-4000-8000-000000000019'] })
      .thenRejected('MESSAGE_UNKNOWN'));
  it('is asked for by the person, a few times a day', () => {
    const byPerson = (day: number) =>
      event('PetitionRequested', { by: 'person', requestedAt: `2026-05-${day}T10:00:00.000Z` });
    given()
      .when(take({ request }))
      .then(opened, received(), event('PetitionRequested', { by: 'person' }));
    const many = (day: number) => Array.from({ length: mostRequestsADay }, () => byPerson(day));
    given(opened, received(), ...many(19))
      .when(take({ message: next(), request, at }))
      .then(receivedNext({ takenAt: at }));
    given(opened, received(), ...many(18))
      .when(take({ message: next(), request, at }))
      .then(receivedNext({ takenAt: at }), event('PetitionRequested', { by: 'person', messages: [next().messageId] }));
  });
  it('is told to have its number, once; a notice is acknowledged here', () => {
    const { number, receipt } = events.PetitionTakenUp;
    const note = { type: 'NoteTakenUp', requestId, number, kind: 'notice', replyId: receipt.replyId, at } as const;
    const taken = event('PetitionTakenUp');
    given(opened, received(), asked).when(note).then(taken);
    given(opened, received(), asked, taken).when(note).then();
    given(opened, received(), asked)
      .when({ ...note, kind: 'report' })
      .then(event('PetitionTakenUp', { kind: 'report', receipt: null }));
    given(opened, received()).when(note).then();
  });
  it('is refused with a reason, once', () => {
    const { code, reason } = events.PetitionRefused;
    const note = { type: 'NoteRefused', requestId, code, reason, at } as const;
    given(opened, received(), asked).when(note).then(event('PetitionRefused'));
    given(opened, received(), asked, event('PetitionRefused')).when(note).then();
    expect(given(opened, received(), asked, event('PetitionRefused')).state()).toMatchObject({
      petition: 'refused',
      requests: [{ status: 'refused', refusal: { code, reason } }],
    });
  });
});
