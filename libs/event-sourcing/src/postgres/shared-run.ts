/** Rows of a log in which none is missing, up to a position. */
export interface Run<T> {
  readonly rows: readonly T[];
  readonly position: number;
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
  private reading: Promise<void> | undefined;

  constructor(private readonly options: SharedRunOptions<T>) {}

  /** The rows behind a position, at most `limit`; undefined where they are not kept. */
  async after(position: number, limit: number): Promise<Run<T> | undefined> {
    // One that is under way may have begun before the rows were written that its caller was woken for.
    if (position === this.to) await this.reading;
    if (position === this.to)
      await (this.reading ??= this.extend(limit).finally(() => {
        this.reading = undefined;
      }));
    return position >= this.from && position <= this.to ? this.kept(position, limit) : undefined;
  }

  /** Starts anew where a reader has come further by itself. */
  beginAt(position: number): void {
    if (position <= this.to) return;
    this.rows = [];
    this.from = this.to = position;
  }

  private kept(after: number, limit: number): Run<T> {
    const { positionOf } = this.options;
    const start = this.rows.findIndex((row) => positionOf(row) > after);
    const rows = start < 0 ? [] : this.rows.slice(start, start + limit);
    const last = rows.at(-1);
    return { rows, position: last && last !== this.rows.at(-1) ? positionOf(last) : this.to };
  }

  private async extend(limit: number): Promise<void> {
    const { positionOf, read, most } = this.options;
    const from = this.to;
    const { rows, position } = await read(from, limit);
    if (this.to !== from) return; // it began anew meanwhile
    this.rows.push(...rows);
    this.to = position;
    const surplus = this.rows.splice(0, this.rows.length - most).at(-1);
    if (surplus) this.from = positionOf(surplus);
  }
}
