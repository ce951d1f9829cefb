import { copyRows, Session } from '@ecou/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/** Runs one statement, and answers its rows where it is a `SELECT`; unqualified names are the context's. */
export type RunSql = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/** Inserts rows into a table by COPY: their values by the names of columns, whose SQL types are given by name. */
export type CopyRows = (
  table: string,
  types: Readonly<Record<string, string>>,
  rows: Iterable<Readonly<Record<string, unknown>>>,
) => Promise<void>;

/** The tables of a context that are neither views nor the event store's (`ContextDefinition.migrations`). */
export class OwnTables {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pool: Pool,
  ) {}

  /** Runs `work` in a transaction of its own; what the event store appends meanwhile is not a part of it. */
  transaction<T>(work: (run: RunSql, copy: CopyRows) => Promise<T>): Promise<T> {
    return this.dataSource.transaction((manager) =>
      work(
        (sql, parameters = []) => manager.query(sql, [...parameters]),
        async (table, types, rows) => {
          const client = (await manager.queryRunner?.connect()) as PoolClient;
          const columns = Object.entries(types).map(([name, type]) => ({ property: name, name, type }));
          await copyRows({ client, table, columns }, rows);
        },
      ),
    );
  }

  /**
   * Calls back on notifications of a channel, and whenever the connection that listens was made anew, since some may have been missed then.
   * Answers what ends it.
   */
  async listen(channel: string, wake: () => void): Promise<() => Promise<void>> {
    const session = Session.beside(this.pool);
    await session.listen(channel, wake);
    return () => session.stop();
  }
}
