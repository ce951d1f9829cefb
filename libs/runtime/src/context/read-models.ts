import { Invalid, Unavailable, type EventStore, type View } from '@ecou/event-sourcing';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager, ObjectLiteral, Repository } from 'typeorm';
import { currentRequest, withRequest } from '../http/request.js';
import { entityOf } from './entity.js';

/** Injection token of the context's parsed configuration (`ContextDefinition.config`). */
export const CONTEXT_CONFIG = Symbol('ContextConfig');

const reachMs = 5_000;
const stepMs = 15;

/** Reads the views of a context, for query handlers. */
export class ReadModels {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: Pick<EventStore, 'horizon' | 'positionAt'>,
  ) {}

  /** TypeORM's repository of a view: `find`, `createQueryBuilder(alias)`; timestamps come as ISO 8601 strings. */
  repository<R extends object>(view: View<R>): Repository<R & ObjectLiteral> {
    return this.manager.getRepository(entityOf(view));
  }

  /** Rows of a hand-written query, with `snake_case` columns; unqualified names are the context's. */
  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return await this.manager.query<Row[]>(sql, [...parameters]);
  }

  /**
   * The position that `asOf` means: itself, or the last settled one of that time; `undefined` without it. The answer to the request names
   * it in `Ecou-As-Of`. Throws `Invalid` for a position beyond the head.
   */
  async resolveAsOf(asOf: string | undefined): Promise<number | undefined> {
    if (asOf === undefined) return undefined;
    const position = /^[0-9]+$/.test(asOf) ? Number(asOf) : await this.store.positionAt(asOf);
    if (position > (await this.store.horizon())) {
      throw new Invalid('AS_OF_BEYOND_HEAD', 'Nothing has been recorded at that position yet.', ['asOf']);
    }
    const request = currentRequest();
    if (request) request.asOf = position;
    return position;
  }

  /** Waits until a view holds everything up to a position, for answers that must be exact. Throws 503 where it does not in time. */
  async reached(view: Pick<View, 'name'>, position: number): Promise<void> {
    for (let left = reachMs; left > 0; left -= stepMs) {
      const [row] = await this.query<{ reached: boolean }>(
        `SELECT position >= $2 AS reached FROM views WHERE name = $1 AND state = 'live'`,
        [view.name, position],
      );
      if (row?.reached) return;
      await sleep(stepMs);
    }
    throw new Unavailable('VIEW_BEHIND', 'What you want to read has not been reached yet.');
  }

  /** Runs reads that belong together: with the manager that it is given, each sees the views as they stood at the first. */
  snapshot<T>(run: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', run);
  }

  /** Runs reads of the request that belong together: each sees the views as they stood at the first. */
  atOneMoment<T>(run: () => Promise<T>): Promise<T> {
    const request = currentRequest();
    if (!request) throw new Error('Only a request reads views at one moment.');
    return this.snapshot((snapshot) => withRequest({ ...request, snapshot }, run));
  }

  private get manager(): EntityManager {
    return currentRequest()?.snapshot ?? this.dataSource.manager;
  }
}
