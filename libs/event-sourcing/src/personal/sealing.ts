import { same } from '../same.js';
import { envelopesIn, isSealed, type Sealed } from './envelope.js';
import type { Vault } from './vault.js';

/** A value that belongs to a person, as somebody sent it: it is sealed before the rules see it. */
export class Personal<T> {
  constructor(readonly value: T) {}
}

/** A command before sealing: a `Personal` value may stand wherever the command has an envelope. */
export type Unsealed<T> =
  T extends Sealed<infer V>
    ? Personal<V> | Sealed<V>
    : T extends readonly (infer I)[]
      ? readonly Unsealed<I>[]
      : T extends object
        ? { readonly [K in keyof T]: Unsealed<T[K]> }
        : T;

/** A value with its envelopes opened; `null` where the person was erased. */
export type Opened<T> =
  T extends Sealed<infer V>
    ? V | null
    : T extends readonly (infer I)[]
      ? Opened<I>[]
      : T extends object
        ? { [K in keyof T]: Opened<T[K]> }
        : T;

/** Opens every envelope in a value. */
export async function opened<T>(vault: Vault, value: T): Promise<Opened<T>> {
  if (typeof value !== 'object' || value === null) return value as Opened<T>;
  if (Array.isArray(value)) return (await Promise.all(value.map((item) => opened(vault, item)))) as Opened<T>;
  if (isSealed(value)) return ((await vault.open(value)) ?? null) as Opened<T>;
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await opened(vault, inner)] as const);
  return Object.fromEntries(await Promise.all(entries)) as Opened<T>;
}

/**
 * Seals what belongs to one person. Where the same value stands in an envelope already, that one is taken, so that a command that is sent
 * again is recognised.
 */
export class Sealing {
  private readonly standing: readonly Sealed[];

  constructor(
    private readonly vault: Vault,
    /** Random id of the person. */
    private readonly subject: string,
    /** The state with the envelopes that stand. */
    private readonly state: unknown,
  ) {
    this.standing = envelopesIn(state);
  }

  /** The command with its personal values sealed. */
  async seal<T>(command: Unsealed<T>): Promise<T> {
    return (await this.sealed(command, this.state)) as T;
  }

  /** `counterpart`: what stands at the same place in the state. */
  private async sealed(value: unknown, counterpart: unknown): Promise<unknown> {
    if (value instanceof Personal) return this.envelopeOf(value.value, counterpart);
    if (typeof value !== 'object' || value === null || isSealed(value)) return value;
    const before = (counterpart ?? {}) as Record<string, unknown>;
    const entries = await Promise.all(
      Object.entries(value).map(async ([key, inner]) => [key, await this.sealed(inner, before[key])] as const),
    );
    return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
  }

  /** The envelope at the same place is asked first: it is the one that a repeated command had. */
  private async envelopeOf(value: unknown, counterpart: unknown): Promise<Sealed> {
    for (const envelope of [...(isSealed(counterpart) ? [counterpart] : []), ...this.standing]) {
      if (same(await this.vault.open(envelope), value)) return envelope;
    }
    return this.vault.seal(this.subject, value);
  }
}
