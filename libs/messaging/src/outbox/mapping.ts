import { messageOf, type Contract } from '@ecou/contracts';
import { findUnstorable, idOf, mayBeUnstorable, namedUuid, type RecordedEvent } from '@ecou/event-sourcing';
import type { AnyPublishTable, Commit, Publication } from './publish.js';
import type { Draft } from './outbox.js';

/** Longest data of a message in bytes; a Kafka broker refuses records over 1 MB. */
export const largestMessage = 900_000;

/** A contract cannot be made of this event as the publish table says. */
export class Unmappable extends Error {
  readonly code = 'UNMAPPABLE';
  override readonly name = 'Unmappable';
}

type Publish = (event: RecordedEvent) => Publication | readonly Publication[];

/**
 * The messages that an event becomes. The same event always becomes the same messages. Throws `Unmappable`, a `ZodError` where the data
 * breaks the contract's schema, and whatever the table's function throws.
 */
export const mapEvent = (context: string, table: AnyPublishTable, event: RecordedEvent): readonly Draft[] =>
  draftsOf(context, publicationsOf(table, event), event);

/** The contracts that an event becomes. Throws whatever the table's function throws. */
export function publicationsOf(table: AnyPublishTable, event: RecordedEvent): readonly Publication[] {
  const publish = (table as Record<string, Publish>)[event.type];
  return publish ? [publish(event)].flat() : [];
}

/** The same with their commitments. Throws `Unmappable` where nobody can commit. */
export const committed = (
  publications: readonly Publication[],
  event: RecordedEvent,
  commit: Commit = () => Promise.reject(new Unmappable('Nobody commits to what is registered here.')),
): Promise<readonly Publication[]> =>
  Promise.all(
    publications.map(async ({ commitsTo, ...one }) =>
      commitsTo
        ? {
            ...one,
            data: { registrationId: idOf(event.stream), ...one.data, commitment: await commit(event, commitsTo) },
          }
        : one,
    ),
  );

/** The messages of contracts that an event became. */
export function draftsOf(
  context: string,
  publications: readonly Publication[],
  event: RecordedEvent,
): readonly Draft[] {
  const types = new Set(publications.map(({ contract }) => contract.type));
  if (types.size < publications.length) throw new Unmappable('One event became the same contract twice.');
  const { correlationId, traceparent } = event.metadata;
  const id = idOf(event.stream);
  return publications.map(({ contract, data, alias }) => ({
    ...messageOf(contract),
    id: namedUuid(contract.type, event.id),
    key: alias ?? id,
    subject: alias ?? id,
    time: event.recordedAt,
    // The correlation can be the very id that the alias stands for: that of the command which made the aggregate.
    correlationId: alias === undefined ? correlationId : event.id,
    causationId: event.id,
    ...(traceparent === undefined ? {} : { traceparent }),
    data: fitting(context, contract, data),
    position: event.position,
  }));
}

/** The data as JSON. */
function fitting(context: string, contract: Contract, data: object): string {
  if (contract.context !== context) throw new Unmappable(`The contract ${contract.type} belongs to another context.`);
  const parsed = contract.schema.parse(data);
  const json = JSON.stringify(parsed);
  if (Buffer.byteLength(json) > largestMessage) throw new Unmappable(`The message is over ${largestMessage} bytes.`);
  if (mayBeUnstorable(json) && findUnstorable(parsed))
    throw new Unmappable('The message holds U+0000 or half of a surrogate pair, which cannot be kept.');
  return json;
}
