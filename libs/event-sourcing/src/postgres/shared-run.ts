/** Rows of a log in which none is missing, up to a position. */
export interface Run<T> {
  readonly rows: readonly T[];
  readonly position: number;
  /** True where nothing stood behind it when it was read, which began after it was asked for. */
  readonly ended?: boolean;
}

export interface SharedRunOptions<T> {
  readonly positionOf: (row: T) => number;
  /** Reads on behind a position; a run without rows may end there. */
  readonly read: (after: number, limit: number) => Promise<Run<T>>;
  /** Most rows that are kept in memory. */
  readonly most: number;
}

/** The newest rows of a log: readers at its end share what is read there. One that is behind reads by itself. */
export class SharedRun<T> {
  /** The rows behind `from`, up to `to`. */
  private rows: T[] = [];
  private from = -1;
  private to = -1;
  /** True where nothing stood behind `to` when that was read. */
  private ended = false;
  private reading: Promise<void> | undefined;

  constructor(private readonly options: SharedRunOptions<T>) {}

  /** The rows behind a position, at most `limit`; undefined where they are not kept. */
  async after(position: number, limit: number): Promise<Run<T> | undefined> {
    // One that is under way may have begun before the rows were written that its caller was woken for.
    if (position === this.to) await this.reading;
    const isAtEnd = position === this.to;
    if (isAtEnd)
      await (this.reading ??= this.extend(limit).finally(() => {
        this.reading = undefined;
      }));
    if (position < this.from || position > this.to) return undefined;
    const run = this.kept(position, limit);
    return { ...run, ended: isAtEnd && this.ended && run.position === this.to };
  }

  /** Starts anew where a reader has come further by itself. */
  beginAt(position: number): void {
    if (position <= this.to) return;
    this.rows = [];
    this.from = this.to = position;
    this.ended = false;
  }

  private kept(after: number, limit: number): Run<T> {
    const { positionOf } = this.options;
    const start = this.firstBehind(after);
    const rows = this.rows.slice(start, start + limit);
    const last = rows.at(-1);
    return { rows, position: last && last !== this.rows.at(-1) ? positionOf(last) : this.to };
  }

  /** The index of the first row behind a position, by halves: many readers ask for it each time. */
  private firstBehind(position: number): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.rows[middle];
      if (row !== undefined && this.options.positionOf(row) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private async extend(limit: number): Promise<void> {
    const { positionOf, read, most } = this.options;
    const from = this.to;
    const { rows, position, ended = false } = await read(from, limit);
    if (this.to !== from) return; // it began anew meanwhile
    this.rows.push(...rows);
    this.to = position;
    this.ended = ended;
    const surplus = this.rows.splice(0, this.rows.length - most).at(-1);
    if (surplus) this.from = positionOf(surplus);
  }
}
