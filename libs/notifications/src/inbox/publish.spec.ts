import type { Publication } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import { events } from './conversation/conversation.samples.js';
import { publish } from './publish.js';

const id = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11';

const published = (type: 'MessageReceived' | 'PetitionRequested') =>
  (publish[type] as (event: object) => Publication)({ type, stream: `conversation-${id}`, data: events[type] });

describe('what others are told of the inbox', () => {
  it.each(['MessageReceived', 'PetitionRequested'] as const)('%s fills its contract', (type) => {
    const { contract, data } = published(type);
    expect(contract.schema.parse(data)).toEqual(data);
  });

  it('is neither who wrote nor what, nor in which conversation', () => {
    const { contract, data, alias } = published('MessageReceived');
    expect(contract.visibility).toBe('public');
    expect(alias).toBe(events.MessageReceived.messageId);
    const { messageId, inOfficeHours, receivedAt } = events.MessageReceived;
    expect(data).toEqual({
      ...{ messageId, channel: 'email', inOfficeHours, autoReplied: true, isAutomatic: false, receivedAt },
    });
  });

  it('is a petition with sealed values, to services of Ecou only', () => {
    const { contract, data } = published('PetitionRequested');
    expect(contract.visibility).toBe('internal');
    expect(data).toMatchObject({
      conversationId: id,
      contact: events.PetitionRequested.contact,
      category: 'street-lighting',
    });
  });
});
