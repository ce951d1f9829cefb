import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { lazily, markOf } from './pool.js';
import { Session } from './session.js';

/** The right to move a consumer's checkpoint, as long as nobody took it over. */
export interface Lease {
  readonly consumer: string;
  /** Grows with each holder: a write under an older one is refused. */
  readonly epoch: number;
  /** The checkpoint when the lease was taken. */
  readonly position: number;
  /** Milliseconds for which it is given each time. */
  readonly ttlMs: number;
}

/** The lease is somebody else's now; the transaction must not commit. */
export class Fenced extends Error {
  constructor(consumer: string) {
    super(`The lease on ${consumer} was taken over.`);
    this.name = 'Fenced';
  }
}

/** Moves the checkpoint inside the caller's transaction, never back, and renews the lease. Throws `Fenced`. */
export async function moveCheckpoint(
  client: Pick<pg.ClientBase, 'query'>,
  schema: string,
  { consumer, epoch, ttlMs }: Lease,
  position: number,
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE ${schema}.checkpoints SET position = greatest(position, $3), updated_at = now(),
       lease_until = greatest(lease_until, clock_timestamp() + $4::int * interval '1 millisecond')
     WHERE consumer = $1 AND epoch = $2`,
    [consumer, epoch, position, ttlMs],
  );
  if (rowCount !== 1) throw new Fenced(consumer);
}

export interface LeasesOptions {
  readonly pool: pg.Pool;
  readonly schema: string;
  /** Names this process, for operators. */
  readonly owner: string;
  /** Milliseconds for which a lease outlives a frozen holder; one whose process has no database session any more is free at once. */
  readonly ttlMs?: number;
}

export interface Leadership {
  readonly leading: boolean;
  /** The error of the last run, if it failed and no other has lasted since. */
  readonly failure: Error | undefined;
  stop(): Promise<void>;
}

/** Shortest time in which a renewal is answered. */
const shortestBoundMs = 1_000;

/** A run that lasts so long lets the failure of the one before it be forgotten. */
const lastingMs = 1_000;

type Run = (lease: Lease, signal: AbortSignal) => Promise<void>;

class Candidate implements Leadership {
  lease: Lease | undefined;
  private lastFailure: Error | undefined;
  private began = 0;
  private running: Promise<void> = Promise.resolve();
  private abort = new AbortController();
  private backoffMs = 0;
  private notBefore = 0;
  wanted = true;

  constructor(
    readonly consumer: string,
    private readonly run: Run,
    private readonly given: (candidate: Candidate) => Promise<void>,
  ) {}

  get leading(): boolean {
    return this.lease !== undefined;
  }

  get failure(): Error | undefined {
    return this.lease && performance.now() - this.began > lastingMs ? undefined : this.lastFailure;
  }

  get eager(): boolean {
    return this.wanted && !this.lease && performance.now() >= this.notBefore;
  }

  start(lease: Lease): void {
    this.lease = lease;
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.began = performance.now();
    this.running = this.run(lease, signal)
      .then(() => {
        this.lastFailure = undefined;
      })
      .catch((error: unknown) => {
        if (!signal.aborted) this.lastFailure = error as Error;
      })
      .then(async () => {
        if (performance.now() - this.began > 30_000) this.backoffMs = 0;
        this.backoffMs = Math.min(Math.max(this.backoffMs * 2, 100), 10_000);
        this.notBefore = performance.now() + this.backoffMs;
        await this.given(this);
      });
  }

  /** Somebody else leads: what failed here before is no concern any more. */
  standBy(): void {
    this.lastFailure = undefined;
  }

  /** Somebody else has it, or it cannot be renewed. */
  lose(): void {
    this.abort.abort();
  }

  async stop(): Promise<void> {
    this.wanted = false;
    this.abort.abort();
    await this.running;
  }
}

/**
 * Leases on consumers' checkpoints: one process runs each consumer, another takes over when it ends or freezes, and whatever the
 * older one still writes is refused by the epoch.
 */
export class Leases {
  private readonly candidates = new Map<string, Candidate>();
  /** Consumers whose rows are there. */
  private readonly known = new Set<string>();
  private readonly ttlMs: number;
  private stopped = false;
  private ticking: Promise<void> | undefined;
  private wake = new AbortController();
  private lastRenewal = performance.now();
  /** Stands in the names of this process's connections. */
  private readonly mark: string;
  private opened: Session | undefined;

  constructor(private readonly options: LeasesOptions) {
    this.ttlMs = options.ttlMs ?? 10_000;
    this.mark = markOf(options.pool);
  }

  /**
   * Tries to lead a consumer for ever: runs `run` whenever it holds the lease, again with backoff when it ends or throws, and aborts its
   * signal when the lease is lost or given back. `run` must end soon after the abort.
   */
  lead(consumer: string, run: Run): Leadership {
    if (this.candidates.has(consumer)) throw new Error(`${consumer} is led already.`);
    const candidate = new Candidate(consumer, run, (one) => this.giveBack(one));
    this.candidates.set(consumer, candidate);
    this.ticking ??= this.tick();
    this.wake.abort();
    const candidates = this.candidates;
    return {
      get leading() {
        return candidate.leading;
      },
      get failure() {
        return candidate.failure;
      },
      stop: async () => {
        await candidate.stop();
        candidates.delete(consumer);
      },
    };
  }

  /** Ends every run and gives all leases back. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.candidates.values()].map((candidate) => candidate.stop()));
    this.wake.abort();
    await this.ticking;
    const { opened } = this;
    this.opened = undefined;
    await opened?.stop();
  }

  private get session(): Session {
    return (this.opened ??= Session.beside(this.options.pool));
  }

  private async tick(): Promise<void> {
    while (!this.stopped) {
      this.wake = new AbortController();
      const { signal } = this.wake;
      try {
        await this.renewInTime();
        await this.acquire();
      } catch {
        // The database is away: whoever cannot renew in time must stop before another may begin.
        if (performance.now() - this.lastRenewal > this.ttlMs / 2)
          this.held().forEach((candidate) => {
            candidate.lose();
          });
      }
      const pause = [...this.candidates.values()].some((candidate) => candidate.wanted && !candidate.leading)
        ? 100
        : this.ttlMs / 8;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  private held(): Candidate[] {
    return [...this.candidates.values()].filter(({ lease }) => lease !== undefined);
  }

  private async renewInTime(): Promise<void> {
    if (performance.now() - this.lastRenewal >= this.ttlMs / 4) await this.renew();
  }

  private async renew(): Promise<void> {
    const held = this.held();
    const started = performance.now();
    // A row that a transaction holds just now is this holder's at work; it is renewed the next time.
    const rows = await this.session.query<{ consumer: string }>(
      `WITH fast AS MATERIALIZED (${lazily}),
       held AS (SELECT consumer, epoch FROM unnest($1::text[], $2::bigint[]) q(consumer, epoch)),
       free AS (SELECT consumer FROM ${this.options.schema}.checkpoints c JOIN held h USING (consumer)
         WHERE c.epoch = h.epoch AND c.owner IS NOT NULL FOR UPDATE OF c SKIP LOCKED),
       renewed AS (UPDATE ${this.options.schema}.checkpoints c
         SET lease_until = clock_timestamp() + $3::int * interval '1 millisecond', session = ${sessionIdentity}, mark = $4
         FROM free, fast WHERE c.consumer = free.consumer AND fast.lazily = 'off')
       SELECT h.consumer FROM held h LEFT JOIN ${this.options.schema}.checkpoints c USING (consumer)
       WHERE c.epoch IS DISTINCT FROM h.epoch OR c.owner IS NULL`,
      [held.map(({ consumer }) => consumer), held.map(({ lease }) => lease?.epoch), this.ttlMs, this.mark],
      // It waits for neither a lock nor the disk; what is left of the lease is for another try.
      Math.max(shortestBoundMs, this.ttlMs / 5),
    );
    const lost = new Set(rows.map(({ consumer }) => consumer));
    for (const candidate of held) if (lost.has(candidate.consumer)) candidate.lose();
    this.lastRenewal = started;
  }

  private async acquire(): Promise<void> {
    const eager = [...this.candidates.values()]
      .filter((candidate) => candidate.eager)
      .map(({ consumer }) => consumer)
      .sort();
    if (eager.length === 0) return;
    for (const lease of await this.take(eager)) {
      const candidate = this.candidates.get(lease.consumer);
      // Whoever has stopped meanwhile takes it no more.
      if (candidate?.wanted) candidate.start(lease);
      else await this.free(lease);
    }
    for (const consumer of eager) if (!this.candidates.get(consumer)?.leading) this.candidates.get(consumer)?.standBy();
  }

  /**
   * Takes what is free of the leases that these consumers want, also what this process itself could not give back while the database was
   * away. A standby writes nothing, and waits for nobody's lock. What is taken must be on disk, unlike what is renewed or given back: two
   * holders of one epoch could not be told apart.
   */
  private async take(consumers: readonly string[]): Promise<Lease[]> {
    const { schema, owner } = this.options;
    const unknown = consumers.filter((consumer) => !this.known.has(consumer));
    if (unknown.length > 0) {
      await this.session.query(
        `INSERT INTO ${schema}.checkpoints (consumer) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`,
        [unknown],
      );
      for (const consumer of unknown) this.known.add(consumer);
      // A slow disk may have taken its time.
      await this.renewInTime();
    }
    const rows = await this.session.query<{ consumer: string; epoch: string; position: string }>(
      `UPDATE ${schema}.checkpoints c
       SET epoch = epoch + 1, owner = $2, session = ${sessionIdentity}, mark = $4, lease_until = clock_timestamp() + $3::int * interval '1 millisecond'
       FROM (SELECT consumer FROM ${schema}.checkpoints c WHERE consumer = ANY ($1) AND (${isFree} OR (c.owner, c.mark) = ($2, $4)) FOR UPDATE SKIP LOCKED) free
       WHERE c.consumer = free.consumer RETURNING c.consumer, epoch, position`,
      [consumers, owner, this.ttlMs, this.mark],
    );
    if (this.held().length === 0) this.lastRenewal = performance.now();
    return rows.map(({ consumer, epoch, position }) => ({
      consumer,
      epoch: Number(epoch),
      position: Number(position),
      ttlMs: this.ttlMs,
    }));
  }

  private async giveBack(candidate: Candidate): Promise<void> {
    if (candidate.lease) await this.free(candidate.lease);
    candidate.lease = undefined;
    this.wake.abort();
  }

  private async free({ consumer, epoch }: Lease): Promise<void> {
    await this.session
      .query(
        `WITH fast AS MATERIALIZED (${lazily})
         UPDATE ${this.options.schema}.checkpoints SET lease_until = NULL, owner = NULL
         FROM fast WHERE consumer = $1 AND epoch = $2 AND fast.lazily = 'off'`,
        [consumer, epoch],
      )
      .catch(() => undefined);
  }
}

/** A database session, whatever its time zone. */
const identity = `a.pid || '/' || extract(epoch FROM a.backend_start)`;

/** Names the database session of the holder, for builds that know no marks. */
const sessionIdentity = `(SELECT ${identity} FROM pg_stat_activity a WHERE a.pid = pg_backend_pid())`;

/** A process that has lost one connection still has others; one that is gone has none. */
const isFree = `(c.lease_until IS NULL OR c.lease_until < clock_timestamp() OR NOT EXISTS (
  SELECT FROM pg_stat_activity a WHERE CASE WHEN c.mark IS NULL THEN ${identity} = c.session ELSE strpos(a.application_name, c.mark) > 0 END))`;
