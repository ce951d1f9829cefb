import { same, type Decider } from '@ecou/event-sourcing';
import type { DeliveryEvent } from './delivery.events.js';

type Learned = DeliveryEvent['data'];

export type LearnDelivery = { readonly type: 'LearnDelivery'; readonly learned: Learned };

/** The last that was heard of a message; a later word stands in place of an earlier one. */
export const deliveryDecider: Decider<LearnDelivery, Learned | null, DeliveryEvent> = {
  initial: null,
  decide: ({ learned }, state) => (same(state, learned) ? [] : [{ type: 'DeliveryLearned', data: learned }]),
  evolve: (_state, { data }) => data,
};
