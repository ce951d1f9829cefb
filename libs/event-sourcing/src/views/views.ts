import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { EventStore } from '../event-store.js';
import type { Leases } from '../postgres/leases.js';
import { type Leadership } from '../postgres/leases.js';
import { siblingPool, transaction } from '../postgres/pool.js';
import { sameFold, type FoldHashes } from './fold.js';
import { indexDdl, tableDdl, tableHash, type View } from './view.js';
import { ViewRunner } from './view-runner.js';
import { ViewTable } from './view-table.js';

export interface ViewsOptions {
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly store: Pick<EventStore, 'read' | 'onAppended' | 'horizon'>;
  readonly leases: Leases;
  readonly views: readonly View[];
}

export interface ViewStatus {
  readonly name: string;
  readonly version: number;
  /** The version that queries read; null before the first build. */
  readonly liveVersion: number | null;
  readonly state: 'live' | 'building' | 'faulted';
  readonly position: number;
  /** The position that a build beside the live table has come to. */
  readonly buildingPosition: number | null;
  /** True where this process builds it. */
  readonly leading: boolean;
  readonly error: string | null;
}

interface RegistryRow {
  name: string;
  version: number;
  generation: number;
  state: 'building' | 'live';
  position: number;
}

/** A table of a view, retired ones too. */
interface Table {
  readonly version: number;
  readonly generation: number;
  readonly state: 'building' | 'live' | 'retired';
  readonly definition_hash: string;
  /** `null`: made by a build that knew no folds. */
  readonly folds: FoldHashes | null;
}

const waitStepMs = 10;

const notBuilt = { version: null, position: 0 };

/** Runs the read models of a store: builds them, keeps them up, and switches to new versions while writes and reads go on. */
export class Views {
  private readonly options: ViewsOptions;
  /** Its sessions need not wait for the disk: a view that loses its last moments in a crash finds them in the events again. */
  private readonly pool: pg.Pool;
  private readonly runners = new Map<string, ViewRunner>();
  private readonly leaderships = new Map<string, Leadership>();

  constructor(options: ViewsOptions) {
    this.options = options;
    this.pool = siblingPool(options.pool, { max: 4, settings: { synchronous_commit: 'off' } });
  }

  /**
   * Declares the views, makes missing tables, begins to follow, and to build beside a live table that another fold made. Throws where
   * columns or indexes were changed without a new version.
   */
  async start(): Promise<void> {
    await this.declare();
    for (const view of this.options.views) {
      const runner = new ViewRunner({ ...this.options, pool: this.pool, view });
      this.runners.set(view.name, runner);
      this.leaderships.set(
        view.name,
        this.options.leases.lead(`view:${view.name}:v${view.version}`, (lease, signal) => runner.run(lease, signal)),
      );
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.leaderships.values()].map((leadership) => leadership.stop()));
    await this.pool.end();
  }

  async status(): Promise<ViewStatus[]> {
    const rows = await this.registry();
    return this.options.views.map((view) => {
      const own = rows.filter(({ name }) => name === view.name);
      const live = own.find(({ state }) => state === 'live');
      const building = own.find(({ state, version }) => state === 'building' && version === view.version);
      return { ...this.liveStatus(view, live), buildingPosition: building?.position ?? null };
    });
  }

  private liveStatus(
    { name, version }: View,
    live: { version: number | null; position: number } = notBuilt,
  ): Omit<ViewStatus, 'buildingPosition'> {
    const { leading = false, failure } = this.leaderships.get(name) ?? {};
    const current = live.version === version ? 'live' : 'building';
    return {
      name,
      version,
      liveVersion: live.version,
      state: failure ? 'faulted' : current,
      position: this.runners.get(name)?.position ?? live.position,
      leading,
      error: failure?.message ?? null,
    };
  }

  /** Builds a view anew beside the one that is read; it is switched when it has caught up. Throws where there is no such view, or a
   * newer version of it is live. */
  async rebuild(name: string): Promise<void> {
    const view = this.viewOf(name);
    await transaction(this.options.pool, async (client) => {
      await this.lock(client);
      const { newer, own, next } = await this.tablesOf(client, view);
      if (newer) throw new Error(`A newer version of view ${name} is live.`);
      const building = own.some(({ state }) => state === 'building');
      if (!building) await this.create(client, view, { generation: next, state: 'building' });
    });
    this.runners.get(name)?.poke();
  }

  /** Waits until a view has reached a position, for at most so long; answers whether it has. */
  async waitFor(name: string, position: number, timeoutMs: number): Promise<boolean> {
    const runner = this.runners.get(name);
    if (!runner) throw new Error(`There is no view named ${name}.`);
    const until = Date.now() + timeoutMs;
    while ((await this.positionOf(name, runner)) < position) {
      const left = until - Date.now();
      if (left <= 0) return false;
      if (runner.position === undefined) await sleep(Math.min(waitStepMs, left));
      else await runner.moved(left);
    }
    return true;
  }

  private async positionOf(name: string, runner: ViewRunner): Promise<number> {
    if (runner.position !== undefined) return runner.position;
    const rows = await this.registry();
    return rows.find((row) => row.name === name && row.state === 'live')?.position ?? 0;
  }

  private viewOf(name: string): View {
    const view = this.options.views.find((one) => one.name === name);
    if (!view) throw new Error(`There is no view named ${name}.`);
    return view;
  }

  private async registry(): Promise<RegistryRow[]> {
    const { rows } = await this.pool.query<RegistryRow>(
      `SELECT name, version, generation, state, position FROM ${this.options.schema}.views WHERE state <> 'retired'`,
    );
    return rows;
  }

  private lock(client: pg.PoolClient): Promise<unknown> {
    return client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`views/${this.options.schema}`]);
  }

  private async declare(): Promise<void> {
    await transaction(this.options.pool, async (client) => {
      await this.lock(client);
      for (const view of this.options.views) await this.declareOne(client, view);
    });
  }

  private async declareOne(client: pg.PoolClient, view: View): Promise<void> {
    const { live, newer, own, next } = await this.tablesOf(client, view);
    if (newer) return;
    if (own.length === 0) await this.create(client, view, { generation: next, state: live ? 'building' : 'live' });
    else await this.noteFold(client, view, own);
  }

  /** The tables of a view. Throws where one has other columns or indexes under the same version. */
  private async tablesOf(client: pg.PoolClient, view: View) {
    const { rows } = await client.query<Table>(
      `SELECT version, generation, state, definition_hash, folds FROM ${this.options.schema}.views WHERE name = $1`,
      [view.name],
    );
    const used = rows.filter(({ state }) => state !== 'retired');
    const same = used.filter(({ version }) => version === view.version);
    if (same.some(({ definition_hash: hash }) => hash !== tableHash(view)))
      throw new Error(`The table of view ${view.name} was changed without a new version.`);
    const live = used.find(({ state }) => state === 'live');
    const generations = rows.flatMap(({ version, generation }) => (version === view.version ? [generation] : []));
    return {
      live,
      newer: live !== undefined && live.version > view.version,
      /** Those that this build's fold made, or may go on with. */
      own: same.filter(({ folds }) => sameFold(folds, view.fold?.events)),
      /** The next free generation of the version. */
      next: Math.max(0, ...generations) + 1,
    };
  }

  /** Notes the fold of tables of a build that knew none, and the events that are new since. */
  private async noteFold(client: pg.PoolClient, { name, version, fold }: View, own: readonly Table[]): Promise<void> {
    if (!fold) return;
    await client.query(
      `UPDATE ${this.options.schema}.views SET folds = coalesce(folds, '{}') || $4
       WHERE name = $1 AND version = $2 AND generation = ANY ($3) AND NOT coalesce(folds, '{}') @> $4`,
      [name, version, own.map(({ generation }) => generation), fold.events],
    );
  }

  private async create(
    client: pg.PoolClient,
    view: View,
    { generation, state }: { generation: number; state: 'building' | 'live' },
  ): Promise<void> {
    const { schema } = this.options;
    const table = new ViewTable(this.pool, schema, view, generation);
    await client.query(`DROP TABLE IF EXISTS ${table.name} CASCADE`);
    await client.query(tableDdl(view, schema, table.localName));
    await client.query(
      `INSERT INTO ${schema}.views (name, version, generation, definition_hash, folds, state) VALUES ($1, $2, $3, $4, $5, $6)`,
      [view.name, view.version, generation, tableHash(view), view.fold?.events ?? null, state],
    );
    // The first table of a view is read from the beginning; one that is built beside it gets its indexes once it is full.
    if (state === 'building') return;
    for (const statement of indexDdl(view, schema, table.localName)) await client.query(statement);
    await client.query(`CREATE VIEW ${schema}.${view.name} AS SELECT * FROM ${table.name}`);
  }
}
