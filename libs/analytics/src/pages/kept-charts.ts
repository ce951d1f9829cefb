import { Clock, Unavailable } from '@ecou/event-sourcing';
import { ConcurrencyLimit, ReadModels } from '@ecou/runtime';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { setTimeout as wait } from 'node:timers/promises';
import { FiguresReader } from '../star/figures/figures.reader.js';
import { endOfDay } from '../star/days.js';
import { quoted } from '../star/relations.js';
import { sourcesOf } from './sources.js';
import type { Chart, ChartRow } from './charts/chart.js';
import { charts } from './charts/charts.js';
import { dayOf } from '../formats.js';

/** Milliseconds between two looks at what came. */
const restMs = 2_000;
/** The rest after a round, in times of the time that it took: drawing again takes at most a fifth of a core. */
const restShare = 4;
/** Most charts of days that are kept. */
const mostOfDays = 200;
/** Most answers of the database that are kept for other charts of the same rows. */
const mostRows = 8;
/** Most that are drawn at a time for those who wait, and most who wait. */
const atATime = 2;
const waiting = 24;

/** A chart as it was drawn. */
export interface Drawn {
  readonly chart: Chart;
  /** The end of this day, `YYYY-MM-DD`; `null`: all that is known. */
  readonly asOf: string | null;
  /** The day that it is about: that, or today. */
  readonly day: string;
  /** Of the newest message that was read. */
  readonly position: number;
  readonly rows: readonly ChartRow[];
}

interface Kept {
  readonly drawn: Drawn;
  /** Up to this position no message changes it. */
  checked: number;
}

/**
 * Keeps charts as they were drawn: those of all that is known are drawn again beside the requests, after messages that change them; those of a day once, unless a
 * message comes late that was recorded before it ended.
 */
@Injectable()
export class KeptCharts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(KeptCharts.name);
  private readonly stopping = new AbortController();
  private readonly newest = new Map<string, Kept>();
  private readonly ofDays = new LRUCache<string, Kept>({ max: mostOfDays });
  private readonly making = new Map<string, Promise<Kept>>();
  /** By their `SELECT`: it names a position, so what it answers never changes. Some charts show the same rows. */
  private readonly rows = new LRUCache<string, readonly ChartRow[]>({ max: mostRows });
  private readonly turns = new ConcurrencyLimit({
    ...{ atATime, waiting, busy: () => new Unavailable('CHARTS_BUSY', 'Too many charts are being drawn.', 5) },
  });
  private running: Promise<void> = Promise.resolve();
  private isWarned = false;

  constructor(
    private readonly reader: FiguresReader,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** A chart of all that is known, or of what was known at the end of a day. Throws 503 while the star is being built, or where too many wait. */
  async get(chart: Chart, asOf: string | null): Promise<Drawn> {
    if (asOf === null) return (this.newest.get(chart.name) ?? (await this.make(chart, null, await this.head()))).drawn;
    const kept = this.ofDays.get(keyOf(chart, asOf));
    const head = await this.head();
    const holds = kept && (await this.holds(kept, head));
    return (holds ? kept : await this.turns.take(() => this.make(chart, asOf, head))).drawn;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const began = performance.now();
      try {
        const head = await this.head();
        for (const chart of charts.values()) await this.refresh(chart, head);
        this.isWarned = false;
      } catch (error) {
        this.warn(error);
      }
      const took = performance.now() - began;
      await wait(Math.max(restMs, took * restShare), undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async refresh(chart: Chart, head: number): Promise<void> {
    this.stopping.signal.throwIfAborted();
    const kept = this.newest.get(chart.name);
    if (!kept || kept.drawn.day !== this.today() || !(await this.holds(kept, head))) await this.make(chart, null, head);
  }

  /** The position of the newest message in the star. */
  private async head(): Promise<number> {
    return (await this.reader.live()).position;
  }

  /** True where no message came up to a position that changes it. */
  private async holds(kept: Kept, head: number): Promise<boolean> {
    const { chart, asOf } = kept.drawn;
    if (head <= kept.checked) return true;
    const before = asOf === null ? '' : `AND time < ${endOfDay(`date ${quoted(asOf)}`)}`;
    const changing = await this.readModels.query(
      `SELECT FROM messages WHERE position > $1 AND position <= $2 AND type = ANY ($3) ${before} LIMIT 1`,
      [kept.checked, head, sourcesOf(chart)],
    );
    if (changing.length > 0) return false;
    kept.checked = head;
    return true;
  }

  /** Those who ask for the same at the same time wait for the same. */
  private make(chart: Chart, asOf: string | null, head: number): Promise<Kept> {
    const key = keyOf(chart, asOf);
    const making = this.making.get(key) ?? this.draw(chart, asOf, head).finally(() => this.making.delete(key));
    this.making.set(key, making);
    return making;
  }

  private async draw(chart: Chart, asOf: string | null, position: number): Promise<Kept> {
    const relations = new Map<string, string>();
    for (const figure of chart.figures) {
      const { sql } = await this.reader.query(figure, { asOf: asOf ?? undefined, position });
      relations.set(figure, `(${sql})`);
    }
    const day = asOf ?? this.today();
    const rows = await this.read(chart.sql((figure) => relations.get(figure) ?? figure, day));
    const kept = { drawn: { chart, asOf, day, position, rows }, checked: position };
    if (asOf === null) this.newest.set(chart.name, kept);
    else this.ofDays.set(keyOf(chart, asOf), kept);
    return kept;
  }

  private async read(sql: string): Promise<readonly ChartRow[]> {
    const rows = this.rows.get(sql) ?? (await this.readModels.query<ChartRow>(sql));
    this.rows.set(sql, rows);
    return rows;
  }

  private today(): string {
    return dayOf(this.clock.now());
  }

  /** Once, until it goes on. */
  private warn(error: unknown): void {
    if (!this.isWarned && !(error instanceof Unavailable) && !this.stopping.signal.aborted)
      this.logger.warn(`Charts stand still: ${error instanceof Error ? error.message : String(error)}`);
    this.isWarned = true;
  }
}

const keyOf = ({ name }: Chart, asOf: string | null): string => `${name} ${asOf ?? ''}`;
