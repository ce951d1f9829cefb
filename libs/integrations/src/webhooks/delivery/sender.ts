import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease } from '@ecou/event-sourcing';
import type { RoomWork } from '@ecou/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { LogTail } from '../../log/log-tail.js';
import type { EndpointRow } from '../views/endpoint-list.view.js';
import { DeliveryQueue, type Cursor } from './delivery-queue.js';
import { isActive, type Known } from './known.js';
import { Pausing } from './pausing.js';
import { Requests, width } from './requests.js';
import { Scanner } from './scanner.js';

/** Milliseconds between two looks at the endpoints, and for which nobody looks whether there is something to do. */
const lookMs = 1_000;
/** Milliseconds in which what happens is gathered, so that it is written together. */
const gatherMs = 10;
/** Milliseconds in which requests may end that are under way when the process stops. */
const lastMs = 2_000;
const sweepMs = 3_600_000;
/** Milliseconds after which it gets nowhere where no round has ended. */
const stillMs = 60_000;

/**
 * Sends messages of the log to endpoints: looks through the log for each, puts what it wants into its queue, and posts what is due; one process at
 * a time. Database work is done in rounds, one step after the other; requests go on beside them.
 */
@Injectable()
export class Sender implements RoomWork {
  private readonly logger = new Logger(Sender.name);
  private woken = new AbortController();
  private isWarned = false;
  private known = new Map<string, Known>();
  /** As they stood when this process began to send. */
  private begun: Awaited<ReturnType<DeliveryQueue['standing']>> = { cursors: new Map(), waiting: new Map() };
  private readonly last = { done: -Infinity, looked: -Infinity, swept: -Infinity };

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly tail: LogTail,
    private readonly scanner: Scanner,
    private readonly requests: Requests,
    private readonly pausing: Pausing,
  ) {}

  /** In rounds, until the signal aborts. Throws where one fails: it is not known then what was written. */
  async run(lease: Lease, signal: AbortSignal): Promise<void> {
    try {
      await this.enter(lease);
      while (!signal.aborted) {
        this.woken = new AbortController();
        // It listens before it looks, so that nothing is missed.
        const news = this.tail.wait(lookMs, AbortSignal.any([signal, this.woken.signal]));
        if (await this.round()) this.woken.abort();
        this.last.done = performance.now();
        this.isWarned = false;
        await news;
        await sleep(gatherMs);
      }
      await this.requests.settle(lastMs);
      await this.record();
    } catch (error) {
      if (!signal.aborted) this.warn(error);
      throw error;
    } finally {
      this.requests.drop();
    }
  }

  troubles(): readonly string[] {
    return isOver(this.last.done, stillMs) ? ['webhooks gets nowhere.'] : [];
  }

  /** Reads how everything stands. */
  private async enter(lease: Lease): Promise<void> {
    this.queue.hold(lease);
    this.last.looked = -Infinity;
    this.last.done = performance.now();
    this.known = new Map();
    this.scanner.begin();
    this.begun = await this.queue.standing();
  }

  /** Once, until it goes on. */
  private warn(error: unknown): void {
    if (!this.isWarned) this.logger.warn(`Webhooks wait: ${error instanceof Error ? error.message : String(error)}`);
    this.isWarned = true;
  }

  /** True where there is more to do at once. */
  private async round(): Promise<boolean> {
    await this.record();
    if (isOver(this.last.looked, lookMs)) await this.look();
    const { more, trimmed, start } = await this.scanner.scan(this.active);
    for (const known of trimmed)
      await this.pausing.pause(known, 'trimmed', `The log keeps messages from position ${start + 1} on.`);
    await this.begin();
    if (isOver(this.last.swept, sweepMs) && !(await this.queue.sweep())) this.last.swept = performance.now();
    return more;
  }

  private get active(): Known[] {
    return [...this.known.values()].filter(isActive);
  }

  /** Reads what became of the endpoints. */
  private async look(): Promise<void> {
    this.last.looked = performance.now();
    await this.scanner.save([...this.known.values()]);
    for (const row of await this.queue.endpoints()) {
      const known = this.known.get(row.id);
      if (row.status === 'removed') await this.remove(row.id);
      else if (!known) await this.meet(row);
      else if (known.row.version !== row.version)
        Object.assign(known, { row, cursor: await this.follow(row, known.cursor) });
    }
  }

  private async remove(id: string): Promise<void> {
    this.known.delete(id);
    await this.queue.forget(id);
  }

  private async meet(row: EndpointRow): Promise<void> {
    const { cursors, waiting } = this.begun;
    const cursor = await this.follow(row, cursors.get(row.id));
    this.known.set(row.id, { row, cursor, waiting: waiting.get(row.id) ?? 0, underWay: new Set(), notBefore: 0 });
  }

  /** The cursor, once it knows what the endpoint's events say. */
  private async follow(row: EndpointRow, cursor: Cursor | undefined): Promise<Cursor> {
    const { resumed, replay } = row.endpoint;
    const isKnown = cursor?.resumed === resumed && cursor.replay === (replay?.number ?? 0);
    return isKnown ? cursor : this.queue.follow(row);
  }

  /** Begins what is due, as far as each endpoint has room. */
  private async begin(): Promise<void> {
    const open = this.active.filter(({ waiting, underWay }) => waiting > underWay.size && underWay.size < width);
    if (open.length === 0) return;
    const of = new Map(open.map((known) => [known.row.id, known]));
    // Those that are under way are due as well.
    const due = await this.queue.due([...of.keys()], 2 * width);
    await this.requests.begin(of, due, () => {
      // Each abort makes an error, also where it comes too late.
      if (!this.woken.signal.aborted) this.woken.abort();
    });
  }

  /** Writes down what has ended, then pauses whoever is not to be sent anything any more. */
  private async record(): Promise<void> {
    const ended = this.requests.takeEnded();
    if (ended.length === 0) return;
    await this.queue.record(ended.map(({ outcome }) => outcome));
    for (const { known, outcome } of ended) if (outcome.isDone) known.waiting -= 1;
    for (const { known, pause, outcome } of ended) {
      const { status, error } = outcome.delivery;
      if (pause) await this.pausing.pause(known, pause, error ?? `HTTP ${status}`);
    }
  }
}

const isOver = (since: number, ms: number): boolean => performance.now() - since >= ms;
