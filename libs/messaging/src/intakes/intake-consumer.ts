import { transaction } from '@ecou/event-sourcing';
import { bringTo } from '../bus/bring.js';
import type { Bus, BusConsumer } from '../bus/bus.js';
import type { Received } from '../bus/received.js';
import type { Delivery } from '../consumer/held-messages.js';
import { Inbox } from '../inbox/inbox.js';
import { KeyedConsumer, type DeliveryContext, type KeyedServices } from '../consumer/keyed-consumer.js';
import type { PolicyServices } from '../policies/policy-handler.js';
import { TakenMeanwhile, UnreadableMessage } from '../resilience/trouble.js';
import type { Intake } from './intake.js';

export type IntakeServices = Pick<PolicyServices, 'store' | 'pool' | 'schema'> & KeyedServices;

/** Most messages in a transaction. */
const mostTogether = 1_000;
/** A transaction for a few costs as many statements as one for many. */
const gatherMs = 100;

type Concerns = (message: Received) => boolean;

/** The intake's handling of messages: those of a batch in one transaction, and where that fails, each in one of its own. */
export function intakeConsumer(intake: Intake, services: IntakeServices): KeyedConsumer<Received> {
  const { store, pool, schema } = services;
  const { name, types } = intake;
  const concerns: Concerns = (message) => (types?.has(message.type) ?? true) && (intake.concerns?.(message) ?? true);
  const ahead = ({ before }: Received) => before;
  const inbox = new Inbox<Received>({ consumer: name, counts: 'all', ahead, store, pool, schema });
  const handleTogether = (deliveries: readonly Delivery<Received>[]) =>
    write({ ...intake, concerns }, inbox, deliveries, pool);
  const handle = async (delivery: Delivery<Received>, known: DeliveryContext): Promise<void> => {
    if ((await inbox.before(delivery, known)) !== undefined) await handleTogether([delivery]);
  };
  return new KeyedConsumer(
    {
      consumer: name,
      handle,
      handleTogether,
      pending: (source, byKey) => inbox.pending(source, byKey, concerns),
      follows: inbox.follows,
      pass: inbox.pass,
    },
    services,
  );
}

async function write(
  { name, take, concerns }: Intake & { readonly concerns: Concerns },
  inbox: Inbox<Received>,
  deliveries: readonly Delivery<Received>[],
  pool: IntakeServices['pool'],
): Promise<void> {
  const messages = deliveries.map(({ message }) => message).filter(concerns);
  const unreadable = messages.find((message) => message.unreadable)?.unreadable;
  if (unreadable) throw new UnreadableMessage(unreadable.reason);
  // In the order of a key: the last one stays.
  const last = new Map(deliveries.map((delivery) => [`${delivery.source} ${delivery.key}`, delivery]));
  const { text, values } = inbox.moved([...last.values()]);
  await transaction(pool, async (client) => {
    const { rowCount } = await client.query(text, values);
    if (rowCount !== last.size) throw new TakenMeanwhile(name);
    if (messages.length > 0) await take(messages, client);
  });
}

/** Subscribes the intake to its topics. */
export const subscribeIntake = (
  { name, topics, types }: Intake,
  consumer: KeyedConsumer<Received>,
  bus: Bus,
): readonly BusConsumer[] =>
  topics.map((topic) =>
    bus.subscribe({
      consumer: name,
      topic,
      from: 'beginning',
      batchSize: mostTogether,
      gatherMs,
      ...(types ? { types } : {}),
      handle: bringTo(consumer, topic),
    }),
  );
