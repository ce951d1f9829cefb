import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { Unavailable, UnknownEvent } from '../errors.js';
import type { EventStore } from '../event-store.js';
import type { Leases } from '../postgres/leases.js';
import { type Leadership } from '../postgres/leases.js';
import { siblingPool } from '../postgres/pool.js';
import { Builds } from './builds.js';
import { sameFold } from './fold.js';
import type { View } from './view.js';
import { ViewRegistry, type LiveVersion, type UsedTable } from './view-registry.js';
import { ViewRunner } from './view-runner.js';

export interface ViewsOptions {
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly store: Pick<EventStore, 'read' | 'onAppended' | 'horizon'>;
  readonly leases: Leases;
  readonly views: readonly View[];
  /** Milliseconds for which another version of a view is kept that no process keeps up, for those that may come back; an hour by default. */
  readonly keepUnusedMs?: number;
  /** Most connections that keep them up; two at least, so that a build which makes indexes leaves one to the others. */
  readonly connections?: number;
  /** The size of the rows (as JSON) that builds keep in memory, about; once more as much while it is written. 16 MB by default. */
  readonly buildBytes?: number;
  /**
   * A live table that lacks more positions than these at the start, and more than it has, is built anew; one that took more events than these
   * on its way to the head gets new statistics. 20,000 by default.
   */
  readonly farBehind?: number;
}

export interface ViewStatus {
  readonly name: string;
  /** The version of this build. */
  readonly version: number;
  /** The version of this build where it can be read, else the newest that other builds read; null where there is none. */
  readonly liveVersion: number | null;
  /** `building`: this build's version cannot be read yet. */
  readonly state: 'live' | 'building' | 'faulted';
  readonly position: number;
  /** The position that a build beside the live table has come to. */
  readonly buildingPosition: number | null;
  /** True where this process builds it. */
  readonly leading: boolean;
  readonly error: string | null;
  /** The event type that this build does not know, before which the view stands; null where it goes on. */
  readonly unknownEvent: string | null;
}

const waitStepMs = 10;

const hourMs = 3_600_000;

const notBuilt = { version: null, position: 0 };

/** The refusal to read a view whose version of this build is not live yet. */
export const viewBuilding = (): Unavailable =>
  new Unavailable('VIEW_BUILDING', 'What you want to read is being built at the moment.', 5);

/** The refusal to read a view that is not as far as it must be. */
export const viewBehind = (): Unavailable =>
  new Unavailable('VIEW_BEHIND', 'What you want to read has not been reached yet.');

/** Runs the read models of a store: builds them, keeps them up, and switches to new versions while writes and reads go on. */
export class Views {
  private readonly options: ViewsOptions;
  /** Its sessions need not wait for the disk: a view that loses its last moments in a crash finds them in the events again. */
  private readonly pool: pg.Pool;
  private readonly runners = new Map<string, ViewRunner>();
  private readonly leaderships = new Map<string, Leadership>();
  private readonly registry: ViewRegistry;
  private last: Promise<unknown> = Promise.resolve();
  private asking: Promise<readonly LiveVersion[]> | undefined;

  constructor(options: ViewsOptions) {
    this.options = options;
    this.registry = new ViewRegistry(options.pool, options.schema);
    this.pool = siblingPool(options.pool, {
      max: options.connections ?? 4,
      settings: { synchronous_commit: 'off' },
    });
  }

  /**
   * Declares the views, makes missing tables, begins to follow, and to build those that are not there or that another fold made. Throws
   * where columns or indexes were changed without a new version.
   */
  async start(): Promise<void> {
    const { views, store, keepUnusedMs = hourMs, buildBytes = 16_000_000, farBehind = 20_000 } = this.options;
    await this.registry.declare(views);
    const { pool, inTurn } = this;
    const shared = { pool, inTurn, builds: new Builds(store, buildBytes), keepUnusedMs, farBehind };
    for (const view of views) {
      const runner = new ViewRunner({ ...this.options, ...shared, view });
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
    const tables = await this.registry.used();
    return this.options.views.map((view) =>
      this.statusOf(
        view,
        tables.filter(({ name }) => name === view.name),
      ),
    );
  }

  private statusOf(view: View, tables: readonly UsedTable[]): ViewStatus {
    const { name, version } = view;
    const own = tables.filter((table) => table.version === version);
    const current = own.find(({ state, folds }) => state === 'live' && sameFold(folds, view.fold?.events));
    const newest = tables.filter(({ state }) => state === 'live').sort((one, other) => other.version - one.version)[0];
    const live = current ?? newest ?? notBuilt;
    const { failure, ...leadership } = this.leadershipOf(name);
    return {
      name,
      version,
      liveVersion: live.version,
      state: failure ? 'faulted' : current ? 'live' : 'building',
      position: this.runners.get(name)?.position ?? live.position,
      buildingPosition: own.find((table) => table.state === 'building')?.position ?? null,
      ...leadership,
    };
  }

  private leadershipOf(name: string) {
    const { leading = false, failure } = this.leaderships.get(name) ?? {};
    const unknownEvent = failure instanceof UnknownEvent ? failure.type : null;
    return { failure, leading, error: failure?.message ?? null, unknownEvent };
  }

  /** Builds a view anew beside the one that is read; it is switched when it has caught up. Throws where there is no such view. */
  async rebuild(name: string): Promise<void> {
    await this.registry.rebuild(this.viewOf(name));
    this.runners.get(name)?.poke();
  }

  /**
   * Waits until these views can be read: the version of this build is live, and shows nothing older than what a caller may have read of
   * another version, in a process of another build. Throws `Unavailable`: at once where a version is being built, and where one has not
   * come so far in time.
   */
  async readable(names: readonly string[], timeoutMs: number): Promise<void> {
    const live = await this.liveVersions();
    await Promise.all(
      names.map(async (name) => {
        const { version } = this.viewOf(name);
        const versions = live.filter((one) => one.name === name);
        const own = versions.find((one) => one.version === version);
        if (!own) throw viewBuilding();
        const shown = Math.max(...versions.map(({ position }) => position));
        if (own.position < shown && !(await this.waitFor(name, shown, timeoutMs))) throw viewBehind();
      }),
    );
  }

  /** Asked once for all who ask in one turn of the event loop, after they have asked. */
  private liveVersions(): Promise<readonly LiveVersion[]> {
    this.asking ??= nextTurn().then(() => {
      this.asking = undefined;
      return this.registry.live();
    });
    return this.asking;
  }

  /** Waits until a view has reached a position, for at most so long; answers whether it has. */
  async waitFor(name: string, position: number, timeoutMs: number): Promise<boolean> {
    const { version } = this.viewOf(name);
    const runner = this.runners.get(name);
    const until = performance.now() + timeoutMs;
    const reached = async () =>
      runner?.position ??
      (await this.registry.live()).find((one) => one.name === name && one.version === version)?.position ??
      0;
    while ((await reached()) < position) {
      const left = Math.ceil(until - performance.now());
      if (left <= 0) return false;
      if (runner?.position === undefined) await sleep(Math.min(waitStepMs, left));
      else await runner.moved(left);
    }
    return true;
  }

  /** Takes turns at work that keeps a connection for long, so that the other views go on. */
  private readonly inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  };

  private viewOf(name: string): View {
    const view = this.options.views.find((one) => one.name === name);
    if (!view) throw new Error(`There is no view named ${name}.`);
    return view;
  }
}
