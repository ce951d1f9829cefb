import { Problem } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { LogReader, type LogEntry, type LogFilter, type LogPage } from '../../log/log.reader.js';
import { DeliveryQueue, type Cursor, type Progress, type Queued } from './delivery-queue.js';
import { matches } from './filter.js';
import { grouped, type Known } from './known.js';

/** Messages that wait for an endpoint, about; the log is not looked through further for it meanwhile. */
const mostWaiting = 10_000;
const pageSize = 500;

/** A part of the log that is looked through for an endpoint. */
interface Scan {
  readonly known: Known;
  /** True of a replay. */
  readonly again: boolean;
  readonly scanned: number;
  /** The last position of a replay. */
  readonly upTo: number;
}

interface Moved {
  readonly scan: Scan;
  readonly scanned: number;
}

/** The outcome of a look through the log. */
export interface Scanned {
  /** True where there is more to look through at once. */
  readonly more: boolean;
  /** Endpoints that missed messages, since the log was trimmed. */
  readonly trimmed: readonly Known[];
  /** The position before the oldest message of the log, where some did. */
  readonly start: number;
}

const nothing: Scanned = { more: false, trimmed: [], start: 0 };

/** Looks through the log for endpoints, and puts what they want into their queues. Those who stand at the same place share the look. */
@Injectable()
export class Scanner {
  private turn = 0;
  /** Cursors as they are written, by endpoint. */
  private written = new Map<string, Cursor>();

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly log: LogReader,
  ) {}

  /** Forgets what was written. */
  begin(): void {
    this.written = new Map();
  }

  /** Looks through a page for those who stand furthest, and one for some of the others. */
  async scan(active: readonly Known[]): Promise<Scanned> {
    const groups = [...grouped(active.flatMap(scansOf), ({ scanned }) => scanned)].sort(([a], [b]) => b - a);
    const [head, ...others] = groups.map(([, scans]) => scans);
    if (!head) return nothing;
    this.turn += 1;
    const other = others[this.turn % Math.max(others.length, 1)];
    const [first, second] = [await this.scanPage(head), other ? await this.scanPage(other) : nothing];
    return {
      more: first.more || second.more || others.length > 1,
      trimmed: [...first.trimmed, ...second.trimmed],
      start: Math.max(first.start, second.start),
    };
  }

  /** Writes how far the log was looked through where nothing was found that would have been written with it. */
  async save(all: readonly Known[]): Promise<void> {
    const idle = all.filter(({ cursor, row }) => this.written.get(row.id)?.scanned !== cursor.scanned);
    if (idle.length === 0) return;
    const moved = idle.map(({ row, cursor }) => ({ endpoint: row.id, again: false, scanned: cursor.scanned }));
    await this.queue.enqueue([], moved);
    for (const known of idle) this.note(known);
  }

  private note({ row, cursor }: Known): void {
    this.written.set(row.id, cursor);
  }

  /** All stand at the same position. */
  private async scanPage(scans: readonly Scan[]): Promise<Scanned> {
    const after = scans[0]?.scanned ?? 0;
    const page = await this.pageAfter(after, commonFilter(scans));
    if (!page) return this.skipTrimmed(scans);
    const isReplay = scans.some(({ again }) => again);
    if (page.next === after && !isReplay) return nothing;
    await this.enqueue(scans, page);
    return { ...nothing, more: page.isFull };
  }

  /** `undefined` where the log does not keep all of it. */
  private async pageAfter(position: number, filter: LogFilter): Promise<LogPage | undefined> {
    try {
      return await this.log.after(position, filter, pageSize);
    } catch (error) {
      if (error instanceof Problem && error.status === 410) return undefined;
      throw error;
    }
  }

  private async enqueue(scans: readonly Scan[], { items, next }: LogPage): Promise<void> {
    const found = scans.map((scan) => items.filter((entry) => isWanted(scan, entry)).map(queuedFor(scan)));
    const moved = scans.map((scan) => ({ scan, scanned: Math.min(next, scan.upTo) }));
    // A cursor that passes what was found is written with it; others when there is time.
    const toWrite = moved.filter(({ scan }, index) => scan.again || found[index]?.length);
    if (toWrite.length > 0) await this.write(found.flat(), toWrite);
    for (const one of moved) one.scan.known.cursor = movedTo(one);
    for (const { scan } of toWrite) if (!scan.again) this.note(scan.known);
  }

  private async write(found: readonly Queued[], moved: readonly Moved[]): Promise<void> {
    const counts = await this.queue.enqueue(found, moved.map(toProgress));
    const known = new Map(moved.map(({ scan }) => [scan.known.row.id, scan.known]));
    for (const { endpoint, count } of counts) {
      const one = known.get(endpoint);
      if (one) one.waiting += count;
    }
  }

  private async skipTrimmed(scans: readonly Scan[]): Promise<Scanned> {
    const start = await this.log.start();
    const moved = scans.map((scan) => ({ scan, scanned: Math.min(start, scan.upTo) }));
    await this.write([], moved);
    for (const one of moved) one.scan.known.cursor = movedTo(one);
    return { more: true, start, trimmed: scans.filter(({ again }) => !again).map(({ known }) => known) };
  }
}

function scansOf(known: Known): Scan[] {
  const { waiting, cursor } = known;
  if (waiting >= mostWaiting) return [];
  const { scanned, replayScanned, replayTo } = cursor;
  const live = { known, again: false, scanned, upTo: Infinity };
  return replayScanned === null ? [live] : [live, { known, again: true, scanned: replayScanned, upTo: replayTo ?? 0 }];
}

/** The messages that any of them wants, as far as the log can be asked for them. */
function commonFilter(scans: readonly Scan[]): LogFilter {
  const filters = scans.map(({ known }) => known.row.endpoint.settings.filter);
  const wantsAll = filters.some(({ types }) => types === null);
  const types = wantsAll ? undefined : [...new Set(filters.flatMap((filter) => filter.types ?? []))];
  const [only] = filters;
  return { types, key: filters.length === 1 ? (only?.key ?? undefined) : undefined };
}

const isWanted = ({ known, upTo }: Scan, entry: LogEntry): boolean =>
  entry.position <= upTo && matches(known.row.endpoint.settings.filter, entry);

const queuedFor =
  ({ known, again }: Scan) =>
  ({ position, partitionkey: key }: LogEntry): Queued => ({ endpoint: known.row.id, again, position, key });

const toProgress = ({ scan, scanned }: Moved): Progress => ({
  ...{ endpoint: scan.known.row.id, again: scan.again, scanned },
});

function movedTo({ scan: { known, again, upTo }, scanned }: Moved): Cursor {
  const { cursor } = known;
  if (!again) return { ...cursor, scanned };
  return scanned < upTo ? { ...cursor, replayScanned: scanned } : { ...cursor, replayScanned: null, replayTo: null };
}
