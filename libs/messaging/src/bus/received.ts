import { createHash } from 'node:crypto';
import { fromKafka, type ConsumedRecord, type Message } from '@ecou/contracts';
import { findUnstorable, storableText } from '@ecou/event-sourcing';
import { v5 as uuidv5, validate as isUuid } from 'uuid';

/** A record as it came: its bytes, in base64. */
export interface RawRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** The reason why a message cannot be read, and the record that it came in. */
export interface Unreadable {
  /** Names the field and the rule; holds nothing of the content. */
  readonly reason: string;
  readonly record: RawRecord;
}

/**
 * A message as a consumer gets it: whatever came in, this can be kept. One that cannot be read keeps its place in the order of its key,
 * has no data, and holds the record itself.
 */
export interface Received extends Message {
  /** The last sequence of its key ahead of it, where the bus left out messages that the consumer did not ask for. */
  readonly before?: number;
  readonly unreadable?: Unreadable;
}

/** Longest key in bytes; together with consumer and source it is indexed. The keys of contracts are UUIDs. */
const longestKey = 500;
/** Longest attribute besides the key, in characters. */
const longestAttribute = 2_000;
/** Levels of nesting; PostgreSQL and `JSON.stringify` both give up somewhere. */
const deepest = 100;

/** A message of a Kafka record. Throws `MalformedRecord` where even its attributes are none of ours. */
export function fromRecord(record: ConsumedRecord): Received {
  let message: Message;
  try {
    message = fromKafka(record);
  } catch {
    // With sound attributes it is one of ours whose data were spoilt.
    return unreadable(fromKafka({ ...record, value: '{}' }), 'data: is no JSON object', rawOf(record));
  }
  return readable(message, () => rawOf(record));
}

/** A message that stood in an outbox: its texts could be kept there. */
export function fromOutbox(message: Message): Received {
  const fault = boundBroken(message);
  if (fault === undefined) return message;
  return unreadable(message, fault, { key: base64(message.key), value: base64(JSON.stringify(message)), headers: [] });
}

function readable(message: Message, record: () => RawRecord): Received {
  const fault = boundBroken(message) ?? textBroken(message);
  return fault === undefined ? message : unreadable(message, fault, record());
}

/** The first field that is too large or deep, or no id, and the rule. */
function boundBroken({ data, key, sequence: _, ...attributes }: Message): string | undefined {
  if (Buffer.byteLength(key) > longestKey) return `key: is longer than ${longestKey} bytes`;
  const long = Object.entries(attributes).find(([, text]) => text.length > longestAttribute);
  if (long) return `${long[0]}: is longer than ${longestAttribute} characters`;
  if (!isUuid(attributes.id)) return 'id: is no UUID';
  if (isDeeperThan(data, deepest)) return `data: is nested more than ${deepest} levels deep`;
  return undefined;
}

/** The first text that no database keeps, and the rule. */
function textBroken({ data, key, sequence: _, ...attributes }: Message): string | undefined {
  const path = findUnstorable({ key, ...attributes, data });
  return path && `${cut(path.join('.'))}: holds U+0000 or half of a surrogate pair`;
}

/** Level by level, since what is nested deeply would overflow a recursion. */
function isDeeperThan(value: object, depth: number): boolean {
  let level: unknown[] = [value];
  for (let at = 0; level.length > 0; at += 1) {
    if (at > depth) return true;
    level = level.flatMap((one): unknown[] => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

function unreadable(message: Message, reason: string, record: RawRecord): Received {
  const { traceparent, ...others } = message;
  return {
    topic: others.topic,
    key: keyFor(others.key),
    sequence: others.sequence,
    id: isUuid(others.id) ? others.id : uuidv5(others.id, uuidv5.URL),
    type: legible(others.type),
    source: legible(others.source),
    subject: legible(others.subject),
    time: others.time,
    data: {},
    dataSchema: legible(others.dataSchema),
    correlationId: legible(others.correlationId),
    causationId: legible(others.causationId),
    ...(traceparent === undefined ? {} : { traceparent: legible(traceparent) }),
    unreadable: { reason, record },
  };
}

/** The key; for one that cannot be kept, a name that is the same whenever it comes. */
const keyFor = (key: string): string =>
  Buffer.byteLength(key) <= longestKey && storableText(key) === key
    ? key
    : `sha256:${createHash('sha256').update(key).digest('hex')}`;

const cut = (text: string): string => text.slice(0, 200);

const legible = (text: string): string => storableText(cut(text));

const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64');

const rawOf = ({ key, value, headers = {} }: ConsumedRecord): RawRecord => ({
  key: key === null ? null : base64(key),
  value: value === null ? null : base64(value),
  headers: Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((one) => ({ name: legible(name), value: base64(one) })),
  ),
});
