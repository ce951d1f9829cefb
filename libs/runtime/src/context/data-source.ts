import { DataSource, type EntitySchema } from 'typeorm';
import { answeringConnection, BoundedClient, columnTypes, sessionOptions } from '@ecou/event-sourcing';
import type { MigrationClass } from './migrations.js';

export interface DataSourceOptions {
  readonly url: string;
  readonly schema: string;
  readonly entities?: readonly EntitySchema[];
  readonly migrations?: readonly MigrationClass[];
  readonly poolSize: number;
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
  poolSize,
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
    applicationName: `ecou ${schema} reads`,
    // An idle connection that breaks must not end the process.
    poolErrorHandler: () => undefined,
    extra: {
      options: sessionOptions({ search_path: `${schema},public` }),
      types: columnTypes,
      ...answeringConnection,
      ...(!unbounded && reads),
    },
  });
