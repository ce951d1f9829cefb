import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '@ecou/event-sourcing';
import { Publisher } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { LogReader, type LogEntry } from '../../log/log.reader.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import type { Due, Queued } from './delivery-queue.js';
import type { Known } from './known.js';
import { payloadOf } from './payload.js';
import { Poster, type Answered } from './poster.js';
import { verdictOn, type Verdict } from './verdict.js';

/** Requests to an endpoint at a time, each about another key. */
export const width = 10;

/** An attempt that has ended. */
export interface Ended extends Verdict {
  readonly known: Known;
}

/** The requests that are under way, and what became of them. */
@Injectable()
export class Requests {
  private counts = new AbortController();
  private ended: Ended[] = [];
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly poster: Poster,
    private readonly log: LogReader,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly metrics: DeliveryMetrics,
  ) {}

  /** Begins what is due, as far as an endpoint has room. `onEnd` is called whenever one has ended. */
  async begin(of: ReadonlyMap<string, Known>, due: readonly Due[], onEnd: () => void): Promise<void> {
    const chosen = due.filter((one) => hasRoom(of.get(one.endpoint), one));
    const entries = await this.log.at([...new Set(chosen.map(({ position }) => position))]);
    const byPosition = new Map(entries.map((entry) => [entry.position, entry]));
    for (const one of chosen) {
      const known = of.get(one.endpoint);
      // Each takes some of the room.
      if (known && hasRoom(known, one)) this.start(known, one, byPosition.get(one.position), onEnd);
    }
  }

  /** The attempts that have ended since they were taken last. */
  takeEnded(): readonly Ended[] {
    const ended = this.ended.splice(0);
    for (const { known, outcome } of ended) known.underWay.delete(nameOf(outcome.queued));
    return ended;
  }

  /** Ends what is under way; nothing of it counts. */
  drop(): void {
    this.counts.abort();
    this.counts = new AbortController();
    this.ended = [];
  }

  /** Until all have ended, or the time is over. */
  async settle(ms: number): Promise<void> {
    const settled = new AbortController();
    const late = sleep(ms, undefined, { signal: settled.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.underWay), late]);
    settled.abort();
  }

  private start(known: Known, due: Due, entry: LogEntry | undefined, onEnd: () => void): void {
    known.underWay.add(nameOf(due));
    const request = this.send(known, due, entry).then(onEnd);
    this.underWay.add(request);
    void request.finally(() => this.underWay.delete(request));
  }

  private async send(known: Known, due: Due, entry: LogEntry | undefined): Promise<void> {
    const { signal } = this.counts;
    const at = this.clock.now();
    const { id, endpoint } = known.row;
    const options = { now: at, again: due.again, signal };
    const answered = entry
      ? await this.poster.post({ id, ...endpoint }, payloadOf(entry, this.publisher.publicUrl), options)
      : notKept;
    if (signal.aborted) return;
    const attempt = { due, entry, at, endedAt: this.clock.now(), chance: Math.random() };
    this.ended.push({ known, ...verdictOn(answered, attempt) });
    if (entry) this.metrics.attempted(answered);
  }
}

const nameOf = ({ again, position }: Queued): string => `${again} ${position}`;

const hasRoom = (known: Known | undefined, one: Queued): boolean =>
  known !== undefined && known.underWay.size < width && !known.underWay.has(nameOf(one));

/** The answer about a message that is not sent, since the log does not keep it any more. */
const notKept: Answered = {
  ...{ status: null, response: null, retryAfter: undefined, durationMs: 0 },
  error: 'The log does not keep the message any more.',
};
