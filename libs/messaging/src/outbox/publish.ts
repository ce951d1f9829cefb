import type { Contract, DataOf } from '@ecou/contracts';
import type { DomainEvent, RecordedEvent } from '@ecou/event-sourcing';

/** A contract, filled in. */
export interface Publication {
  readonly contract: Contract;
  readonly data: object;
  /** Stands in the message in place of the aggregate's id, as its key and subject, where that id is not for everybody. */
  readonly alias?: string;
}

/** Fills in a contract, typed. */
export const as = <C extends Contract>(contract: C, data: DataOf<C>, alias?: string): Publication => ({
  contract,
  data,
  ...(alias !== undefined && { alias }),
});

/** Which event becomes which contracts; types that are absent stay inside their context. */
export type PublishTable<E extends DomainEvent> = {
  readonly [K in E['type']]?: (event: RecordedEvent<Extract<E, { type: K }>>) => Publication | readonly Publication[];
};

/** Any `PublishTable`. */
export type AnyPublishTable = Readonly<
  Record<string, ((event: never) => Publication | readonly Publication[]) | undefined>
>;
