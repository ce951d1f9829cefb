import { noteOf, signatureBy, type Note, type VerifierKey } from '@ecou/runtime/receipts';

/** The state of a log that its key signs (C2SP `tlog-checkpoint`). */
export interface Checkpoint {
  readonly origin: string;
  /** Leaves. */
  readonly size: number;
  readonly root: Buffer;
}

export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`;

/** The checkpoint that a note holds; `undefined` where it holds none. */
export function checkpointOf({ text }: Note): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = text.split('\n');
  const bytes = Buffer.from(root, 'base64');
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(size) || bytes.length !== 32) return undefined;
  return { origin, size: Number(size), root: bytes };
}

/** The checkpoint of a note that one of the keys has signed; `undefined` where none has. */
export function openCheckpoint(text: string, keys: readonly VerifierKey[]): Checkpoint | undefined {
  const note = noteOf(text);
  return note && keys.some((key) => signatureBy(note, key)) ? checkpointOf(note) : undefined;
}
