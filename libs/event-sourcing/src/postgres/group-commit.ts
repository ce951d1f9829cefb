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
}

const batchLimit = 128;

/**
 * Gathers what comes in while a call is under way, and writes it in the next one: many units, one commit. Items that share a key keep
 * their order; whether they may go into one call, the kind of the key says.
 */
export class GroupCommit<Item, Answer> {
  private waiting: Waiting<Item, Answer>[] = [];
  private running = 0;

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>,
    /** Whether an error is about the items, so that each is tried by itself and only the guilty one fails. */
    private readonly blamesItem: (error: unknown) => boolean,
  ) {}

  submit(item: Item, keys: Keys): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, keys, resolve, reject });
      if (this.running === 0) this.pump();
    });
  }

  private pump(): void {
    const batch = this.take();
    if (batch.length === 0) return;
    this.running += 1;
    void this.writeBatch(batch).finally(() => {
      this.running -= 1;
      this.pump();
    });
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
