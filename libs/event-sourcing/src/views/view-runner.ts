import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Batch, EventStore } from '../event-store.js';
import { follow } from '../follow.js';
import { Fenced, type Lease } from '../postgres/leases.js';
import type { Builds } from './builds.js';
import { TableBuild } from './table-build.js';
import type { View } from './view.js';
import { ViewRegistry, type Generation } from './view-registry.js';
import { ViewTable } from './view-table.js';

export interface ViewRunnerOptions {
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly store: Pick<EventStore, 'read' | 'onAppended' | 'horizon'>;
  readonly view: View;
  /** Milliseconds for which another version is kept that no process keeps up. */
  readonly keepUnusedMs: number;
  /** Does what keeps a connection for long, after what other views do. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  /** The builds of this process. */
  readonly builds: Builds;
  /** A live table that lacks more positions than these, and than it has, is built anew; one that took more events on its way gets new statistics. */
  readonly farBehind: number;
}

const buildingBatch = 2_000;
/** Smaller: each is written into a table with all of its indexes, while a statement must be answered in time. */
const liveBatch = 500;
/** The leader looks so often for a build that another process asked for. */
const lookMs = 1_000;
/** The number of looks after which another version counts as unused. */
const looksForUnused = 60;
/** A position that only passed over other events stays unwritten for so long at most. */
const lazyMs = 250;

/** Keeps the tables of one view version up, for the process that leads it. */
export class ViewRunner {
  /** Position of the live table while this process leads it. */
  position: number | undefined;
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private look = new AbortController();
  private readonly registry: ViewRegistry;
  /** Other versions: what their leases look like, and since when they look like that. */
  private unused = new Map<number, { readonly mark: string; readonly since: number }>();
  private lookedForUnused = 0;
  /** True once the name of the view shows the newest version. */
  private shown = false;
  /** The generation of a live table that is not kept up, since it is far behind and built anew. */
  private left: number | undefined;
  /** The position of the store when leading began. */
  private head = 0;

  constructor(private readonly options: ViewRunnerOptions) {
    this.registry = new ViewRegistry(options.pool, options.schema);
  }

  /** Looks for a new build at once. */
  poke(): void {
    this.look.abort();
  }

  /** Waits for the next move, at most so long. */
  async moved(timeoutMs: number): Promise<void> {
    await once(this.emitter, 'moved', { signal: AbortSignal.timeout(Math.max(1, timeoutMs)) }).catch(() => undefined);
  }

  /**
   * Leads: claims the tables with the lease's epoch, follows the live one, builds beside it where there is something to be built, and
   * switches.
   */
  async run(lease: Lease, signal: AbortSignal): Promise<void> {
    const { view } = this.options;
    const stopped = () => signal.aborted;
    let following = this.followLive(undefined, lease, signal);
    this.unused.clear();
    try {
      following = this.followLive(await this.begin(lease), lease, signal);
      while (!stopped()) {
        const generations = await this.registry.claim(view, lease.epoch);
        const building = generations.find(({ state }) => state === 'building');
        const working = AbortSignal.any([signal, following.broken]);
        if (building) {
          await this.build(building, lease, working);
          await following.stop();
          if (stopped()) return;
          const switched = await this.switchTo(building, lease);
          following = this.followLive(switched ?? (await this.followed(lease)), lease, signal);
          if (!switched) await this.nextLook(AbortSignal.any([signal, following.broken]));
        } else {
          if (generations.length === 0) await this.registry.restore(view);
          else await this.tidy();
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

  /** Lets the live table be read, and has it built anew where it is far behind; answers the one to be followed. */
  private async begin(lease: Lease): Promise<Generation | undefined> {
    const { view, store, farBehind } = this.options;
    const live = await this.live(lease);
    if (live) await this.registry.ensureExposed(view, live);
    this.shown = await this.registry.showNewest(view);
    await this.registry.cleanUp(view);
    this.head = live ? await store.horizon() : 0;
    const isFarBehind = live && this.head - live.position > Math.max(farBehind, live.position);
    this.left = isFarBehind ? live.generation : undefined;
    if (this.left !== undefined) await this.registry.rebuild(view);
    return this.followed(lease);
  }

  private async live({ epoch }: Lease): Promise<Generation | undefined> {
    return (await this.registry.claim(this.options.view, epoch)).find(({ state }) => state === 'live');
  }

  /** The live table, unless it is left as it stands until the one that is built takes its place. */
  private async followed(lease: Lease): Promise<Generation | undefined> {
    const live = await this.live(lease);
    if (live?.generation !== this.left) return live;
    if (live) this.moveTo(live.position);
    return undefined;
  }

  private async nextLook(signal: AbortSignal): Promise<void> {
    this.look = new AbortController();
    await sleep(lookMs, undefined, { signal: AbortSignal.any([signal, this.look.signal]) }).catch(() => undefined);
  }

  /** Does what had to wait for somebody who reads for long, and drops other versions that no process has kept up for long. */
  private async tidy(): Promise<void> {
    const { view, keepUnusedMs } = this.options;
    this.shown ||= await this.registry.showNewest(view);
    const now = performance.now();
    if (now - this.lookedForUnused < keepUnusedMs / looksForUnused) return;
    this.lookedForUnused = now;
    const others = [...(await this.registry.otherVersions(view))].map(([version, mark]) => {
      const known = this.unused.get(version);
      return [version, known?.mark === mark ? known : { mark, since: now }] as const;
    });
    this.unused = new Map(others);
    for (const [version, { since }] of others)
      if (now - since >= keepUnusedMs) await this.registry.dropVersion(view, version);
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
    let taken = 0;
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
        limit: liveBatch,
        types: this.options.view.handles,
        signal,
        handle: async (batch) => {
          if (lazyFailure) throw lazyFailure;
          if (batch.events.length > 0) await write(batch.events, batch.position);
          else lazy ??= setTimeout(writeLazily, lazyMs);
          this.moveTo(Math.max(batch.position, this.position ?? 0));
          taken += batch.events.length;
          if (batch.position < this.head) return;
          if (taken > this.options.farBehind) await table.analyze();
          taken = 0;
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

  /** Folds what the build lacks until it is level with the head, makes the indexes, and is level again. */
  private async build(building: Generation, lease: Lease, signal: AbortSignal): Promise<void> {
    const { store, builds, inTurn } = this.options;
    const table = this.tableOf(building);
    const build = new TableBuild(table, building, lease);
    const head = await store.horizon();
    await builds.catchUp(build, () => Math.max(head, this.position ?? 0), signal);
    building.position = build.position;
    await inTurn(async () => {
      if (!signal.aborted) await table.makeIndexes();
    });
    if (!signal.aborted) await this.catchUp(building, lease, signal);
  }

  /** Reads what came while the indexes were made. */
  private async catchUp(building: Generation, lease: Lease, signal: AbortSignal): Promise<void> {
    const { store, view } = this.options;
    const table = this.tableOf(building);
    const head = await store.horizon();
    while (!signal.aborted) {
      const from = building.position;
      const { events, position: to } = await store.read(from, buildingBatch, view.handles);
      if (to > from && !(await table.apply(events, { from, to, epoch: lease.epoch }))) throw new Fenced(lease.consumer);
      building.position = Math.max(from, to);
      if (building.position >= Math.max(head, this.position ?? 0)) return;
      if (to <= from) await sleep(lookMs / 100);
    }
  }

  private async switchTo(building: Generation, lease: Lease): Promise<Generation | undefined> {
    const switched = await this.registry.switchTo(this.options.view, building, lease);
    this.shown = await this.registry.showNewest(this.options.view);
    await this.registry.cleanUp(this.options.view);
    return switched ? { ...building, state: 'live' } : undefined;
  }
}
