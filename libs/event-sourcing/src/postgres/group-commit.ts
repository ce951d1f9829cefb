import { Unavailable } from '../errors.js';

/** The keys of an item. */
export interface Keys {
  /** No other item of a call may hold one of them. */
  readonly alone: readonly string[];
  /** Items of a call may hold them together, in their order. */
  readonly inOrder: readonly string[];
}

/** Something that waits to be written. */
interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly keys: Keys;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  /** Milliseconds, as `performance.now()`. */
  readonly since: number;
}

const batchLimit = 128;
/** Most items that wait; a further one is refused at once. */
const mostWaiting = 10_000;
/** Longest wait: an item that has waited for so long is refused, and nothing of it was sent. */
const longestWaitMs = 10_000;

/**
 * Gathers what comes in while a call is under way, and writes it in the next one: many units, one commit. Items that share a key keep
 * their order; whether they may go into one call, the kind of the key says. An item that waits too long, or finds too many before it,
 * is refused with `Unavailable`.
 */
export class GroupCommit<Item, Answer> {
  private waiting: Waiting<Item, Answer>[] = [];
  private running = false;
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>,
    /** True for an error that is about the items: each is tried by itself then, and only the guilty one fails. */
    private readonly blamesItem: (error: unknown) => boolean,
    private readonly limits = { mostWaiting, longestWaitMs },
  ) {}

  submit(item: Item, keys: Keys): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length >= this.limits.mostWaiting) {
        reject(busy('Too many writes are waiting.'));
        return;
      }
      this.waiting.push({ item, keys, resolve, reject, since: performance.now() });
      if (this.running) this.sweepLater();
      else this.pump();
    });
  }

  private pump(): void {
    const batch = this.take();
    if (batch.length === 0) return;
    this.running = true;
    void this.writeBatch(batch).then(() => {
      // Whoever is answered now may have more to write at once: that goes into the next call, too.
      process.nextTick(() => {
        this.running = false;
        this.pump();
      });
    });
  }

  /** Refuses what has waited too long, as long as anything waits. */
  private sweepLater(): void {
    this.sweeping ??= setTimeout(() => {
      this.sweeping = undefined;
      const oldest = performance.now() - this.limits.longestWaitMs;
      const late = this.waiting.filter(({ since }) => since <= oldest);
      this.waiting = this.waiting.filter(({ since }) => since > oldest);
      for (const { reject } of late) reject(busy('The database did not take it in time.'));
      if (this.waiting.length > 0) this.sweepLater();
    }, this.limits.longestWaitMs / 10).unref();
  }

  private take(): Waiting<Item, Answer>[] {
    const held = new Set<string>();
    /** Keys of those that stay behind: what comes after them must not overtake them. */
    const behind = new Set<string>();
    const batch: Waiting<Item, Answer>[] = [];
    const left: Waiting<Item, Answer>[] = [];
    for (const one of this.waiting) {
      const { alone, inOrder } = one.keys;
      const isFree =
        batch.length < batchLimit && !alone.some((key) => held.has(key)) && !inOrder.some((key) => behind.has(key));
      for (const key of alone) held.add(key);
      if (!isFree) for (const key of inOrder) behind.add(key);
      (isFree ? batch : left).push(one);
    }
    this.waiting = left;
    return batch;
  }

  private async writeBatch(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.write(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => {
        resolve(answers[index] as Answer);
      });
    } catch (error) {
      if (batch.length === 1 || !this.blamesItem(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      for (const one of batch) await this.writeBatch([one]);
    }
  }
}

const busy = (message: string) => new Unavailable('STORE_BUSY', message);
