import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { deliveryDecider } from './delivery.decider.js';
import type { DeliveryEvent } from './delivery.events.js';

const given = specify(deliveryDecider);

const learned = (outcome: string): DeliveryEvent => ({
  type: 'DeliveryLearned',
  data: {
    petitionId: '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11',
    occasion: 'acknowledged',
    occasionAt: '2024-03-01T09:00:00.000Z',
    channel: 'email',
    outcome,
    reason: null,
    at: '2024-03-01T10:00:00.000Z',
  },
});
const learning = (outcome: string) => ({ type: 'LearnDelivery', learned: learned(outcome).data }) as const;

describe('what became of a message', () => {
  it('is kept once', () => {
    given().when(learning('uncertain')).then(learned('uncertain'));
    given(learned('uncertain')).when(learning('uncertain')).then();
  });
  it('gives way to what is heard later', () =>
    given(learned('uncertain')).when(learning('sent')).then(learned('sent')));
});
