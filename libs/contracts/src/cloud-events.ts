import { CloudEvent, Kafka } from 'cloudevents';
import { z } from 'zod';
import type { Message } from './message.js';
import { instant } from './types.js';

/** A message as it is handed to a Kafka producer: CloudEvents 1.0, binary mode. */
export interface KafkaRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, so that a reader can start from a time. */
  readonly timestamp: string;
}

type HeaderValue = Buffer | string | (Buffer | string)[] | undefined;

/** A record as a Kafka consumer hands it out. */
export interface ConsumedRecord {
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, HeaderValue>> | undefined;
}

/** A record that is not a message of ours; it stays so however often it is read. */
export class MalformedRecord extends Error {
  override readonly name = 'MalformedRecord';
}

/** The extension attributes of every message. */
export const extensions = ['sequence', 'partitionkey', 'correlationid', 'causationid', 'traceparent'] as const;

const sequenceDigits = 20;

/** Throws on a name that CloudEvents does not allow: up to 20 lower-case letters and digits. The library lets longer ones pass. */
export function checkExtensionNames(names: readonly string[]): void {
  const wrong = names.find((name) => !/^[a-z0-9]{1,20}$/.test(name));
  if (wrong !== undefined) throw new Error(`${wrong} is no name for a CloudEvents extension.`);
}

checkExtensionNames(extensions);

/** The sequence as the header carries it, so that it sorts as text. Throws on anything but a whole number from 1. */
export function paddedSequence(sequence: number): string {
  if (!Number.isSafeInteger(sequence) || sequence < 1) throw new Error(`${sequence} is no sequence.`);
  return String(sequence).padStart(sequenceDigits, '0');
}

/** A message as a Kafka record. Throws a `ValidationError` of `cloudevents` where it breaks the standard. */
export function toKafka(message: Message): KafkaRecord {
  const event = new CloudEvent<object>({
    id: message.id,
    source: message.source,
    type: message.type,
    subject: message.subject,
    time: message.time,
    datacontenttype: 'application/json',
    dataschema: message.dataSchema,
    data: message.data,
    sequence: paddedSequence(message.sequence),
    partitionkey: message.key,
    correlationid: message.correlationId,
    causationid: message.causationId,
    ...(message.traceparent === undefined ? {} : { traceparent: message.traceparent }),
  });
  const binary = Kafka.binary(event);
  return {
    key: message.key,
    value: JSON.stringify(binary.value),
    headers: presentHeaders(binary.headers),
    timestamp: String(Date.parse(message.time)),
  };
}

/** The library sets every attribute it knows, also absent ones, and repeats the content type, which has a header of its own. */
function presentHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && name !== 'ce_datacontenttype') present[name] = value;
  }
  return present;
}

const received = z.object({
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  specversion: z.literal('1.0'),
  subject: z.string().min(1),
  time: instant,
  datacontenttype: z.string().startsWith('application/json'),
  dataschema: z.string().min(1),
  sequence: z
    .string()
    .regex(/^[0-9]{20}$/)
    .transform(Number)
    .pipe(z.int().min(1)),
  partitionkey: z.string().min(1),
  correlationid: z.string().min(1),
  causationid: z.string().min(1),
  traceparent: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});

/** A Kafka record as a message. Throws `MalformedRecord`. */
export function fromKafka({ topic, key, value, headers }: ConsumedRecord): Message {
  const texts = headerTexts(headers ?? {});
  const { data: event, error } = received.safeParse(readEvent(texts, text(value), text(key)));
  if (!event) throw new MalformedRecord(z.prettifyError(error), { cause: error });
  return {
    topic,
    key: event.partitionkey,
    sequence: event.sequence,
    id: event.id,
    type: event.type,
    source: event.source,
    subject: event.subject,
    time: event.time,
    data: event.data,
    dataSchema: event.dataschema,
    correlationId: event.correlationid,
    causationId: event.causationid,
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
  };
}

/** The library compares and parses text only; and it cuts the time to milliseconds, so the header's own is put back. */
function readEvent(headers: Record<string, string>, value: string | undefined, key: string | undefined): object {
  try {
    const record = { headers, value, key, body: value };
    const event = Kafka.toEvent(record);
    if (Array.isArray(event)) throw new Error('a batch of events');
    return { ...event, time: headers['ce_time'] };
  } catch (error) {
    throw new MalformedRecord(error instanceof Error ? error.message : 'unreadable', { cause: error });
  }
}

const text = (value: Buffer | string | null): string | undefined => value?.toString();

function headerTexts(headers: Readonly<Record<string, HeaderValue>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) texts[name] = first.toString();
  }
  return texts;
}
