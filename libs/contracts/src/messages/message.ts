import { topicOf, type Contract } from '../contract.js';

/** A contract's message as it stands in the outbox and as a consumer receives it, whatever the bus. */
export interface Message<Data extends object = object> {
  /** `ecou.<context>` or `ecou.<context>.internal`. */
  readonly topic: string;
  /** Id of the aggregate, or what stands for it (0114): what is ordered, and what `sequence` counts. */
  readonly key: string;
  /** From 1, without holes, per topic and key; after a restore it goes on far beyond, at a million times a number, plus 1. */
  readonly sequence: number;
  /** UUID; the same whenever the same event is mapped again. Unique together with `source`. */
  readonly id: string;
  /** The contract: `ecou.<context>.<name>.v<version>`. */
  readonly type: string;
  /** `/ecou/<context>`. */
  readonly source: string;
  /** The same as `key`. */
  readonly subject: string;
  /** ISO 8601, UTC: when the event was recorded. */
  readonly time: string;
  readonly data: Data;
  /** URI of the contract's JSON Schema, as the catalogue names it. */
  readonly dataSchema: string;
  readonly correlationId: string;
  /** Id of the event that it was made from. */
  readonly causationId: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
}

/** The CloudEvents source of a context's messages. */
export const sourceOf = (context: string): string => `/ecou/${context}`;

/** The URI of a contract's JSON Schema: its `$id` in the catalogue. */
export const dataSchemaOf = (type: string): string => `urn:ecou:contract:${type}`;

/** Fields that a message takes from its contract alone. */
export const messageOf = (contract: Contract): Pick<Message, 'topic' | 'type' | 'source' | 'dataSchema'> => ({
  topic: topicOf(contract.context, contract.visibility),
  type: contract.type,
  source: sourceOf(contract.context),
  dataSchema: dataSchemaOf(contract.type),
});
