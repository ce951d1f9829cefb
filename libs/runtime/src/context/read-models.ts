import { Invalid, viewBehind, viewBuilding, type EventStore, type View, type Views } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { DataSource, EntityManager, ObjectLiteral, Repository } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { currentRequest, withRequest } from '../http/request.js';
import { copyOut } from './copy-out.js';
import { entityOf } from './entity.js';

/** Injection token of the context's parsed configuration (`ContextDefinition.config`). */
export const CONTEXT_CONFIG = Symbol('ContextConfig');

const reachMs = 5_000;

/** Reads the views of a context, for query handlers. */
export class ReadModels {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: Pick<EventStore, 'horizon' | 'positionAt'>,
    private readonly views: Pick<Views, 'waitFor'>,
  ) {}

  /** TypeORM's repository of a view: `find`, `createQueryBuilder(alias)`; timestamps come as ISO 8601 strings. */
  repository<R extends object>(view: View<R>): Repository<R & ObjectLiteral> {
    return this.manager.getRepository(entityOf(view));
  }

  /**
   * Rows of a hand-written query, with `snake_case` columns; unqualified names are the context's. It names a view by `relationOf`: its
   * plain name may show the version of another build.
   */
  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return await this.manager.query<Row[]>(sql, [...parameters]);
  }

  /** The rows of a query as `COPY` writes them with these options, read once and piece by piece (`copyOut`). Unqualified names are the context's. */
  copy(sql: string, options: string, signal: AbortSignal): AsyncGenerator<Buffer> {
    return copyOut((this.dataSource.driver as PostgresDriver).master as Pool, sql, options, signal);
  }

  /**
   * The position that `asOf` means: itself, or the last settled one of that time; `undefined` without it. The answer to the request names
   * it in `Ecou-As-Of`. Throws `Invalid` for a position beyond the head.
   */
  async resolveAsOf(asOf: string | undefined): Promise<number | undefined> {
    if (asOf === undefined) return undefined;
    const position = await this.positionOf(asOf, 'asOf');
    const request = currentRequest();
    if (request) request.asOf = position;
    return position;
  }

  /**
   * The position that a field of a query means: itself, or the last settled one of that time. Throws `Invalid` at the field for a position beyond the
   * head.
   */
  async positionOf(moment: string, field: string): Promise<number> {
    const position = /^[0-9]+$/.test(moment) ? Number(moment) : await this.store.positionAt(moment);
    if (position <= (await this.store.horizon())) return position;
    throw new Invalid('AS_OF_BEYOND_HEAD', 'Nothing has been recorded at that position yet.', [field]);
  }

  /** The time (ISO 8601) that a position stands for: that of the last event up to it; `null` where there is none. */
  async timeOf(position: number): Promise<string | null> {
    const [row] = await this.query<{ at: string | Date }>(
      'SELECT recorded_at AS at FROM events WHERE global_position <= $1 ORDER BY global_position DESC LIMIT 1',
      [position],
    );
    return row ? new Date(row.at).toISOString() : null;
  }

  /**
   * Waits until a view holds everything up to a position, for answers that must be exact. Throws 503 where it does not in time, and says
   * where that is because it is being built.
   */
  async reached(view: Pick<View, 'name' | 'version'>, position: number): Promise<void> {
    if (await this.hasReached(view, position, reachMs)) return;
    const live = await this.query(`SELECT FROM views WHERE name = $1 AND version = $2 AND state = 'live'`, [
      view.name,
      view.version,
    ]);
    throw live.length === 0 ? viewBuilding() : viewBehind();
  }

  /** Waits, at most so long, until whoever reads a view after this finds everything up to a position in it; answers whether that is so. */
  hasReached({ name }: Pick<View, 'name'>, position: number, timeoutMs: number): Promise<boolean> {
    return this.views.waitFor(name, position, timeoutMs);
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
