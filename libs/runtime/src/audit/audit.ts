import { Unavailable, type Clock } from '@ecou/event-sourcing';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { identitySchema } from '../identity/api-keys.js';
import type { Logger } from '../telemetry/logger.js';
import type { AuditEntry } from './entry.js';

export interface AuditOptions {
  /** To the database of identity. */
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  /** False where a deployment keeps no audit. */
  readonly isKept: boolean;
  /** Most entries that wait to be written. */
  readonly most?: number;
  /** Milliseconds between two writes. */
  readonly everyMs?: number;
  /** Milliseconds for which a request waits for room. */
  readonly patienceMs?: number;
}

/** Entries in one statement. */
const together = 2_000;
/** Milliseconds for which refusals of strangers are counted before they are written. */
const countingMs = 60_000;
/** Most networks and codes that are told apart meanwhile. */
const mostCounted = 10_000;

const busy = (): Unavailable =>
  new Unavailable('AUDIT_BUSY', 'What is done and read cannot be put on record at the moment, and so is not done.', 2);

const insert = `INSERT INTO ${identitySchema}.audit (id, at, actor, permission, operation, resource, outcome, status, code, correlation, network, count)
  SELECT id, at, actor, permission, operation, resource, outcome, status, code, correlation, network, count
  FROM jsonb_to_recordset($1::jsonb) AS e(id uuid, at timestamptz, actor text, permission text, operation text, resource text, outcome text,
    status smallint, code text, correlation text, network text, count int)
  ON CONFLICT (id) DO NOTHING`;

/**
 * The audit of a process: entries are gathered in memory, and written into the database of identity a few times a second, many in one
 * statement. What could not be written is kept, and written the next time; a clean stop writes all, a kill loses what was not written yet.
 */
export class Audit {
  private waiting: AuditEntry[] = [];
  /** Refusals of strangers, and those that found no room, by what tells them apart. */
  private counted = new Map<string, AuditEntry>();
  private readonly timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private written: (() => void)[] = [];
  private countedSince = performance.now();
  private hasFailed = false;

  constructor(private readonly options: AuditOptions) {
    const { isKept, everyMs = 200 } = options;
    if (isKept) this.timer = setInterval(() => void this.write().catch(() => undefined), everyMs).unref();
  }

  /** Waits until there is room for what a request will come to. Throws `Unavailable` where there is none in time. */
  async room(): Promise<void> {
    const { patienceMs = 2_000 } = this.options;
    const until = performance.now() + patienceMs;
    while (this.isFull) {
      const left = until - performance.now();
      if (left <= 0) throw busy();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.written.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Takes an entry. A refusal for which there is no room is counted instead, by actor, operation, code and network. */
  note(entry: Omit<AuditEntry, 'id' | 'at' | 'count'>): void {
    if (!this.options.isKept) return;
    const whole = { ...entry, id: randomUUID(), at: this.options.clock.now(), count: 1 };
    if (entry.outcome === 'refused' && this.isFull) this.add({ ...whole, resource: null, correlation: null });
    else this.waiting.push(whole);
  }

  /** Counts a refusal of a stranger, by network and code. */
  count({ status, code, network }: Pick<AuditEntry, 'status' | 'code' | 'network'>): void {
    if (!this.options.isKept) return;
    const nothing = { permission: null, operation: null, resource: null, correlation: null };
    const at = this.options.clock.now();
    this.add({
      id: randomUUID(),
      at,
      actor: 'public',
      ...nothing,
      outcome: 'refused',
      status,
      code,
      network,
      count: 1,
    });
  }

  /** Writes all that is left, and ends. Throws where the database does not take it. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    if (!this.options.isKept) return;
    await this.writing?.catch(() => undefined);
    this.takeCounted();
    while (this.waiting.length > 0) await this.write();
  }

  private get isFull(): boolean {
    return this.waiting.length >= (this.options.most ?? 10_000);
  }

  private add(entry: AuditEntry): void {
    const { actor, operation, code } = entry;
    const own = JSON.stringify([actor, operation, code, entry.network]);
    const isNew = !this.counted.has(own);
    const network = isNew && this.counted.size >= mostCounted ? 'others' : entry.network;
    const key = network === entry.network ? own : JSON.stringify([actor, operation, code, network]);
    const before = this.counted.get(key);
    this.counted.set(key, before ? { ...before, count: before.count + 1 } : { ...entry, network });
  }

  private takeCounted(): void {
    this.waiting.push(...this.counted.values());
    this.counted = new Map();
    this.countedSince = performance.now();
  }

  private write(): Promise<void> {
    this.writing ??= this.writeOnce().finally(() => (this.writing = undefined));
    return this.writing;
  }

  private async writeOnce(): Promise<void> {
    if (performance.now() - this.countedSince > countingMs) this.takeCounted();
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, together);
      try {
        await this.options.pool.query(insert, [JSON.stringify(batch)]);
      } catch (error) {
        if (!this.hasFailed)
          this.options.logger.warn('The audit cannot be written; it is kept in memory and tried again.');
        this.hasFailed = true;
        throw error;
      }
      this.hasFailed = false;
      this.waiting = this.waiting.slice(batch.length);
      this.written.splice(0).forEach((wake) => {
        wake();
      });
    }
  }
}
