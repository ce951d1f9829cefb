import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
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
}

/** Something that each key may do so often, counted for all replicas of all services together. A key that is an address stands for its network (`networkOf`). */
export interface Limit {
  /** Throws 429 where the key has done it too often already. Counts nothing. */
  check(key: string): Promise<void>;
  /** Counts once. Throws 429 where that is too often. */
  spend(key: string): Promise<void>;
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
    return {
      check: async (key) => {
        const spent = await limiter.get(this.hash(key));
        if (spent && spent.consumedPoints >= rules.times) throw tooMany(rules, spent);
      },
      spend: async (key) => {
        await limiter.consume(this.hash(key)).catch((error: unknown) => {
          throw error instanceof RateLimiterRes ? tooMany(rules, error) : error;
        });
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

  private limiter({ name, times, seconds }: Omit<LimitRules, 'detail'>): RateLimiterPostgres {
    const common = { keyPrefix: name, points: times, duration: seconds };
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

/** RFC 9110 `Retry-After`, and the fields of the IETF draft on RateLimit headers. */
function tooMany({ name, times, seconds, detail }: LimitRules, { msBeforeNext }: RateLimiterRes): Problem {
  const wait = String(Math.max(1, Math.ceil(msBeforeNext / 1000)));
  return new Problem(429, 'TOO_MANY_REQUESTS', detail, {
    headers: {
      'Retry-After': wait,
      'RateLimit-Policy': `"${name}";q=${times};w=${seconds}`,
      RateLimit: `"${name}";r=0;t=${wait}`,
    },
  });
}
