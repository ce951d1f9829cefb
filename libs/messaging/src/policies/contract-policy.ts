import { topicOf } from '@ecou/contracts';
import type { Policy } from './policy.js';
import { bringTo } from '../bus/bring.js';
import type { Bus, BusConsumer } from '../bus/bus.js';
import type { Received } from '../bus/received.js';
import { KeyedConsumer, type KeyedServices } from '../consumer/keyed-consumer.js';
import { UnreadableMessage } from '../resilience/trouble.js';
import { PolicyHandler, type PolicyServices } from './policy-handler.js';

/** A policy that reacts to the contracts of other contexts. */
export type ContractPolicy = Extract<Policy, { readonly on: 'contract' }>;

/** The policy's handling of messages. Data that breaks the contract's schema is poison; what cannot be read at all is parked at once. */
export function contractConsumer(
  policy: ContractPolicy,
  services: PolicyServices & KeyedServices,
): KeyedConsumer<Received> {
  const contracts = new Map(policy.contracts.map((contract) => [contract.type, contract]));
  const handler = new PolicyHandler<Received>(
    {
      policy: policy.name,
      notYet: policy.notYet ?? [],
      counts: policy.from === 'beginning' ? 'all' : 'from-now',
      ahead: ({ before }) => before,
      cause: (message) => message,
      concerns: ({ type }) => contracts.has(type),
      then: ({ id, type, subject, time, data, unreadable }, context) => {
        if (unreadable) throw new UnreadableMessage(unreadable.reason);
        const contract = contracts.get(type);
        return contract && policy.then({ id, type, subject, time, data: contract.schema.parse(data) }, context);
      },
    },
    services,
  );
  return new KeyedConsumer(handler, services);
}

/** The topics that its contracts stand in. */
export const topicsOf = ({ contracts }: ContractPolicy): string[] => [
  ...new Set(contracts.map(({ context, visibility }) => topicOf(context, visibility))),
];

/** Subscribes the policy to each topic that its contracts stand in. */
export function subscribe(policy: ContractPolicy, consumer: KeyedConsumer<Received>, bus: Bus): readonly BusConsumer[] {
  const types = new Set(policy.contracts.map(({ type }) => type));
  return topicsOf(policy).map((topic) =>
    bus.subscribe({
      consumer: policy.name,
      topic,
      from: policy.from,
      types,
      handle: bringTo(consumer, topic),
    }),
  );
}
