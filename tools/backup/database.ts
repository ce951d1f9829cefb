import { afterRestore } from '@ecou/messaging';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { writePart, type DatabaseCopy } from './manifest.ts';
import { readSchema, type TableName } from './schema.ts';

const applicationName = 'ecou backup';

export async function withClient<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName });
  client.on('error', () => undefined);
  await client.connect();
  return act(client).finally(() => client.end());
}

const quoted = ({ schema, table }: TableName): string => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;

/** Copies a database as it stands at one moment, while others write. */
export async function copyDatabase(url: string, name: string, dir: string): Promise<DatabaseCopy> {
  return withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // As `openedBy` reads it, whatever the server's setting.
    await client.query(`SET bytea_output = 'hex'`);
    const { before, after, tables: names } = await readSchema(client);
    const { rows: about } = await client.query<{ server: string }>(
      `SELECT current_setting('server_version') AS server`,
    );
    const tables: DatabaseCopy['tables'] = [];
    for (const each of names) {
      const rowsOut = client.query(copyTo(`COPY ${quoted(each)} TO STDOUT`));
      const path = join('databases', name, `${each.schema}.${each.table}.gz`);
      const part = await writePart(dir, path, rowsOut, createGzip({ level: 3 }));
      tables.push({ ...each, ...part, rows: rowsOut.rowCount });
    }
    // Not a part of the snapshot: they never stand behind what it holds.
    const { sequences } = await readSchema(client);
    await client.query('COMMIT');
    return {
      name,
      server: about[0]?.server ?? '',
      before: [...before],
      after: [...after],
      sequences: [...sequences],
      tables,
    };
  });
}

/** Names the schemas with tables in a database; undefined for an empty one. */
export async function whatLives(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT DISTINCT schemaname AS schema FROM pg_tables WHERE schemaname <> 'information_schema' AND schemaname !~ '^pg_' ORDER BY 1`,
  );
  return rows.length === 0 ? undefined : `the schemas ${rows.map(({ schema }) => schema).join(', ')}`;
}

/** Others that are connected to the database. */
export async function othersAtWork(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'ecou%'`,
  );
  return rowCount ?? 0;
}

/** Puts a copy into an empty database, or in the place of what stands there; all of it or nothing. */
export async function restoreDatabase(url: string, copy: DatabaseCopy, dir: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('BEGIN');
    await clear(client);
    await client.query('SET LOCAL check_function_bodies = off');
    await client.query(`SET search_path = ''`);
    for (const statement of copy.before) await make(client, statement);
    for (const table of copy.tables) await fill(client, dir, table);
    for (const statement of [...copy.after, ...copy.sequences]) await make(client, statement);
    await compare(client, copy);
    await begin(client);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  });
}

async function make(client: pg.Client, statement: string): Promise<void> {
  await client.query(statement).catch((error: unknown) => {
    throw new Error(`${(error as Error).message}, in: ${statement}`, { cause: error });
  });
}

async function clear(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT nspname AS schema FROM pg_namespace WHERE nspname NOT IN ('information_schema', 'public') AND nspname !~ '^pg_'`,
  );
  for (const { schema } of rows) await client.query(`DROP SCHEMA ${pg.escapeIdentifier(schema)} CASCADE`);
}

async function fill(client: pg.Client, dir: string, table: DatabaseCopy['tables'][number]): Promise<void> {
  const into = client.query(copyFrom(`COPY ${quoted(table)} FROM STDIN`));
  await pipeline(createReadStream(join(dir, table.path)), createGunzip(), into);
  if (into.rowCount !== table.rows)
    throw new Error(`${quoted(table)} got ${into.rowCount} rows, and the copy was made of ${table.rows}.`);
}

/** Throws where what was made is not what was copied. */
async function compare(client: pg.Client, copy: DatabaseCopy): Promise<void> {
  const { before, after } = await readSchema(client);
  const made = new Set([...before, ...after]);
  const missing = [...copy.before, ...copy.after].find((statement) => !made.has(statement));
  if (missing !== undefined) throw new Error(`The restored database is not like the one that was copied: ${missing}`);
}

/**
 * Says to a restored context what it cannot know: nobody holds its leases any more, and messages may be out that it has yet to give
 * sequences to (docs/adr/0076).
 */
async function begin(client: pg.Client): Promise<void> {
  const having = async (table: string) =>
    (
      await client.query<{ schema: string }>('SELECT schemaname AS schema FROM pg_tables WHERE tablename = $1', [table])
    ).rows.map(({ schema }) => pg.escapeIdentifier(schema));
  for (const schema of await having('checkpoints'))
    await client.query(`UPDATE ${schema}.checkpoints SET lease_until = NULL, owner = NULL`);
  for (const schema of await having('outbox_incarnations')) await client.query(afterRestore(schema));
}
