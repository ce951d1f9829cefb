import { DataSource, type EntitySchema } from 'typeorm';
import { BoundedClient } from '@ecou/event-sourcing';
import pg from 'pg';
import type { MigrationClass } from './migrations.js';

const int8 = 20;
const timestamptz = 1184;

/** As the event store's pool: int8 as number, timestamptz as ISO 8601 in UTC. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === int8) return Number;
    if (oid === timestamptz) return (text: string) => new Date(text).toISOString();
    return (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format);
  }) as typeof pg.types.getTypeParser,
};

export interface DataSourceOptions {
  readonly url: string;
  readonly schema: string;
  readonly entities?: readonly EntitySchema[];
  readonly migrations?: readonly MigrationClass[];
  /** More than the tables that a context makes at a time (`ExportTurns`), so that other reads go on beside them. */
  readonly poolSize?: number;
  /** A statement may take as long as it likes. */
  readonly unbounded?: boolean;
}

/** Milliseconds in which a read is answered; the server gives it up first. */
const reads = { statement_timeout: 30_000, query_timeout: 31_000, Client: BoundedClient } as const;

/** TypeORM on one schema: for reading views, and for migrations; it never alters a table by itself. */
export const dataSourceOf = ({
  url,
  schema,
  entities = [],
  migrations = [],
  poolSize = 6,
  unbounded = false,
}: DataSourceOptions): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    schema,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    synchronize: false,
    logging: false,
    installExtensions: false,
    poolSize,
    connectTimeoutMS: 5_000,
    applicationName: `ecou ${schema} reads`,
    // An idle connection that breaks must not end the process.
    poolErrorHandler: () => undefined,
    extra: {
      options: `-c search_path=${schema},public`,
      types,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      ...(!unbounded && reads),
    },
  });
