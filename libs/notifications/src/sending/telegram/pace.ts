import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between calls: of all, and to the same chat. */
export interface Rates {
  readonly everyMs: number;
  readonly perChatMs: number;
}

/** The rates that Telegram asks bots to keep: about 30 messages a second, and one a second in a chat (Bots FAQ, "My bot is hitting limits"). */
export const botRates: Rates = { everyMs: 34, perChatMs: 1_000 };

/** Lets calls of this process through one after another, at the rates that a provider asks for. */
export class Pace {
  /** The time from which the next call may go, in milliseconds since the process began. */
  private free = 0;
  /** The same for each chat that was written to lately, in the order of their times. */
  private readonly chats = new Map<string, number>();

  constructor(private readonly rates: Rates) {}

  /** Resolves when it is the turn of a call to this chat. */
  async turn(chat: string): Promise<void> {
    await this.turnIn(chat);
    const now = performance.now();
    const at = Math.max(now, this.free);
    this.free = at + this.rates.everyMs;
    await sleep(at - now);
  }

  private async turnIn(chat: string): Promise<void> {
    const now = performance.now();
    this.forget(now);
    const at = Math.max(now, this.chats.get(chat) ?? 0);
    this.chats.delete(chat);
    this.chats.set(chat, at + this.rates.perChatMs);
    await sleep(at - now);
  }

  private forget(now: number): void {
    for (const [chat, at] of this.chats) if (at <= now) this.chats.delete(chat);
  }
}
