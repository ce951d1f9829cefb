import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { attachments, folder, type Place, type Places } from './files.ts';
import { withClient } from './database.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface DatabaseAt {
  readonly name: string;
  readonly url: string;
}

/** The data of a deployment, and its places. */
export interface Kept {
  readonly databases: readonly DatabaseAt[];
  readonly places: Places;
  readonly secret: string;
  /** Makes a database that is not there yet; answers its address. */
  readonly make: (name: string) => Promise<string>;
  /** Keeps another secret in the place of the one that was drawn; false where the environment names it. */
  readonly keepSecret: (secret: string) => boolean;
  /** Nothing is loaded by a first start any more. */
  readonly settle: () => void;
  readonly end: () => Promise<void>;
}

const root = join(import.meta.dirname, '../..');

/**
 * Finds what the environment names, as it does for `npm start`: the databases of `DATABASE_URL` and `IDENTITY_DATABASE_URL`, or all those of the
 * embedded PostgreSQL. That is started where it does not run. `alone`: nobody else may run it.
 */
export async function findKept(env: Environment, alone: boolean): Promise<Kept> {
  const { openFileStore, readConfig } = await import('@ecou/runtime');
  const { DATABASE_URL: named, ECOU_MAIL_DIR: mailDir } = env;
  const config = readConfig({
    ...env,
    DATABASE_URL: named || 'postgres://127.0.0.1/ecou',
    ECOU_SECRET: env['ECOU_SECRET'] ?? 'x'.repeat(32),
  });
  const { databaseUrl, identityDatabaseUrl, files } = config;
  const dataDir = resolve(root, config.dataDir);
  const filesIn = async (dir: string): Promise<Place> => {
    if (files.kind === 's3') return attachments(await openFileStore(files), `The bucket ${files.bucket}`);
    const own = env['ECOU_FILES_DIR'] ?? join(dir, 'files');
    return attachments(await openFileStore({ kind: 'directory', dir: own }), own);
  };
  /** A place that the environment names is that of all who run here. */
  const placesIn = async (dir: string, prefix = ''): Promise<readonly (readonly [string, Place])[]> => [
    ...(prefix && (files.kind === 's3' || env['ECOU_FILES_DIR'])
      ? []
      : [[`${prefix}files`, await filesIn(dir)] as const]),
    ...(prefix && mailDir ? [] : [[`${prefix}mail`, folder(mailDir ?? join(dir, 'mail'))] as const]),
  ];
  if (!named) return embedded(dataDir, { env, alone, placesIn });
  if (env['ECOU_SECRET'] === undefined)
    throw new Error('ECOU_SECRET is missing: without it no link of the copy opens.');
  const urls = [...new Set([databaseUrl, identityDatabaseUrl])];
  return {
    databases: urls.map((url) => ({ name: new URL(url).pathname.slice(1), url })),
    places: new Map(await placesIn(dataDir)),
    secret: config.secret,
    make: (name) =>
      Promise.reject(
        new Error(`The copy holds the database ${name}: name one by DATABASE_URL or IDENTITY_DATABASE_URL.`),
      ),
    keepSecret: () => false,
    settle: () => undefined,
    end: () => Promise.resolve(),
  };
}

interface EmbeddedOptions {
  readonly env: Environment;
  readonly alone: boolean;
  readonly placesIn: (dir: string, prefix?: string) => Promise<readonly (readonly [string, Place])[]>;
}

async function embedded(dir: string, { env, alone, placesIn }: EmbeddedOptions): Promise<Kept> {
  const { findEmbeddedPostgres, holdsEmbeddedData, keepSecret, startEmbeddedPostgres } =
    await import('@ecou/platform/embedded-postgres');
  if (!alone && !holdsEmbeddedData(dir))
    throw new Error(`There is no data in ${dir}. Set ECOU_DATA_DIR or DATABASE_URL.`);
  const running = alone ? undefined : await findEmbeddedPostgres(dir);
  const started = running ? undefined : await startEmbeddedPostgres({ dir, databases: [] });
  const postgres = running ?? started;
  if (!postgres) throw new Error('There is no embedded PostgreSQL.');
  const ask = (statement: string) =>
    withClient(postgres.url('postgres'), async (client) => (await client.query<{ name: string }>(statement)).rows);
  const rows = await ask(
    `SELECT datname AS name FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1`,
  );
  const { dataDir } = postgres;
  return {
    databases: rows.map(({ name }) => ({ name, url: postgres.url(name) })),
    places: new Map([
      ...(await placesIn(dataDir)),
      // Those of `npm run services`.
      ...(await placesIn(join(dataDir, 'services'), 'services-')),
    ]),
    secret: env['ECOU_SECRET'] ?? postgres.secret,
    make: async (name) => {
      await ask(`CREATE DATABASE "${name.replaceAll('"', '""')}"`);
      return postgres.url(name);
    },
    keepSecret: (secret) => {
      if (env['ECOU_SECRET'] !== undefined) return false;
      keepSecret(dataDir, secret);
      return true;
    },
    settle: () => {
      for (const marker of ['first-start-done', 'services-first-start-done']) writeFileSync(join(dataDir, marker), '');
    },
    end: async () => {
      await started?.stop();
    },
  };
}

/** The databases that keep keys and the secret of the deployment; one, unless services share no identity. */
export async function identitiesOf(kept: Kept): Promise<readonly DatabaseAt[]> {
  const found = await databasesWith('identity.secrets', kept);
  if (found.length === 0) throw new Error('No database keeps a secret: start this build of Ecou once.');
  return found;
}

/** Databases and files whose values are under the keys of one database. */
export interface KeyedPart {
  readonly identity: DatabaseAt;
  readonly databases: readonly DatabaseAt[];
  readonly places: Places;
}

/** Everything, by the database that keeps its keys: one for all, or, of the embedded PostgreSQL, one of `npm start` and one of `npm run services`. */
export async function keyedParts(kept: Kept): Promise<readonly KeyedPart[]> {
  const { databases, places } = kept;
  const identities = await identitiesOf(kept);
  const [only, ...more] = identities;
  if (only && more.length === 0) return [{ identity: only, databases, places }];
  const unnamed = ['files', 'mail'].find((place) => !places.has(`services-${place}`));
  if (unnamed)
    throw new Error(`npm start and npm run services share their ${unnamed}: no keys are those of all files.`);
  return identities.map((identity) => {
    const isOfServices = identity.name.startsWith('ecou_');
    return {
      identity,
      databases: databases.filter(({ name }) => name.startsWith('ecou_') === isOfServices),
      places: new Map([...places].filter(([place]) => place.startsWith('services-') === isOfServices)),
    };
  });
}

/** The databases that have a table. */
export async function databasesWith(table: string, { databases }: Kept): Promise<readonly DatabaseAt[]> {
  const found: DatabaseAt[] = [];
  for (const database of databases) {
    const isThere = await withClient(database.url, async (client) => {
      const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
      return rows[0]?.there === true;
    });
    if (isThere) found.push(database);
  }
  return found;
}
