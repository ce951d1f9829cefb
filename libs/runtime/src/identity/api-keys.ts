import { Rejected, Unknown } from '@ecou/event-sourcing';
import { hash, randomBytes, randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { Caller, roles as knownRoles, type PermissionTable, type Role } from './permissions.js';

/** The schema of identity's tables. */
export const identitySchema = 'identity';

/** A key as operators see it; the key itself is shown once, when it is made. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** ISO 8601. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt: string | null;
}

export interface NewKey {
  readonly id: string;
  readonly key: string;
}

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly created_at: Date | string;
  readonly created_by: string;
  readonly revoked_at: Date | string | null;
}

/** The time that a key may still be taken after another process revoked it. */
const cacheMs = 10_000;
const cacheSize = 10_000;

const makeKey = (): string => `ecou_${randomBytes(32).toString('base64url')}`;
const form = /^ecou_[A-Za-z0-9_-]{43}$/;
const hashOf = (key: string): string => hash('sha256', key, 'hex');

const isoOf = (time: Date | string): string => new Date(time).toISOString();

const keyOf = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  roles: row.roles,
  createdAt: isoOf(row.created_at),
  createdBy: row.created_by,
  revokedAt: row.revoked_at === null ? null : isoOf(row.revoked_at),
});

/** API keys with roles, in the schema `identity`. */
export class ApiKeys {
  private readonly cache = new Map<string, { readonly caller: Caller | undefined; readonly until: number }>();
  /** Keys that only this process knows. */
  private readonly ephemeral = new Map<string, Caller>();

  constructor(
    private readonly pool: Pool,
    /** Permissions of roles in the process; none for one that only makes keys. */
    private readonly permissions: PermissionTable = {},
  ) {}

  /** A key of this process, in memory only, which ends with it: for its own loader. */
  makeEphemeral(actor = 'system', roles: readonly Role[] = ['administrator']): string {
    const key = makeKey();
    this.ephemeral.set(hashOf(key), new Caller(actor, roles, this.permissions));
    return key;
  }

  /** Whose key it is; `undefined` for one that is unknown or revoked. */
  async find(key: string): Promise<Caller | undefined> {
    if (!form.test(key)) return undefined;
    const name = hashOf(key);
    const own = this.ephemeral.get(name);
    if (own) return own;
    const cached = this.cache.get(name);
    if (cached && cached.until > performance.now()) return cached.caller;
    const caller = await this.read(name);
    if (this.cache.size >= cacheSize) this.cache.clear();
    this.cache.set(name, { caller, until: performance.now() + cacheMs });
    return caller;
  }

  /** The first administrator's key, made once for a deployment; `undefined` where any key was made before. */
  async makeFirst(): Promise<string | undefined> {
    const key = makeKey();
    const made = await this.locked(async (client) => {
      const { rowCount } = await client.query(`SELECT 1 FROM ${identitySchema}.keys LIMIT 1`);
      if (rowCount !== 0) return false;
      await insert(client, {
        id: randomUUID(),
        key,
        name: 'first administrator',
        roles: ['administrator'],
        by: 'system',
      });
      return true;
    });
    return made ? key : undefined;
  }

  /** Makes a key and answers it, once. */
  async create(name: string, roles: readonly Role[], by: string): Promise<NewKey> {
    const made = { id: randomUUID(), key: makeKey() };
    await insert(this.pool, { ...made, name, roles, by });
    return made;
  }

  /** Keys, the newest first; those that follow the key `after`, where it is given. */
  async list({ limit, after = null }: { limit: number; after?: string | undefined | null }): Promise<ApiKey[]> {
    const { rows } = await this.pool.query<KeyRow>(
      `SELECT id, name, roles, created_at, created_by, revoked_at FROM ${identitySchema}.keys
       WHERE $1::uuid IS NULL OR (created_at, id) < (SELECT created_at, id FROM ${identitySchema}.keys WHERE id = $1)
       ORDER BY created_at DESC, id DESC LIMIT $2`,
      [after, limit],
    );
    return rows.map(keyOf);
  }

  /** Ends a key; a repeat changes nothing. Throws `Unknown`, and `Rejected` for the last administrator's. */
  async revoke(id: string): Promise<void> {
    await this.locked(async (client) => {
      const { rows } = await client.query<KeyRow>(
        `SELECT * FROM ${identitySchema}.keys WHERE revoked_at IS NULL OR id = $1`,
        [id],
      );
      const key = rows.find((row) => row.id === id);
      if (!key) throw new Unknown('KEY_UNKNOWN', 'There is no such key.');
      if (key.revoked_at !== null) return;
      const administrators = rows.filter((row) => row.revoked_at === null && row.roles.includes('administrator'));
      if (administrators.length === 1 && administrators[0]?.id === id) {
        throw new Rejected('LAST_ADMINISTRATOR', 'This is the last key of an administrator. Make another one first.');
      }
      await client.query(`UPDATE ${identitySchema}.keys SET revoked_at = now() WHERE id = $1`, [id]);
    });
    this.cache.clear();
  }

  private async read(hexHash: string): Promise<Caller | undefined> {
    const { rows } = await this.pool.query<KeyRow>(
      `SELECT id, roles FROM ${identitySchema}.keys WHERE hash = decode($1, 'hex') AND revoked_at IS NULL`,
      [hexHash],
    );
    const [row] = rows;
    return (
      row &&
      new Caller(
        `key:${row.id}`,
        row.roles.filter((role) => knownRoles.includes(role)),
        this.permissions,
      )
    );
  }

  /** Runs alone among all processes, in one transaction. */
  private async locked<T>(run: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`LOCK TABLE ${identitySchema}.keys IN EXCLUSIVE MODE`);
      const result = await run(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}

interface KeyToInsert extends NewKey {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly by: string;
}

const insert = (client: Pick<Pool, 'query'>, { id, key, name, roles, by }: KeyToInsert) =>
  client.query(
    `INSERT INTO ${identitySchema}.keys (id, name, hash, roles, created_by) VALUES ($1, $2, decode($3, 'hex'), $4, $5)`,
    [id, name, hashOf(key), roles, by],
  );
