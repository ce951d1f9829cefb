import type { Sealed } from '@ecou/event-sourcing';
import { optional, text } from '@ecou/runtime';

/** A value that belongs to a person, as somebody sent it: it is sealed before the rules see it. */
export class Personal<T> {
  constructor(readonly value: T) {}
}

/** The field of a body that holds a text of a person: trimmed, not empty, of so many characters at most. */
export const personalText = (max: number) => text(max).transform((value) => new Personal(value));

/** The same for a field that may be left out: `null` then. Marked last, since documents tell no default of what is transformed inside. */
export const optionalPersonalText = (max: number) => optional(text(max)).transform(personalOrNull);

export const personalOrNull = <T>(value: T | null): Personal<T> | null => (value === null ? null : new Personal(value));

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

/** True for an envelope. */
export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && 'codec' in value && 'subject' in value && 'value' in value;
