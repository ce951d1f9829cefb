import type { Bounds, VisitorRules } from '../config/visitor-settings.js';
import { Problem } from '../problems/problem.js';
import { rateLimitHeaders, tooMany, type Count, type Limit, type LimitRules, type Limits } from './limits.js';
import { mailboxesIn } from './mailboxes.js';
import { networkOf } from './network.js';
import { Proofs } from './proofs.js';

/** Bounds under the name that headers and settings call them by. */
export interface NamedBounds extends Bounds {
  readonly name: string;
}

/** The bounds of public routes that name none of their own: of forms with files, of pages without script, and of others. */
export const filesOfVisitors: NamedBounds = { name: 'files', free: 60, most: 240, seconds: 60 * 60 };
export const pagesOfVisitors: NamedBounds = { name: 'pages', free: 600, most: 600, seconds: 10 * 60 };
export const requestsOfVisitors: NamedBounds = { name: 'public', free: 120, most: 1200, seconds: 10 * 60 };

/** Of each mailbox or telephone, for each name of bounds apart. */
const perMailbox: NamedBounds = { name: 'mailbox', free: 5, most: 20, seconds: 24 * 60 * 60 };

/** Somebody without a key asks for something to be done. */
interface Asked {
  readonly bounds: NamedBounds;
  /** The address of the caller. */
  readonly address: string;
  /** The solution of a challenge, where the caller sent one. */
  readonly proof: string | undefined;
  /** True where nothing may be written of the request: then it is counted in memory. */
  readonly unwritten: boolean;
}

/** Something that is counted in two steps. */
interface Counters {
  /** Rules that callers are told of the first step, and of the last. */
  readonly rules: Readonly<Record<'free' | 'most', LimitRules>>;
  readonly free: Limit;
  /** None where no proof is asked for. */
  readonly proved: Limit | undefined;
}

const ofNetwork = {
  most: 'Too much came from this address. Try again later.',
  proof: 'Much came from this address. Solve the challenge, and send the same again with its solution in Ecou-Proof.',
};
const ofMailbox = {
  most: 'This mailbox or telephone was named too often. Try again later.',
  proof:
    'This mailbox or telephone was named often. Solve the challenge, and send the same again with its solution in Ecou-Proof.',
};
const badProof = 'The proof in Ecou-Proof is wrong, too old, or was used already. Solve the new challenge.';

/**
 * Bounds what callers without a key do: so much from one network, and so much for one mailbox or telephone, counted for all replicas together. Beyond the first
 * bound each request takes a proof of work, so that many people behind one address are served, and a program is slowed down; beyond the
 * second nothing helps but time.
 */
export class Visitors {
  private readonly counters = new Map<string, Counters>();
  private readonly proofs: Proofs;

  constructor(
    private readonly limits: Limits,
    secret: string,
    private readonly rules: VisitorRules,
  ) {
    this.proofs = new Proofs(limits, secret, rules.proofCost);
  }

  visit(asked: Asked): Visit {
    const { unwritten } = asked;
    const { name } = asked.bounds;
    const [network, mailbox] = [
      this.of(asked.bounds, { name, detail: ofNetwork.most, unwritten }),
      this.of(perMailbox, { name: `${name}-mailbox`, detail: ofMailbox.most, unwritten }),
    ];
    return new Visit(asked, { network, mailbox, proofs: this.proofs, counted: this.rules.counted });
  }

  private of(bounds: NamedBounds, told: Omit<LimitRules, 'times' | 'seconds'>): Counters {
    const { name } = told;
    const known = this.counters.get(name);
    if (known) return known;
    const { free, most, seconds } = this.rules.bounds.get(bounds.name) ?? bounds;
    const rules = { free: { ...told, times: free, seconds }, most: { ...told, times: most, seconds } };
    const proved =
      most > free ? this.limits.make({ ...rules.free, name: `${name}-proved`, times: most - free }) : undefined;
    const made = { rules, free: this.limits.make(rules.free), proved };
    this.counters.set(name, made);
    return made;
  }
}

interface Means {
  readonly network: Counters;
  readonly mailbox: Counters;
  readonly proofs: Proofs;
  readonly counted: boolean;
}

/** One request of a stranger. A proof that comes with it holds for all that is counted of it. */
export class Visit {
  private proved = false;

  constructor(
    private readonly asked: Asked,
    private readonly means: Means,
  ) {}

  /** Counts the request for its network; answers the headers that say what is left. Throws 429. */
  async enter(): Promise<Record<string, string>> {
    const { network, counted } = this.means;
    if (!counted) return {};
    const { bounds, address } = this.asked;
    // With the name in it, the table does not tell which networks did two different things.
    const left = await this.pass(network, `${bounds.name} ${networkOf(address)}`, ofNetwork.proof);
    return rateLimitHeaders(network.rules.free, left);
  }

  /** Counts it for the mailboxes and telephones that its body names. Throws 429. */
  async name(body: unknown): Promise<void> {
    const { mailbox, counted } = this.means;
    if (!counted) return;
    for (const key of mailboxesIn(body)) await this.pass(mailbox, `${mailbox.rules.free.name} ${key}`, ofMailbox.proof);
  }

  private async pass({ rules, free, proved }: Counters, key: string, detail: string): Promise<Count> {
    const left = await free.count(key);
    if (!left.over) return left;
    if (!proved) throw tooMany(rules.most, left);
    await this.prove(rules.free, detail, left);
    const counted = await proved.count(key);
    if (counted.over) throw tooMany(rules.most, counted);
    return left;
  }

  /** Takes the proof that came with the request. Throws 429 with a challenge where there is none, or a wrong one. */
  private async prove(rules: LimitRules, detail: string, { seconds }: Count): Promise<void> {
    const { address, bounds, proof } = this.asked;
    const purpose = `${bounds.name} ${networkOf(address)}`;
    this.proved ||= proof !== undefined && (await this.means.proofs.spend(purpose, proof));
    if (this.proved) return;
    throw new Problem(429, 'PROOF_NEEDED', proof === undefined ? detail : badProof, {
      headers: { 'Retry-After': String(seconds), ...rateLimitHeaders(rules, { left: 0, seconds }) },
      more: { challenge: await this.means.proofs.challenge(purpose) },
    });
  }
}
