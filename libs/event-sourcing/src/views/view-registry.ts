import type pg from 'pg';
import { Fenced, type Lease } from '../postgres/leases.js';
import { transaction } from '../postgres/pool.js';
import { sameFold, type FoldHashes } from './fold.js';
import { indexDdl, relationOf, tableDdl, tableHash, type View } from './view.js';
import { isLocked, ViewTable } from './view-table.js';

/** A table of a build's own version and fold. */
export interface Generation {
  readonly epoch: number;
  readonly generation: number;
  readonly state: 'building' | 'live';
  position: number;
  readonly folds: FoldHashes | null;
}

/** A table of any version that is built or read. */
export interface UsedTable extends Generation {
  readonly name: string;
  readonly version: number;
}

/** The position up to which a version of a view can be read. */
export type LiveVersion = Pick<UsedTable, 'name' | 'version' | 'position'>;

/** A table of a view, retired ones too. */
interface Table {
  readonly version: number;
  readonly generation: number;
  readonly state: 'building' | 'live' | 'retired';
  readonly definition_hash: string;
  /** `null`: made by a build that knew no folds. */
  readonly folds: FoldHashes | null;
}

/** The live table is further than the one that was to take its place. */
class Behind extends Error {}

/** True where an SQL view has columns that the one in its place has not (`invalid_table_definition`). */
const hasOtherColumns = (error: unknown): boolean => (error as { code?: string }).code === '42P16';

/** The tables of views, as the table `views` of a store lists them; the names under which they are read. */
export class ViewRegistry {
  constructor(
    private readonly pool: pg.Pool,
    private readonly schema: string,
  ) {}

  /** Makes the missing tables, and notes folds. Throws where columns or indexes were changed without a new version. */
  async declare(views: readonly View[]): Promise<void> {
    await this.locked(async (client) => {
      for (const view of views) await this.declareOne(client, view);
    });
  }

  /** Makes a table to be built beside the one that is read, unless there is one. */
  async rebuild(view: View): Promise<void> {
    await this.locked(async (client) => {
      const { own, next } = await this.tablesOf(client, view);
      if (!own.some(({ state }) => state === 'building')) await this.create(client, view, next, 'building');
    });
  }

  /** Makes a table where the version has none any more: somebody took it for one that nobody uses. */
  async restore(view: View): Promise<void> {
    await this.locked(async (client) => {
      const { same, next } = await this.tablesOf(client, view);
      if (same.length === 0) await this.create(client, view, next, 'building');
    });
  }

  /** The tables of all views that are built or read. */
  async used(): Promise<UsedTable[]> {
    const { rows } = await this.pool.query<UsedTable>(
      `SELECT name, version, epoch, generation, state, position, folds FROM ${this.schema}.views WHERE state <> 'retired'`,
    );
    return rows;
  }

  /** The versions of all views that can be read. */
  async live(): Promise<LiveVersion[]> {
    const { rows } = await this.pool.query<LiveVersion>({
      name: `live-views/${this.schema}`,
      text: `SELECT name, version, position FROM ${this.schema}.views WHERE state = 'live'`,
    });
    return rows;
  }

  /**
   * The tables of this version and of this build's fold, under the epoch of a lease. Writes only where one is new to it, and ends who wrote one
   * that is built until then: a process that froze keeps its locks.
   */
  async claim(view: View, epoch: number): Promise<Generation[]> {
    const known = await this.generations(view);
    if (known.every((each) => each.epoch >= epoch)) return known.filter((each) => each.epoch === epoch);
    for (const { state, generation } of known)
      if (state === 'building') await this.tableOf(view, generation).endWriters();
    await this.pool.query(
      `UPDATE ${this.schema}.views SET epoch = $3 WHERE name = $1 AND version = $2 AND epoch < $3 AND state <> 'retired'`,
      [view.name, view.version, epoch],
    );
    return (await this.generations(view)).filter((each) => each.epoch === epoch);
  }

  /** A table that another fold made is left alone: this one may not understand its rows. */
  private async generations(view: View): Promise<Generation[]> {
    const { rows } = await this.pool.query<Generation>(
      `SELECT epoch, generation, state, position, folds FROM ${this.schema}.views WHERE name = $1 AND version = $2 AND state <> 'retired'`,
      [view.name, view.version],
    );
    return rows.filter(({ folds }) => sameFold(folds, view.fold?.events));
  }

  /**
   * Makes a built table the one that is read of its version, in one transaction. False where the table in its place has moved on since,
   * or is being read: the build must go on. Throws `Fenced`.
   */
  switchTo(view: View, building: Generation, { consumer, epoch }: Pick<Lease, 'consumer' | 'epoch'>): Promise<boolean> {
    return transaction(this.pool, async (client) => {
      // Whoever reads for long holds the name; those who come after must not queue behind the switch.
      await client.query(`SET LOCAL lock_timeout = '100ms'`);
      const { rows: old } = await client.query<{ position: number }>(
        `UPDATE ${this.schema}.views SET state = 'retired' WHERE name = $1 AND version = $2 AND state = 'live' RETURNING position`,
        [view.name, view.version],
      );
      const { rowCount } = await client.query(
        `UPDATE ${this.schema}.views SET state = 'live', switched_at = now()
         WHERE name = $1 AND version = $2 AND generation = $3 AND epoch = $4 AND state = 'building'`,
        [view.name, view.version, building.generation, epoch],
      );
      if (rowCount !== 1) throw new Fenced(consumer);
      if (old.some(({ position }) => position > building.position)) throw new Behind();
      await this.expose(client, this.tableOf(view, building.generation));
      return true;
    }).catch((error: unknown) => {
      if (error instanceof Behind || isLocked(error)) return false;
      throw error;
    });
  }

  /** Lets a live table be read under the name of its version, where a build that knew no such names switched to it. */
  async ensureExposed(view: View, live: Generation): Promise<void> {
    await this.patiently((client) => this.expose(client, this.tableOf(view, live.generation)));
  }

  /** Lets the name of a view show its newest live version. False where somebody reads it for long. */
  async showNewest({ name }: View): Promise<boolean> {
    return (await this.patiently((client) => this.show(client, name).then(() => true))) ?? false;
  }

  /**
   * Drops the tables that have been replaced, also those that a process left which ended in between. One that somebody still reads is
   * left for the next time: the live table must not wait for it.
   */
  async cleanUp({ name, version: own }: View): Promise<void> {
    const { rows } = await this.pool.query<{ version: number; generation: number }>(
      `SELECT version, generation FROM ${this.schema}.views v WHERE name = $1 AND (state = 'retired' OR (version = $2 AND state = 'building'
         AND generation < (SELECT generation FROM ${this.schema}.views WHERE name = $1 AND version = $2 AND state = 'live')))`,
      [name, own],
    );
    for (const { version, generation } of rows) {
      await this.patiently(async (client) => {
        await client.query(`DROP TABLE IF EXISTS ${this.schema}.${relationOf({ name, version })}_${generation}`);
        await client.query(`DELETE FROM ${this.schema}.views WHERE name = $1 AND version = $2 AND generation = $3`, [
          name,
          version,
          generation,
        ]);
      });
    }
  }

  /** Marks of the leases on the other versions of a view. That of a version in use changes again and again, as it is renewed or taken. */
  async otherVersions({ name, version: own }: View): Promise<ReadonlyMap<number, string>> {
    const { rows } = await this.pool.query<{ version: number; mark: string }>(
      `SELECT DISTINCT v.version, concat(c.epoch, '/', c.lease_until) AS mark FROM ${this.schema}.views v
         LEFT JOIN ${this.schema}.checkpoints c ON c.consumer = 'view:' || v.name || ':v' || v.version
       WHERE v.name = $1 AND v.version <> $2 AND v.state <> 'retired'`,
      [name, own],
    );
    return new Map(rows.map(({ version, mark }) => [version, mark]));
  }

  /** Drops all of a version that nobody uses; its name, too. A table that somebody still reads is left for the next time. */
  async dropVersion(view: View, version: number): Promise<void> {
    const { schema } = this;
    const { name } = view;
    await this.patiently(async (client) => {
      await this.lock(client);
      const { rows } = await client.query<{ generation: number }>(
        `DELETE FROM ${schema}.views WHERE name = $1 AND version = $2 RETURNING generation`,
        [name, version],
      );
      await this.show(client, name);
      await client.query(`DROP VIEW IF EXISTS ${schema}.${relationOf({ name, version })}`);
      for (const { generation } of rows)
        await client.query(`DROP TABLE IF EXISTS ${schema}.${relationOf({ name, version })}_${generation}`);
    });
  }

  private tableOf(view: View, generation: number): ViewTable {
    return new ViewTable(this.pool, this.schema, view, generation);
  }

  /** Whoever declares, makes or drops versions does it alone. */
  private lock(client: pg.PoolClient): Promise<unknown> {
    return client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`views/${this.schema}`]);
  }

  private locked<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return transaction(this.pool, async (client) => {
      await this.lock(client);
      return work(client);
    });
  }

  /** Does it unless somebody else holds what it needs for more than a moment: nobody must queue behind it. */
  private async patiently<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T | undefined> {
    return transaction(this.pool, async (client) => {
      await client.query(`SET LOCAL lock_timeout = '200ms'`);
      return work(client);
    }).catch((error: unknown) => {
      if (!isLocked(error)) throw error;
      return undefined;
    });
  }

  private async declareOne(client: pg.PoolClient, view: View): Promise<void> {
    const { same, own, next } = await this.tablesOf(client, view);
    if (own.length === 0) {
      await this.create(client, view, next, same.length === 0 && (await this.isEmpty(client)) ? 'live' : 'building');
      return;
    }
    await this.noteFold(client, view, own);
    const live = own.find(({ state }) => state === 'live');
    if (live) await this.expose(client, this.tableOf(view, live.generation));
  }

  /** True where there is nothing to be folded yet. */
  private async isEmpty(client: pg.PoolClient): Promise<boolean> {
    const { rowCount } = await client.query(`SELECT FROM ${this.schema}.events LIMIT 1`);
    return rowCount === 0;
  }

  /** The tables of a view's version. Throws where one has other columns or indexes. */
  private async tablesOf(client: pg.PoolClient, view: View) {
    const { rows } = await client.query<Table>(
      `SELECT version, generation, state, definition_hash, folds FROM ${this.schema}.views WHERE name = $1 AND version = $2`,
      [view.name, view.version],
    );
    const same = rows.filter(({ state }) => state !== 'retired');
    if (same.some(({ definition_hash: hash }) => hash !== tableHash(view)))
      throw new Error(`The table of view ${view.name} was changed without a new version.`);
    return {
      /** Those that are built or read. */
      same,
      /** Those that this build's fold made, or may go on with. */
      own: same.filter(({ folds }) => sameFold(folds, view.fold?.events)),
      /** The next free generation of the version. */
      next: Math.max(0, ...rows.map(({ generation }) => generation)) + 1,
    };
  }

  /** Notes the fold of tables of a build that knew none, and the events that are new since. */
  private async noteFold(client: pg.PoolClient, { name, version, fold }: View, own: readonly Table[]): Promise<void> {
    if (!fold) return;
    await client.query(
      `UPDATE ${this.schema}.views SET folds = coalesce(folds, '{}') || $4
       WHERE name = $1 AND version = $2 AND generation = ANY ($3) AND NOT coalesce(folds, '{}') @> $4`,
      [name, version, own.map(({ generation }) => generation), fold.events],
    );
  }

  private async create(
    client: pg.PoolClient,
    view: View,
    generation: number,
    state: 'building' | 'live',
  ): Promise<void> {
    const { schema } = this;
    const table = this.tableOf(view, generation);
    await client.query(`DROP TABLE IF EXISTS ${table.name} CASCADE`);
    await client.query(tableDdl(view, schema, table.localName));
    await client.query(
      `INSERT INTO ${schema}.views (name, version, generation, definition_hash, folds, state) VALUES ($1, $2, $3, $4, $5, $6)`,
      [view.name, view.version, generation, tableHash(view), view.fold?.events ?? null, state],
    );
    // One that has events to catch up with gets its indexes once it is full, and is not read before.
    if (state === 'building') return;
    for (const statement of indexDdl(view, schema, table.localName)) await client.query(statement);
    await this.expose(client, table);
    await this.show(client, view.name);
  }

  /** Points the name of the version to its live table. */
  private expose(client: pg.PoolClient, table: ViewTable): Promise<void> {
    return this.point(client, relationOf(table.view), table.localName);
  }

  private async show(client: pg.PoolClient, name: string): Promise<void> {
    const { rows } = await client.query<{ version: number | null }>(
      `SELECT max(version) AS version FROM ${this.schema}.views WHERE name = $1 AND state = 'live'`,
      [name],
    );
    const version = rows[0]?.version ?? null;
    if (version === null) await client.query(`DROP VIEW IF EXISTS ${this.schema}.${name}`);
    // A version that only builds without such names have kept up has none.
    else if (await this.exists(client, relationOf({ name, version })))
      await this.point(client, name, relationOf({ name, version }));
  }

  private async exists(client: pg.PoolClient, relation: string): Promise<boolean> {
    const { rows } = await client.query<{ known: boolean }>('SELECT to_regclass($1) IS NOT NULL AS known', [
      `${this.schema}.${relation}`,
    ]);
    return rows[0]?.known === true;
  }

  /** Lets an SQL view show all of a relation. Rights that were granted on it stay where no column is gone. */
  private async point(client: pg.PoolClient, view: string, relation: string): Promise<void> {
    const [name, shown] = [`${this.schema}.${view}`, `${this.schema}.${relation}`];
    const { rowCount } = await client.query(
      `SELECT FROM pg_rewrite r JOIN pg_depend d ON d.objid = r.oid AND d.classid = 'pg_rewrite'::regclass
       WHERE r.ev_class = to_regclass($1) AND d.refobjid = to_regclass($2)`,
      [name, shown],
    );
    if (rowCount) return;
    const select = `VIEW ${name} AS SELECT * FROM ${shown}`;
    await client.query('SAVEPOINT replaced');
    await client.query(`CREATE OR REPLACE ${select}`).catch(async (error: unknown) => {
      if (!hasOtherColumns(error)) throw error;
      await client.query('ROLLBACK TO SAVEPOINT replaced');
      await client.query(`DROP VIEW ${name}`);
      await client.query(`CREATE ${select}`);
    });
  }
}
