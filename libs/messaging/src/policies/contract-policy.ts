import { topicOf, type Message } from '@ecou/contracts';
import type { Policy } from './policy.js';
import type { Bus, BusConsumer } from '../bus/bus.js';
import { KeyedConsumer, type KeyedServices } from '../consumer/keyed-consumer.js';
import { PolicyHandler, type PolicyServices } from './policy-handler.js';

/** A policy that reacts to the contracts of other contexts. */
export type ContractPolicy = Extract<Policy, { readonly on: 'contract' }>;

/** The policy's handling of messages. Data that breaks the contract's schema is poison. */
export function contractConsumer(
  policy: ContractPolicy,
  services: PolicyServices & KeyedServices,
): KeyedConsumer<Message> {
  const contracts = new Map(policy.contracts.map((contract) => [contract.type, contract]));
  const handler = new PolicyHandler<Message>(
    {
      policy: policy.name,
      notYet: policy.notYet ?? [],
      counts: policy.from === 'beginning' ? 'all' : 'from-now',
      cause: (message) => message,
      concerns: ({ type }) => contracts.has(type),
      then: ({ id, type, subject, time, data }, context) => {
        const contract = contracts.get(type);
        return contract && policy.then({ id, type, subject, time, data: contract.schema.parse(data) }, context);
      },
    },
    services,
  );
  return new KeyedConsumer(handler, services);
}

/** Subscribes the policy to each topic that its contracts stand in. */
export function subscribe(policy: ContractPolicy, consumer: KeyedConsumer<Message>, bus: Bus): readonly BusConsumer[] {
  const topics = new Set(policy.contracts.map(({ context, visibility }) => topicOf(context, visibility)));
  return [...topics].map((topic) =>
    bus.subscribe({
      consumer: policy.name,
      topic,
      from: policy.from,
      handle: (messages, signal) =>
        consumer.take(
          topic,
          messages.map((message) => ({ source: topic, key: message.key, sequence: message.sequence, message })),
          signal,
        ),
    }),
  );
}
