/** Something that waits to be written, with the keys that no other may hold in the same call. */
interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly keys: readonly string[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

const batchLimit = 128;

/**
 * Gathers what comes in while a call is under way, and writes it in the next one: many units, one commit. Two items that share a key
 * never go into one call, and keep their order.
 */
export class GroupCommit<Item, Answer> {
  private waiting: Waiting<Item, Answer>[] = [];
  private running = 0;

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>,
    /** Whether an error is about the items, so that each is tried by itself and only the guilty one fails. */
    private readonly blamesItem: (error: unknown) => boolean,
  ) {}

  submit(item: Item, keys: readonly string[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, keys, resolve, reject });
      if (this.running === 0) this.pump();
    });
  }

  private pump(): void {
    const batch = this.take();
    if (batch.length === 0) return;
    this.running += 1;
    void this.settle(batch).finally(() => {
      this.running -= 1;
      this.pump();
    });
  }

  private take(): Waiting<Item, Answer>[] {
    const held = new Set<string>();
    const batch: Waiting<Item, Answer>[] = [];
    const left: Waiting<Item, Answer>[] = [];
    for (const one of this.waiting) {
      const free = batch.length < batchLimit && !one.keys.some((key) => held.has(key));
      // The keys of one that stays behind are held too: what comes after it must not overtake it.
      for (const key of one.keys) held.add(key);
      (free ? batch : left).push(one);
    }
    this.waiting = left;
    return batch;
  }

  private async settle(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
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
      for (const one of batch) await this.settle([one]);
    }
  }
}
