import type { Contracts } from './contracts.js';

/** The contracts of public messages. */
export type ContractType = keyof Contracts;

/** A message without its data: the attributes of a CloudEvent 1.0, and its place in the log. */
export interface Envelope {
  /** Place in the log: from 1, without holes; it never changes. */
  readonly position: number;
  /** ISO 8601: when it came into the log. */
  readonly loggedat: string;
  readonly specversion: '1.0';
  /** UUID; the same wherever and however often the message is met. */
  readonly id: string;
  /** The context that told it, such as `/ecou/facilities`. */
  readonly source: string;
  /** The id of the aggregate that it is about. */
  readonly subject: string;
  /** ISO 8601: when it was recorded. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** The name of the schema of `data`: `urn:ecou:contract:<type>`. */
  readonly dataschema: string;
  /** 20 digits: counts the messages of a key, per source, from 1 and without holes. */
  readonly sequence: string;
  /** The key: what is ordered. */
  readonly partitionkey: string;
  readonly correlationid: string;
  readonly causationid: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
}

/** A message of one of some contracts: `type` tells what `data` is. Fields that are not known here may come with it. */
export type Message<T extends ContractType = ContractType> = {
  readonly [K in T]: Envelope & { readonly type: K; readonly data: Contracts[K] };
}[T];

/** A page of messages. */
export interface Page<T extends ContractType = ContractType> {
  readonly items: readonly Message<T>[];
  /** To go on after, also where there was nothing. */
  readonly position: number;
}

/** The attributes that every message has. */
export const attributes = [
  ...['position', 'loggedat', 'specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype'],
  ...['dataschema', 'sequence', 'partitionkey', 'correlationid', 'causationid', 'data'],
] as const;

/** True for a message of the log, of whatever contract. */
export const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && attributes.every((name) => name in value);
