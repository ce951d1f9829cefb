import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { Problem } from '../problems/problem.js';
import { identitySchema } from '../identity/api-keys.js';
import { networkOf } from './network.js';

/** The number of times that something may be done. */
export interface LimitRules {
  /** Stands in the headers and before the keys: `wrong-tokens`. */
  readonly name: string;
  readonly times: number;
  /** Counted from the first of them. */
  readonly seconds: number;
  /** The sentence of the problem document. */
  readonly detail: string;
  /** Each process counts for itself, and nothing is written. */
  readonly unwritten?: boolean;
}

/** Something that each key may do so often, counted for all replicas of all services together. A key that is an address stands for its network (`networkOf`). */
export interface Limit {
  /** Throws 429 where the key has done it too often already. Counts nothing. */
  check(key: string): Promise<void>;
  /** Counts once. Throws 429 where that is too often. */
  spend(key: string): Promise<void>;
  /** Counts once, and says what is left. */
  count(key: string): Promise<Count>;
}

/** The state of a counter after it has counted once more. */
export interface Count {
  /** True where that was once too often. */
  readonly over: boolean;
  /** The number of times that are left. */
  readonly left: number;
  /** Until the counter begins anew, in whole seconds. */
  readonly seconds: number;
}

/**
 * Counters in the database of identity, kept as keyed hashes, so that no table tells addresses; they are not logged, and begin anew after a
 * crash of the database. While it is away, each process counts by itself.
 */
export class Limits {
  private clearing = false;

  constructor(
    private readonly pool: Pool,
    private readonly secret: string,
  ) {}

  make(rules: LimitRules): Limit {
    const limiter = this.limiter(rules);
    const count = async (key: string): Promise<Count> => {
      const spent = await limiter.consume(this.hash(key)).catch((error: unknown) => {
        if (error instanceof RateLimiterRes) return error;
        throw error;
      });
      return countOf(rules, spent);
    };
    return {
      count,
      check: async (key) => {
        const spent = await limiter.get(this.hash(key));
        if (spent && spent.consumedPoints >= rules.times) throw tooMany(rules, countOf(rules, spent));
      },
      spend: async (key) => {
        const counted = await count(key);
        if (counted.over) throw tooMany(rules, counted);
      },
    };
  }

  /** Keys that are remembered for so long. */
  memory(name: string, seconds: number): { has(key: string): Promise<boolean>; add(key: string): Promise<void> } {
    const limiter = this.limiter({ name, times: 1, seconds });
    return {
      has: async (key) => (await limiter.get(this.hash(key))) !== null,
      add: async (key) => {
        await limiter.set(this.hash(key), 1, seconds);
      },
    };
  }

  private limiter({ name, times, seconds, unwritten }: Omit<LimitRules, 'detail'>): RateLimiterAbstract {
    const common = { keyPrefix: name, points: times, duration: seconds };
    if (unwritten) return new RateLimiterMemory(common);
    const first = !this.clearing;
    this.clearing = true;
    return new RateLimiterPostgres({
      ...common,
      storeClient: this.pool,
      storeType: 'pool',
      schemaName: identitySchema,
      tableName: 'limits',
      tableCreated: true,
      // One of them removes the expired rows of all.
      clearExpiredByTimeout: first,
      insuranceLimiter: new RateLimiterMemory(common),
    });
  }

  private hash(key: string): string {
    return createHmac('sha256', this.secret)
      .update(`ecou limits ${networkOf(key)}`)
      .digest('base64url');
  }
}

const countOf = ({ times }: LimitRules, { consumedPoints, msBeforeNext }: RateLimiterRes): Count => ({
  over: consumedPoints > times,
  left: Math.max(0, times - consumedPoints),
  seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
});

/** `RateLimit` and `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10. */
export const rateLimitHeaders = (
  { name, times, seconds }: Omit<LimitRules, 'detail'>,
  { left, seconds: wait }: Omit<Count, 'over'>,
): Record<string, string> => ({
  'RateLimit-Policy': `"${name}";q=${times};w=${seconds}`,
  RateLimit: `"${name}";r=${left};t=${wait}`,
});

/** 429, with the fields above and `Retry-After` (RFC 9110). */
export function tooMany(rules: LimitRules, { seconds }: Count): Problem {
  return new Problem(429, 'TOO_MANY_REQUESTS', rules.detail, {
    headers: { 'Retry-After': String(seconds), ...rateLimitHeaders(rules, { left: 0, seconds }) },
  });
}
