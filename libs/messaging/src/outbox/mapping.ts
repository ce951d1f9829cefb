import { messageOf, type Contract } from '@ecou/contracts';
import { findUnstorable, idOf, mayBeUnstorable, namedUuid, type RecordedEvent } from '@ecou/event-sourcing';
import type { AnyPublishTable, Publication } from './publish.js';
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
export function mapEvent(context: string, table: AnyPublishTable, event: RecordedEvent): readonly Draft[] {
  const publish = (table as Record<string, Publish>)[event.type];
  const publications = publish ? [publish(event)].flat() : [];
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
