import { SystemClock } from '@ecou/event-sourcing';
import { createChallenge, verifySolution } from 'altcha-lib/v1';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Limit, Limits } from './limits.js';

/** The seconds within which a challenge is solved. */
const fresh = 10 * 60;

const clock = new SystemClock();

const payload = z.strictObject({
  algorithm: z.literal('SHA-256'),
  challenge: z.string().max(200),
  number: z.int().min(0),
  salt: z.string().max(500),
  signature: z.string().max(200),
  took: z.number().optional(),
});

/** A riddle that takes a computer about a second, in the form of ALTCHA. */
export type Challenge = Awaited<ReturnType<typeof createChallenge>>;

function parsed(proof: string): z.output<typeof payload> | undefined {
  try {
    return payload.safeParse(JSON.parse(Buffer.from(proof, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/**
 * Proofs of work: a challenge is made for a purpose, signed and not stored; its solution counts once, for that purpose, on whichever replica it
 * is shown.
 */
export class Proofs {
  private readonly used: Limit;

  constructor(
    limits: Limits,
    private readonly secret: string,
    /** The most hashes that a solution takes; half of them on average. */
    private readonly cost: number,
  ) {
    // Longer than a challenge can be solved.
    this.used = limits.make({ name: 'proofs', times: 1, seconds: 2 * fresh, detail: 'This proof was used already.' });
  }

  challenge(purpose: string): Promise<Challenge> {
    // Compared by altcha-lib with the time of the machine.
    const expires = new Date(Date.parse(clock.now()) + fresh * 1000);
    return createChallenge({ hmacKey: this.keyOf(purpose), maxnumber: this.cost, expires });
  }

  /** True where the proof is right for the purpose and not used yet: it is used then. */
  async spend(purpose: string, proof: string): Promise<boolean> {
    const solution = parsed(proof);
    if (!solution || !(await verifySolution(solution, this.keyOf(purpose)))) return false;
    const { over } = await this.used.count(`proof ${solution.signature}`);
    return !over;
  }

  private keyOf(purpose: string): string {
    return createHmac('sha256', this.secret).update(`ecou proof ${purpose}`).digest('base64url');
  }
}
