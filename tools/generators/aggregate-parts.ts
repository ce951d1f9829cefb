import type { Field } from './fields.ts';

/** What the files of an aggregate are made of. */
export interface Parts {
  readonly context: string;
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
