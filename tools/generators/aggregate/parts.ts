import type { Field } from '../tree/fields.ts';

/** The parts that the files of an aggregate are made of. */
export interface Parts {
  readonly context: string;
  /** The module of the context, as a file of the aggregate's folder imports it. */
  readonly contextModule: string;
  /** The name before `:read` and `:write` in its permissions. */
  readonly permissions: string;
  /** `civic-event` */
  readonly name: string;
  /** `CivicEvent` */
  readonly Name: string;
  /** `civicEvent` */
  readonly variable: string;
  /** `civic event` */
  readonly spoken: string;
  readonly fields: readonly Field[];
}
