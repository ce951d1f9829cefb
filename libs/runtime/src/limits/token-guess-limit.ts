import type { Limits } from './limits.js';
import { networkOf } from './network.js';

/** Somebody shows a token. */
export interface Attempt {
  /** The address of the caller (`@CallerAddress()`). */
  readonly address: string;
  /** The thing that the token is of, with its kind, also where there is none: `petition 2026-000123`. */
  readonly thing: string;
  /** True where the token is right (`SecretTokens.opens`). */
  readonly opens: boolean;
}

interface TokenGuessRules {
  /** Wrong tokens of one address, or of one that is known to a thing. */
  readonly times: number;
  readonly seconds: number;
  /** Wrong tokens of all strangers for one thing, in a minute. */
  readonly perMinute: number;
  /** The time that an address is known to a thing that it once opened. */
  readonly knownSeconds: number;
}

const rules: TokenGuessRules = { times: 10, seconds: 15 * 60, perMinute: 60, knownSeconds: 30 * 24 * 60 * 60 };

const detail = 'Too many wrong tokens were shown. Try again later, with the whole token of the receipt.';

/**
 * Slows down whoever guesses tokens. Wrong ones are counted by the caller's address; after ten of them nothing of that address is let in for
 * a while, be it right. An address that has opened a thing before is counted for itself there: it is not kept out by others behind the same
 * address, nor are they let in by it. Wrong tokens for one thing are counted too, and only wrong ones are refused for it: nobody can keep a right
 * one out from elsewhere.
 */
export class TokenGuessLimit {
  private readonly byAddress;
  private readonly byKnown;
  private readonly byThing;
  private readonly known;

  constructor(limits: Limits, { times, seconds, perMinute, knownSeconds }: TokenGuessRules = rules) {
    this.byAddress = limits.make({ name: 'wrong-tokens', times, seconds, detail });
    this.byKnown = limits.make({ name: 'wrong-tokens-known', times, seconds, detail });
    this.byThing = limits.make({ name: 'wrong-tokens-thing', times: perMinute, seconds: 60, detail });
    this.known = limits.memory('opened', knownSeconds);
  }

  /** True where the caller is let in. Throws 429 where they guess too much. Takes the same steps for every wrong token. */
  async admits({ address, thing, opens }: Attempt): Promise<boolean> {
    const from = networkOf(address);
    const pair = `${from} ${thing}`;
    const isKnown = await this.known.has(pair);
    const [limit, key] = isKnown ? [this.byKnown, pair] : [this.byAddress, from];
    await limit.check(key);
    if (opens) {
      if (!isKnown) await this.known.add(pair);
      return true;
    }
    await limit.spend(key);
    if (!isKnown) await this.byThing.spend(thing);
    return false;
  }
}
