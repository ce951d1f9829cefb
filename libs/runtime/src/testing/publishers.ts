import { randomUUID } from 'node:crypto';
import { exampleOf, jsonSchemaOf, type Contract, type DataOf } from '@ecou/contracts';
import { defineEvents, type EventStore } from '@ecou/event-sourcing';
import { as } from '@ecou/messaging';
import { defineContext, type ContextDefinition } from '../context/define-context.js';
import { EventSourcingModule } from '../context/event-sourcing.module.js';
import { testRoom } from './room.js';

/** A context that tells others whatever it is told to, in place of the one that would. */
export function publisherOf(name: string, contracts: readonly Contract[]): ContextDefinition {
  const types = Object.fromEntries(contracts.map((contract) => [contract.type, contract.schema]));
  const publish = Object.fromEntries(
    contracts.map((contract) => [contract.type, ({ data }: { data: object }) => as(contract, data as never)]),
  );
  const word = { category: 'word', events: defineEvents('word', types) };
  const feature = EventSourcingModule.forFeature({
    context: name,
    aggregates: contracts.length > 0 ? [word] : [],
    publish,
  });
  return defineContext({
    name,
    title: `Speaks in place of ${name}`,
    permissions: {},
    modules: [testRoom({ imports: [feature] })],
  });
}

/** A process, or a test, that contexts of `publisherOf` run in. */
export interface Town {
  context(name: string): { readonly store: EventStore };
}

/** Tells so many things of one aggregate, as the examples of their contracts say it. `expected`: the number of those told before. */
export async function tellAll(
  town: Town,
  key: string,
  told: readonly (readonly [Contract, object?])[],
  expected = 0,
): Promise<void> {
  const [first] = told;
  if (!first) return;
  const correlationId = randomUUID();
  await town.context(first[0].context).store.append({
    metadata: { actor: 'test', correlationId, causationId: correlationId },
    writes: [
      {
        stream: `word-${key}`,
        expected,
        events: told.map(([contract, data = {}]) => ({
          id: randomUUID(),
          type: contract.type,
          data: { ...(exampleOf(jsonSchemaOf(contract)) as DataOf<Contract>), ...data },
        })),
      },
    ],
  });
}
