import type { DataSource } from 'typeorm';

/** Runs one statement, and answers its rows where it is a `SELECT`; unqualified names are the context's. */
export type RunSql = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/** The tables of a context that are neither views nor the event store's (`ContextDefinition.migrations`). */
export class OwnTables {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs `work` in a transaction of its own; what the event store appends meanwhile is not a part of it. */
  transaction<T>(work: (run: RunSql) => Promise<T>): Promise<T> {
    return this.dataSource.transaction((manager) =>
      work((sql, parameters = []) => manager.query(sql, [...parameters])),
    );
  }
}
