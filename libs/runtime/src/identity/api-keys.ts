import { Invalid, Rejected, Unknown } from '@ecou/event-sourcing';
import { hash, randomBytes, randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { Caller, roles as knownRoles, rolesOfDepartments, type PermissionTable, type Role } from './permissions.js';

/** The schema of identity's tables. */
export const identitySchema = 'identity';

/** A key as operators see it; the key itself is shown once, when it is made. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Id of an officer of the directory. */
  readonly officer: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt: string | null;
  /** From then on it opens nothing; `null` for one that does not expire. */
  readonly expiresAt: string | null;
  /** Up to a minute late where another process took it; `null` for one that nobody used yet. */
  readonly lastUsedAt: string | null;
}

export interface NewKey {
  readonly id: string;
  readonly key: string;
}

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly officer: string | null;
  readonly created_at: Date | string;
  readonly created_by: string;
  readonly revoked_at: Date | string | null;
  readonly expires_at: Date | string | null;
  readonly last_used_at: Date | string | null;
}

/** A key to be rotated. */
export interface KeyRotation {
  /** ISO 8601: the key before opens the same until then. */
  readonly olderUntil: string;
  /** ISO 8601, or `null`: never; as before where it is left out. */
  readonly expiresAt?: string | null | undefined;
}

/** A key to be made. */
export interface KeyOrder {
  /** Purpose of the key, or its holder. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Id of the officer of the directory in whose name it acts; roles of departments need one. */
  readonly officer?: string | null;
  /** The actor who makes it. */
  readonly by: string;
  /** ISO 8601; it never expires without it. */
  readonly expiresAt?: string | null;
}

/** The time that a key may still be taken after another process revoked it. */
const cacheMs = 10_000;
const cacheSize = 10_000;

/** The time after which a use is written down. */
const noteMs = 60_000;

const makeKey = (): string => `ecou_${randomBytes(32).toString('base64url')}`;
const form = /^ecou_[A-Za-z0-9_-]{43}$/;
const hashOf = (key: string): string => hash('sha256', key, 'hex');

const isoOf = (time: Date | string): string => new Date(time).toISOString();
const perhaps = (time: Date | string | null): string | null => (time === null ? null : isoOf(time));

const keyOf = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  roles: row.roles,
  officer: row.officer,
  createdAt: isoOf(row.created_at),
  createdBy: row.created_by,
  revokedAt: perhaps(row.revoked_at),
  expiresAt: perhaps(row.expires_at),
  lastUsedAt: perhaps(row.last_used_at),
});

/** The key behind a text that was sent, and its caller; nothing for one that opens nothing. */
interface Found {
  readonly id?: string;
  readonly caller?: Caller;
}

/** API keys with roles, in the schema `identity`. */
export class ApiKeys {
  private readonly cache = new Map<string, Found & { readonly until: number }>();
  /** The last use of keys since it was last written down, by their ids. */
  private used = new Map<string, Date>();
  private readonly noting: NodeJS.Timeout;
  /** Keys that only this process knows. */
  private readonly ephemeral = new Map<string, Caller>();

  constructor(
    private readonly pool: Pool,
    /** Permissions of roles in the process; none for one that only makes keys. */
    private readonly permissions: PermissionTable = {},
  ) {
    this.noting = setInterval(() => void this.noteUses().catch(() => undefined), noteMs).unref();
  }

  /** Writes down what was used, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.noting);
    await this.noteUses();
  }

  /** A key of this process, in memory only, which ends with it: for its own loader. */
  makeEphemeral(actor = 'system', roles: readonly Role[] = ['administrator'], officer: string | null = null): string {
    const key = makeKey();
    this.ephemeral.set(hashOf(key), new Caller(actor, roles, this.permissions, officer));
    return key;
  }

  /** The caller with this key; `undefined` for one that is unknown, revoked or expired. Notes that it was used. */
  async find(key: string): Promise<Caller | undefined> {
    if (!form.test(key)) return undefined;
    const name = hashOf(key);
    const own = this.ephemeral.get(name);
    if (own) return own;
    const { id, caller } = await this.look(name);
    if (id !== undefined) this.used.set(id, new Date());
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
        officer: null,
        by: 'system',
        expiresAt: null,
      });
      return true;
    });
    return made ? key : undefined;
  }

  /** Makes a key and answers it, once. Throws `Invalid` at `officer` where a role needs one. */
  async create({ name, roles, officer = null, by, expiresAt = null }: KeyOrder): Promise<NewKey> {
    requireOfficer({ roles, officer });
    const made = { id: randomUUID(), key: makeKey() };
    await insert(this.pool, { ...made, name, roles, officer, by, expiresAt });
    return made;
  }

  /** Keys, the newest first; those that follow the key `after`, where it is given. */
  async list({ limit, after = null }: { limit: number; after?: string | undefined | null }): Promise<ApiKey[]> {
    await this.noteUses();
    const { rows } = await this.pool.query<KeyRow>(
      `SELECT id, name, roles, officer, created_at, created_by, revoked_at, expires_at, last_used_at FROM ${identitySchema}.keys
       WHERE $1::uuid IS NULL OR (created_at, id) < (SELECT created_at, id FROM ${identitySchema}.keys WHERE id = $1)
       ORDER BY created_at DESC, id DESC LIMIT $2`,
      [after, limit],
    );
    return rows.map(keyOf);
  }

  /** The names of keys, by their ids, of those that there are or were. */
  async namesOf(ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
    if (ids.length === 0) return {};
    const { rows } = await this.pool.query<Pick<KeyRow, 'id' | 'name'>>(
      `SELECT id, name FROM ${identitySchema}.keys WHERE id::text = ANY ($1)`,
      [ids],
    );
    return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
  }

  /** Ends a key; a repeat changes nothing. Throws `Unknown`, and `Rejected` for the last administrator's that does not expire. */
  async revoke(id: string): Promise<void> {
    await this.locked(async (client) => {
      const { rows } = await client.query<KeyRow>(
        `SELECT * FROM ${identitySchema}.keys WHERE revoked_at IS NULL OR id = $1`,
        [id],
      );
      const key = rows.find((row) => row.id === id);
      if (!key) throw new Unknown('KEY_UNKNOWN', 'There is no such key.');
      if (key.revoked_at !== null) return;
      const administrators = rows.filter(
        (row) => row.revoked_at === null && row.expires_at === null && row.roles.includes('administrator'),
      );
      if (administrators.length === 1 && administrators[0]?.id === id) {
        throw new Rejected(
          'LAST_ADMINISTRATOR',
          'This is the last key of an administrator that does not expire. Make another one first.',
        );
      }
      await client.query(`UPDATE ${identitySchema}.keys SET revoked_at = now() WHERE id = $1`, [id]);
    });
    this.cache.clear();
  }

  /**
   * Makes a new key under the same id, and answers it, once; the one before opens the same for a while. Throws `Unknown`; `Rejected` where the key opens
   * nothing any more, or the one before still does.
   */
  async rotate(id: string, { olderUntil, expiresAt }: KeyRotation): Promise<NewKey> {
    const key = makeKey();
    await this.locked(async (client) => {
      const { rows } = await client.query<{ is_over: boolean; is_rotating: boolean }>(
        `SELECT revoked_at IS NOT NULL OR coalesce(expires_at <= now(), false) AS is_over,
                coalesce(older_until > now(), false) AS is_rotating FROM ${identitySchema}.keys WHERE id = $1`,
        [id],
      );
      const [row] = rows;
      if (!row) throw new Unknown('KEY_UNKNOWN', 'There is no such key.');
      if (row.is_over) throw new Rejected('KEY_OVER', 'This key was revoked, or has expired: make another one.');
      if (row.is_rotating)
        throw new Rejected('KEY_ROTATED', 'Two keys are valid already: wait until the older one has ended.');
      await client.query(
        `UPDATE ${identitySchema}.keys SET hash = decode($2, 'hex'), older_hash = hash, older_until = $3,
                expires_at = CASE WHEN $4 THEN $5::timestamptz ELSE expires_at END WHERE id = $1`,
        [id, hashOf(key), olderUntil, expiresAt !== undefined, expiresAt ?? null],
      );
    });
    this.cache.clear();
    return { id, key };
  }

  /** As it was read some seconds ago, or now. */
  private async look(hexHash: string): Promise<Found> {
    const cached = this.cache.get(hexHash);
    if (cached && cached.until > performance.now()) return cached;
    const { leftMs, ...found } = await this.read(hexHash);
    if (this.cache.size >= cacheSize) this.cache.clear();
    this.cache.set(hexHash, { ...found, until: performance.now() + Math.min(cacheMs, leftMs) });
    return found;
  }

  private async read(hexHash: string): Promise<Found & { readonly leftMs: number }> {
    const { rows } = await this.pool.query<Pick<KeyRow, 'id' | 'roles' | 'officer'> & { left_ms: number | null }>(
      `SELECT id, roles, officer, extract(epoch FROM
                least(expires_at, CASE WHEN older_hash = decode($1, 'hex') THEN older_until END) - now())::float8 * 1000 AS left_ms
       FROM ${identitySchema}.keys
       WHERE (hash = decode($1, 'hex') OR (older_hash = decode($1, 'hex') AND older_until > now()))
         AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
      [hexHash],
    );
    const [row] = rows;
    if (!row) return { leftMs: Infinity };
    const known = row.roles.filter((role) => knownRoles.includes(role));
    return {
      id: row.id,
      caller: new Caller(
        row.officer === null ? `key:${row.id}` : `officer:${row.officer}`,
        known,
        this.permissions,
        row.officer,
      ),
      leftMs: row.left_ms ?? Infinity,
    };
  }

  /** Writes down the uses since the last time, in one statement. What cannot be written is kept for the next time. */
  private async noteUses(): Promise<void> {
    const { used } = this;
    if (used.size === 0) return;
    this.used = new Map();
    try {
      await this.pool.query(
        `UPDATE ${identitySchema}.keys AS k SET last_used_at = greatest(k.last_used_at, u.at)
         FROM unnest($1::uuid[], $2::timestamptz[]) AS u (id, at) WHERE k.id = u.id`,
        [[...used.keys()], [...used.values()]],
      );
    } catch (error) {
      this.used = new Map([...used, ...this.used]);
      throw error;
    }
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

/** Throws `Invalid` at `officer` where a role needs one and none is named. */
export function requireOfficer({ roles, officer }: Pick<KeyOrder, 'roles' | 'officer'>): void {
  if (officer === null && roles.some((role) => rolesOfDepartments.includes(role)))
    throw new Invalid('OFFICER_MISSING', 'Name the officer of the directory whose key it is.', ['officer']);
}

type KeyToInsert = NewKey & Required<KeyOrder>;

const insert = (client: Pick<Pool, 'query'>, { id, key, name, roles, officer, by, expiresAt }: KeyToInsert) =>
  client.query(
    `INSERT INTO ${identitySchema}.keys (id, name, hash, roles, officer, created_by, expires_at)
     VALUES ($1, $2, decode($3, 'hex'), $4, $5, $6, $7)`,
    [id, name, hashOf(key), roles, officer, by, expiresAt],
  );
