import { Inject, Injectable } from '@nestjs/common';
import {
  handle,
  load,
  Rehearsal,
  VersionConflict,
  type Aggregate,
  type DomainEvent,
  type EventStore,
  type Loaded,
  type UnitExtras,
} from '@ecou/event-sourcing';
import { currentRequest, withRequest } from '../http/request.js';
import { CommandResult, type CommandContext } from './command.js';

/** Injection token of the context's event store. */
export const EVENT_STORE = Symbol('EventStore');

export interface ExecuteOptions<State> {
  /** The version at which the (sub-)resource last changed, which `If-Match` is compared with; the stream's version by default. */
  readonly resourceVersion?: (state: State) => number;
  /** Further parts of the unit, such as checks of streams that the handler has read. */
  readonly extras?: UnitExtras;
}

/** Runs commands against the aggregates of a context, and reads them. */
@Injectable()
export class Aggregates {
  constructor(@Inject(EVENT_STORE) private readonly own: EventStore) {}

  /** The context's event store, or what stands in for it in a rehearsal. */
  get store(): EventStore {
    return currentRequest()?.rehearsal ?? this.own;
  }

  /**
   * Carries out commands without effect: they are decided by the rules, each after those before it, and nothing is written. Values that
   * they seal would be kept all the same, so that it is for commands without any. `now` is the clock's time.
   */
  rehearse<T>(now: string, run: () => Promise<T>): Promise<T> {
    const request = currentRequest();
    if (!request) throw new Error('A rehearsal belongs to a request.');
    return withRequest({ ...request, rehearsal: new Rehearsal(this.own, now) }, run);
  }

  /** Loads, compares `If-Match`, decides, appends. Throws `Rejected`, `VersionConflict`, `AlreadyHandled`. */
  async execute<C, S, E extends DomainEvent>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    context: CommandContext,
    options: ExecuteOptions<S> = {},
  ): Promise<CommandResult> {
    const { ifMatch, idempotency, inbox, part } = context;
    const stream = `${aggregate.category}-${id}`;
    const handled = await handle(
      this.store,
      aggregate,
      { id, command },
      {
        metadata: context.metadata,
        commandId: context.commandId,
        // What was made without an id of its own has the command's.
        fresh: id === context.commandId,
        ...(ifMatch === undefined
          ? {}
          : {
              retries: 0,
              guard: (loaded) => {
                compare(ifMatch, loaded, id, options);
              },
            }),
        rows: {
          ...(inbox ? { inbox } : {}),
          ...(idempotency ? { idempotency: { ...idempotency, stream, ...(part && { part: `part-${part}` }) } } : {}),
        },
        ...(options.extras ? { extras: options.extras } : {}),
      },
    );
    return new CommandResult(part ?? handled.id, handled.version, handled.position, handled);
  }

  /** An aggregate's state, now or as it stood at a position. */
  load<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string, upTo?: number): Promise<Loaded<S>> {
    return load(this.store, aggregate, id, upTo);
  }
}

function compare<S>(ifMatch: number, loaded: Loaded<S>, id: string, { resourceVersion }: ExecuteOptions<S>): void {
  const current = resourceVersion ? resourceVersion(loaded.state) : loaded.version;
  if (current !== ifMatch) throw new VersionConflict(id, ifMatch, current);
}
