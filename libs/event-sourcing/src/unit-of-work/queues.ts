/** Gives the turn at a name to one after the other, in the order in which they asked. */
export class Queues {
  private readonly tails = new Map<string, Promise<void>>();

  /** Waits for the turn; the function that it answers gives it on. */
  async enter(name: string): Promise<() => void> {
    const before = this.tails.get(name);
    let leave!: () => void;
    const turn = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.tails.set(name, turn);
    await before;
    return () => {
      if (this.tails.get(name) === turn) this.tails.delete(name);
      leave();
    };
  }
}
