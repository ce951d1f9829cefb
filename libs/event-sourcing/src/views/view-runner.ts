import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Batch, EventStore } from '../event-store.js';
import { follow } from '../follow.js';
import { Fenced, type Lease } from '../postgres/leases.js';
import { transaction } from '../postgres/pool.js';
import { sameFold, type FoldHashes } from './fold.js';
import type { View } from './view.js';
import { ViewTable } from './view-table.js';

export interface ViewRunnerOptions {
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly store: Pick<EventStore, 'read' | 'onAppended' | 'horizon'>;
  readonly view: View;
}

interface Generation {
  epoch: number;
  generation: number;
  state: 'building' | 'live';
  position: number;
  folds: FoldHashes | null;
}

/** True where somebody else holds what a statement wanted, for longer than it may wait (`lock_not_available`). */
const isLocked = (error: unknown): boolean => (error as { code?: string }).code === '55P03';

const buildingBatch = 2_000;
/** The leader looks so often for a build that another process asked for. */
const lookMs = 1_000;
/** A position that only passed over other events stays unwritten for so long at most. */
const lazyMs = 250;

/** Keeps the tables of one view version up, for the process that leads it. */
export class ViewRunner {
  /** Position of the live table while this process leads it. */
  position: number | undefined;
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private look = new AbortController();

  constructor(private readonly options: ViewRunnerOptions) {}

  /** Looks for a new build at once. */
  poke(): void {
    this.look.abort();
  }

  /** Waits for the next move, at most so long. */
  async moved(timeoutMs: number): Promise<void> {
    await once(this.emitter, 'moved', { signal: AbortSignal.timeout(Math.max(1, timeoutMs)) }).catch(() => undefined);
  }

  /** Leads: claims the tables with the lease's epoch, follows the live one, builds beside it where asked, and switches. */
  async run(lease: Lease, signal: AbortSignal): Promise<void> {
    const stopped = () => signal.aborted;
    let following = this.followLive(undefined, lease, signal);
    await this.cleanUp();
    try {
      for (let first = true; !stopped(); first = false) {
        const generations = await this.claim(lease);
        if (first) {
          const live = generations.find(({ state }) => state === 'live');
          following = this.followLive(live, lease, signal);
        }
        const building = generations.find(({ state }) => state === 'building');
        const working = AbortSignal.any([signal, following.broken]);
        if (building) {
          await this.build(building, lease, working);
          await following.stop();
          if (stopped()) return;
          const switched = await this.switchTo(building, lease);
          const live = switched ?? (await this.claim(lease)).find(({ state }) => state === 'live');
          following = this.followLive(live, lease, signal);
          if (!switched) await this.nextLook(AbortSignal.any([signal, following.broken]));
        } else {
          await this.nextLook(working);
          following.check();
        }
      }
    } finally {
      await following.stop().catch(() => undefined);
      this.position = undefined;
      this.emitter.emit('moved');
    }
  }

  private async nextLook(signal: AbortSignal): Promise<void> {
    this.look = new AbortController();
    await sleep(lookMs, undefined, { signal: AbortSignal.any([signal, this.look.signal]) }).catch(() => undefined);
  }

  /** The tables of this version and of this build's fold, under the epoch of the lease. Writes only where one is new to it. */
  private async claim({ epoch }: Lease): Promise<Generation[]> {
    const { pool, schema, view } = this.options;
    const known = await this.generations();
    if (known.every((each) => each.epoch >= epoch)) return known.filter((each) => each.epoch === epoch);
    await pool.query(
      `UPDATE ${schema}.views SET epoch = $3 WHERE name = $1 AND version = $2 AND epoch < $3 AND state <> 'retired'`,
      [view.name, view.version, epoch],
    );
    return (await this.generations()).filter((each) => each.epoch === epoch);
  }

  /** A table that another fold made is left alone: this one may not understand its rows. */
  private async generations(): Promise<Generation[]> {
    const { pool, schema, view } = this.options;
    const { rows } = await pool.query<Generation>(
      `SELECT epoch, generation, state, position, folds FROM ${schema}.views WHERE name = $1 AND version = $2 AND state <> 'retired'`,
      [view.name, view.version],
    );
    return rows.filter(({ folds }) => sameFold(folds, view.fold?.events));
  }

  private tableOf({ generation }: Generation): ViewTable {
    return new ViewTable(this.options.pool, this.options.schema, this.options.view, generation);
  }

  private followLive(live: Generation | undefined, lease: Lease, outer: AbortSignal) {
    const [stop, broken] = [new AbortController(), new AbortController()];
    const signal = AbortSignal.any([stop.signal, outer]);
    const done = (live ? this.keepUp(live, lease, signal) : Promise.resolve()).catch((error: unknown) => {
      broken.abort(error);
    });
    return {
      /** Aborted when following has failed. */
      broken: broken.signal,
      /** Throws why it has failed, if it has. */
      check: () => {
        broken.signal.throwIfAborted();
      },
      stop: async () => {
        stop.abort();
        await done;
        broken.signal.throwIfAborted();
      },
    };
  }

  private async keepUp(live: Generation, lease: Lease, signal: AbortSignal): Promise<void> {
    const table = this.tableOf(live);
    let written = live.position;
    let lazy: NodeJS.Timeout | undefined;
    let lazyFailure: Error | undefined;
    // Events that were only passed over may be behind the row's position already.
    this.moveTo(Math.max(live.position, this.position ?? 0));
    const write = async (events: Batch['events'], position: number) => {
      if (!(await table.apply(events, { from: written, to: position, epoch: lease.epoch })))
        throw new Fenced(lease.consumer);
      written = Math.max(written, position);
    };
    const writeLazily = () => {
      lazy = undefined;
      if (this.position !== undefined && this.position > written) {
        write([], this.position).catch((error: unknown) => {
          lazyFailure = error as Error;
        });
      }
    };
    try {
      await follow(this.options.store, {
        after: live.position,
        signal,
        handle: async (batch) => {
          if (lazyFailure) throw lazyFailure;
          const relevant = batch.events.some(({ type }) => this.options.view.handles.includes(type));
          if (relevant) await write(batch.events, batch.position);
          else lazy ??= setTimeout(writeLazily, lazyMs);
          this.moveTo(Math.max(batch.position, this.position ?? 0));
        },
      });
    } finally {
      clearTimeout(lazy);
    }
  }

  private moveTo(position: number): void {
    this.position = position;
    this.emitter.emit('moved');
  }

  /** Reads the store from where the build stands until it is level with the head, makes the indexes, and is level again. */
  private async build(building: Generation, lease: Lease, signal: AbortSignal): Promise<void> {
    await this.catchUp(building, lease, signal);
    if (signal.aborted) return;
    await this.tableOf(building).makeIndexes();
    await this.catchUp(building, lease, signal);
  }

  private async catchUp(building: Generation, lease: Lease, signal: AbortSignal): Promise<void> {
    const table = this.tableOf(building);
    const head = await this.options.store.horizon();
    while (!signal.aborted) {
      const batch = await this.options.store.read(building.position, buildingBatch);
      if (batch.position > building.position) {
        const move = { from: building.position, to: batch.position, epoch: lease.epoch };
        if (!(await table.apply(batch.events, move))) throw new Fenced(lease.consumer);
        building.position = batch.position;
      }
      if (building.position >= Math.max(head, this.position ?? 0)) return;
      if (batch.events.length === 0) await sleep(lookMs / 100);
    }
  }

  /**
   * Points the stable name to the new table, in one transaction, and drops the old one after it. Answers nothing where the old table
   * has moved on since or is being read (the build must go on), or is of a newer version: the build is given up.
   */
  private async switchTo(building: Generation, lease: Lease): Promise<Generation | undefined> {
    const { pool, schema, view } = this.options;
    const key = [view.name, view.version, building.generation];
    const switched = await transaction(pool, async (client) => {
      // Whoever reads for long holds the name; those who come after must not queue behind the switch.
      await client.query(`SET LOCAL lock_timeout = '100ms'`);
      const { rows: old } = await client.query<{ version: number; generation: number; position: number }>(
        `UPDATE ${schema}.views SET state = 'retired' WHERE name = $1 AND state = 'live' RETURNING version, generation, position`,
        [view.name],
      );
      if (old.some(({ version }) => version > view.version)) throw new Outdated();
      const { rowCount } = await client.query(
        `UPDATE ${schema}.views SET state = 'live', switched_at = now()
         WHERE name = $1 AND version = $2 AND generation = $3 AND epoch = $4 AND state = 'building'`,
        [...key, lease.epoch],
      );
      if (rowCount !== 1) throw new Fenced(lease.consumer);
      if (old.some(({ position }) => position > building.position)) throw new Behind();
      // A new version may have other columns, which only a new SQL view can.
      if (old.some(({ version }) => version !== view.version)) await client.query(`DROP VIEW ${schema}.${view.name}`);
      await client.query(
        `CREATE OR REPLACE VIEW ${schema}.${view.name} AS SELECT * FROM ${this.tableOf(building).name}`,
      );
      return true;
    }).catch((error: unknown) => {
      if (error instanceof Behind || isLocked(error)) return false;
      if (error instanceof Outdated) return this.giveUp(building);
      throw error;
    });
    await this.cleanUp();
    return switched ? { ...building, state: 'live' } : undefined;
  }

  private async giveUp({ generation }: Generation): Promise<false> {
    const { pool, schema, view } = this.options;
    await pool.query(
      `UPDATE ${schema}.views SET state = 'retired' WHERE name = $1 AND version = $2 AND generation = $3 AND state = 'building'`,
      [view.name, view.version, generation],
    );
    return false;
  }

  /**
   * Drops the tables that have been replaced, also those that a process left which ended in between. One that somebody still reads is
   * left for the next time: the live table must not wait for it.
   */
  private async cleanUp(): Promise<void> {
    const { pool, schema, view } = this.options;
    const { rows } = await pool.query<{ version: number; generation: number }>(
      `SELECT version, generation FROM ${schema}.views v WHERE name = $1 AND (state = 'retired' OR (state = 'building'
         AND (version, generation) < (SELECT version, generation FROM ${schema}.views WHERE name = $1 AND state = 'live')))`,
      [view.name],
    );
    for (const { version, generation } of rows) {
      await transaction(pool, async (client) => {
        await client.query(`SET LOCAL lock_timeout = '200ms'`);
        await client.query(`DROP TABLE IF EXISTS ${schema}.${view.name}_v${version}_${generation}`);
        await client.query(`DELETE FROM ${schema}.views WHERE name = $1 AND version = $2 AND generation = $3`, [
          view.name,
          version,
          generation,
        ]);
      }).catch((error: unknown) => {
        if (!isLocked(error)) throw error;
      });
    }
  }
}

/** A newer version is live already. */
class Outdated extends Error {}

/** The live table is further than the one that was to take its place. */
class Behind extends Error {}
