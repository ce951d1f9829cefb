import { columnTypes, createPool, Encryption, Vault } from '@ecou/event-sourcing';
import pg from 'pg';
import { subjectKeysIn } from '../boot/open-vault.js';
import { withDeploymentSecret } from '../boot/deployment-secret.js';
import { readConfig } from '../config/config.js';
import { migrationLock } from '../context/migrations.js';
import { FileEncryption } from '../files/file-encryption.js';
import { EventCopies } from './events.js';
import { type PlainRows, StoredSchema } from './plain.js';
import { RowCopies } from './rows.js';

export { isEncryptedFile } from '../files/file-encryption.js';
export type { PlainRows } from './plain.js';

/** The outcome in one schema. */
export interface Converted {
  readonly schema: string;
  /** The number of events whose values are encrypted now. */
  readonly events: number;
  /** Tables with rows that were written anew. */
  readonly tables: readonly string[];
  /** Views that the next start builds. */
  readonly views: readonly string[];
}

/** A partition of a topic, and the offset before which records hold values as they were. */
export interface PlainRecords {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A deployment, by the database that keeps its keys and by what opens its secret. */
export interface Deployment {
  readonly identityUrl: string;
  readonly secret: string;
}

/** Encrypts what was stored before values were encrypted, database by database. Nobody else may be at work in them. */
export class Conversion {
  private constructor(
    readonly encryption: Encryption,
    private readonly vault: Vault,
    /** Encrypts files that are not. */
    readonly files: FileEncryption,
  ) {}

  /** With the keys of a deployment. Throws `BootError` where it is not opened, and where values are to be stored as they are. */
  static async with<T>(
    env: Readonly<Record<string, string | undefined>>,
    { identityUrl, secret: opener }: Deployment,
    use: (conversion: Conversion) => Promise<T>,
  ): Promise<T> {
    const secret = await withDeploymentSecret(identityUrl, (deployment) => deployment.open(opener));
    const { encryption: settings } = readConfig({ ...env, DATABASE_URL: identityUrl, ECOU_SECRET: secret });
    if (!settings.isOn) throw new Error('ECOU_ENCRYPTION is off: what is written next would not be encrypted.');
    const pool = createPool(identityUrl, { max: 1, applicationName: 'ecou encrypt' });
    try {
      const keys = subjectKeysIn(pool, { encryption: settings, secret });
      const encryption = new Encryption(keys);
      return await use(new Conversion(encryption, new Vault({ encryption }), new FileEncryption(keys)));
    } finally {
      await pool.end();
    }
  }

  /** Encrypts what stands in a database, schema by schema. Whoever was killed in between runs it again. Throws where Ecou is at work there. */
  convert(url: string, done: (converted: Converted) => void): Promise<void> {
    return withClient(url, async (client) => {
      // Processes that start wait here, before they migrate.
      await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [migrationLock]);
      const { rowCount } = await client.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name ~ '^ecou (?!encrypt|migrations)'`,
      );
      if (rowCount) throw new Error(`Ecou runs on the database ${new URL(url).pathname.slice(1)}: stop it first.`);
      for (const schema of await StoredSchema.allIn(client)) {
        const rows = new RowCopies(schema, this.encryption, this.vault);
        const events = await new EventCopies(schema, this.encryption, this.vault).convert();
        const views = await rows.dropViews();
        done({ schema: schema.name, events, views, tables: await rows.convert() });
      }
    });
  }
}

/** Everything in a database that holds values as they are. Changes nothing, and others may be at work. */
export const findPlain = (url: string): Promise<readonly PlainRows[]> =>
  withClient(url, async (client) => {
    const found: PlainRows[] = [];
    for (const schema of await StoredSchema.allIn(client)) found.push(...(await schema.survey()));
    return found;
  });

/** Schemas that keep events of a database as they stood before. */
export const findKeptPlain = (url: string): Promise<readonly string[]> =>
  withClient(url, async (client) => {
    const schemas = (await StoredSchema.allIn(client)).map(({ kept }) => kept);
    const { rows } = await client.query<{ name: string }>(
      'SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY ($1::text[]) ORDER BY 1',
      [schemas],
    );
    return rows.map(({ name }) => name);
  });

/** Drops them. Answers their names. */
export const dropKeptPlain = async (url: string): Promise<readonly string[]> => {
  const names = await findKeptPlain(url);
  await withClient(url, async (client) => {
    for (const name of names) await client.query(`DROP SCHEMA ${name} CASCADE`);
  });
  return names;
};

/** The records on Kafka that were published until now by a database, in topics that hold personal values. */
export const publishedRecords = (url: string): Promise<readonly PlainRecords[]> =>
  withClient(url, async (client) => {
    const found: PlainRecords[] = [];
    for (const { name } of await StoredSchema.allIn(client)) {
      const { rows } = await client.query<PlainRecords>(
        `SELECT topic, partition, next AS offset FROM ${name}.published_heads WHERE topic LIKE '%.internal' AND next > 0 ORDER BY 1, 2`,
      );
      found.push(...rows);
    }
    return found;
  });

/** A connection without bounds of time. */
async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'ecou encrypt', types: columnTypes });
  client.on('error', () => undefined);
  await client.connect();
  return use(client).finally(() => client.end());
}
