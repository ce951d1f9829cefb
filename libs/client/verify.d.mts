/** A line of a verifier: right, wrong, or `null` for what could not be checked. */
export interface Line {
  readonly ok: boolean | null;
  readonly says: string;
}

interface Key {
  readonly name: string;
  readonly id: string;
  readonly kind: number;
  readonly text: string;
}

export function canonical(value: unknown): string;
export function rootOf(hashes: readonly Uint8Array[]): Promise<Uint8Array>;
export function rootByInclusion(
  index: number,
  size: number,
  hash: Uint8Array,
  proof: readonly Uint8Array[],
): Promise<Uint8Array | undefined>;
export function isConsistent(
  from: number,
  to: number,
  fromRoot: Uint8Array,
  toRoot: Uint8Array,
  proof: readonly Uint8Array[],
): Promise<boolean>;
export function keyOf(text: string): Promise<Key | undefined>;
export function verifyReceipt(
  receipt: object,
  given?: { readonly proof?: object; readonly trusted?: readonly string[] },
): Promise<Line[]>;
export function audit(given: {
  readonly read: (path: string) => Promise<Uint8Array>;
  readonly list?: () => Promise<readonly (readonly object[])[]>;
  readonly keys: readonly Key[];
  readonly kept?: readonly string[];
}): Promise<{ readonly lines: Line[]; readonly note: string | undefined }>;
