/** A turn at a name. */
export interface Turn {
  /** Gives the turn to the next; a repeat does nothing. */
  leave(): void;
}

/** Gives the turn at a name to one after the other, in the order in which they asked. */
export class Queues {
  private readonly tails = new Map<string, Promise<void>>();
  private readonly sent = new Map<string, Promise<unknown>>();

  /** Waits for the turn. */
  async enter(name: string): Promise<Turn> {
    const before = this.tails.get(name);
    let next!: () => void;
    const tail = new Promise<void>((resolve) => {
      next = resolve;
    });
    this.tails.set(name, tail);
    await before;
    return {
      leave: () => {
        if (this.tails.get(name) === tail) this.tails.delete(name);
        next();
      },
    };
  }

  /** Notes what was sent in a turn, and is under way when the next one begins. */
  send(name: string, sending: Promise<unknown>): void {
    const ended = sending.then(
      () => undefined,
      () => undefined,
    );
    this.sent.set(name, ended);
    void ended.then(() => {
      if (this.sent.get(name) === ended) this.sent.delete(name);
    });
  }

  /** Waits until what was sent in earlier turns has come to its end. */
  async drained(name: string): Promise<void> {
    await this.sent.get(name);
  }
}
