import { createHash } from 'node:crypto';
import { canonical as canonicalText } from '@ecou/event-sourcing';

/** A registration as the public log names it: nothing of what it says. */
export interface Leaf {
  /** `petition`, `ballot`, `report`, `attendance-correction`, `recommendation-decision`. */
  readonly kind: string;
  /** By which people name it; `null` where it has none. */
  readonly number: string | null;
  /** ISO 8601; `null` where the time would tell who it was. */
  readonly registeredAt: string | null;
  /** SHA-256 of the salted record, hexadecimal. */
  readonly commitment: string;
}

/** The bytes of a JSON value by RFC 8785 (JCS), which writes numbers and texts as `JSON.stringify` does. Names that are whole numbers are not for it. */
export const canonical = (value: object): Buffer => Buffer.from(canonicalText(value));

/** SHA-256, hexadecimal, of the canonical form of `{record, salt}`: without the salt, nobody can try out what the record said. */
export const commitmentOf = (salt: string, record: object): string =>
  createHash('sha256').update(canonical({ record, salt })).digest('hex');

/** The bytes of a leaf, which stand in the log. */
export const leafBytes = ({ kind, number, registeredAt, commitment }: Leaf): Buffer =>
  canonical({ kind, number, registeredAt, commitment });

/** The hash of a leaf (RFC 6962, section 2.1). */
export const leafHash = (bytes: Uint8Array): Buffer =>
  createHash('sha256').update(Uint8Array.of(0)).update(bytes).digest();
