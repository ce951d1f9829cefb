import { z } from 'zod';
import type { Message } from './message.js';
import { instant } from '../types.js';

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

const specVersion = '1.0';
const contentType = 'application/json';

/** A message as a Kafka record. Throws where its sequence is none. */
export function toKafka(message: Message): KafkaRecord {
  return {
    key: message.key,
    value: JSON.stringify(message.data),
    headers: {
      'content-type': contentType,
      ce_specversion: specVersion,
      ce_id: message.id,
      ce_source: message.source,
      ce_type: message.type,
      ce_subject: message.subject,
      ce_time: message.time,
      ce_dataschema: message.dataSchema,
      ce_sequence: paddedSequence(message.sequence),
      ce_partitionkey: message.key,
      ce_correlationid: message.correlationId,
      ce_causationid: message.causationId,
      ...(message.traceparent === undefined ? {} : { ce_traceparent: message.traceparent }),
    },
    timestamp: String(Date.parse(message.time)),
  };
}

/** A message as a CloudEvent 1.0 in the JSON format: what its Kafka record says, in one object. */
export interface CloudEvent<Data extends object = object> {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: string;
  readonly dataschema: string;
  /** 20 digits. */
  readonly sequence: string;
  readonly partitionkey: string;
  readonly correlationid: string;
  readonly causationid: string;
  readonly traceparent?: string;
  readonly data: Data;
}

/** A message as a CloudEvent. Throws where its sequence is none. */
export const toCloudEvent = <Data extends object>(message: Message<Data>): CloudEvent<Data> => ({
  specversion: specVersion,
  id: message.id,
  source: message.source,
  type: message.type,
  subject: message.subject,
  time: message.time,
  datacontenttype: contentType,
  dataschema: message.dataSchema,
  sequence: paddedSequence(message.sequence),
  partitionkey: message.key,
  correlationid: message.correlationId,
  causationid: message.causationId,
  ...(message.traceparent === undefined ? {} : { traceparent: message.traceparent }),
  data: message.data,
});

const received = z.object({
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  specversion: z.literal(specVersion),
  subject: z.string().min(1),
  time: instant,
  datacontenttype: z.string().startsWith(contentType),
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
  const { data: event, error } = received.safeParse({
    ...attributesOf(headers ?? {}),
    datacontenttype: text(headers?.['content-type']),
    partitionkey: key?.toString(),
    data: json(value),
  });
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

/** The texts of the headers that carry attributes, by the attribute's name. */
function attributesOf(headers: Readonly<Record<string, HeaderValue>>): Record<string, string | undefined> {
  const attributes: Record<string, string | undefined> = {};
  for (const [header, value] of Object.entries(headers))
    if (header.startsWith(prefix)) attributes[header.slice(prefix.length)] = text(value);
  return attributes;
}

const prefix = 'ce_';

/** The first value of a header. */
const text = (value: HeaderValue): string | undefined => (Array.isArray(value) ? value[0] : value)?.toString();

function json(value: Buffer | string | null): unknown {
  try {
    return value === null ? undefined : JSON.parse(value.toString());
  } catch (error) {
    throw new MalformedRecord('The value is no JSON.', { cause: error });
  }
}
