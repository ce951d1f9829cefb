import { DataSource, type EntitySchema } from 'typeorm';
import pg from 'pg';
import type { MigrationClass } from './migrations.js';

const { builtins } = pg.types;

/** As the event store's pool: int8 as number, timestamptz as ISO 8601 in UTC. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.INT8) return Number;
    if (oid === builtins.TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

export interface DataSourceOptions {
  readonly url: string;
  readonly schema: string;
  readonly entities?: readonly EntitySchema[];
  readonly migrations?: readonly MigrationClass[];
  readonly poolSize?: number;
}

/** TypeORM on one schema: for reading views, and for migrations; it never alters a table by itself. */
export const dataSourceOf = ({
  url,
  schema,
  entities = [],
  migrations = [],
  poolSize = 4,
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
    extra: { options: `-c search_path=${schema},public`, types },
  });
