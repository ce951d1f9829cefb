import { Injectable } from '@nestjs/common';
import {
  load,
  UnitsOfWork,
  type Aggregate,
  type DomainEvent,
  type EventStore,
  type Loaded,
} from '@ecou/event-sourcing';

/** Reads the aggregates of a context; in a rehearsal, with what was rehearsed. */
@Injectable()
export class Aggregates {
  constructor(private readonly units: UnitsOfWork) {}

  /** The context's event store, or what stands in for it in a rehearsal. */
  get store(): EventStore {
    return this.units.store;
  }

  /** An aggregate's state, now or as it stood at a position. */
  load<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string, upTo?: number): Promise<Loaded<S>> {
    return load(this.store, aggregate, id, upTo);
  }
}
