import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/*
 * Notes by C2SP `signed-note`: a text, an empty line, and a line for each signature, which names the key and begins with four bytes of its hash.
 */

/** The algorithm of a key: Ed25519 (1), or a witness's cosignature with its time (4, C2SP `tlog-cosignature`). */
export type KeyKind = 1 | 4;

/** A key that verifies, as people pass it on: `<name>+<hash>+<base64>`. */
export interface VerifierKey {
  readonly name: string;
  readonly kind: KeyKind;
  /** The four bytes that stand before its signatures. */
  readonly id: Buffer;
  readonly publicKey: KeyObject;
  /** Its text. */
  readonly text: string;
}

export interface SignerKey extends VerifierKey {
  readonly privateKey: KeyObject;
}

/** A note in its parts. */
export interface Note {
  /** With the line end of its last line. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  readonly id: Buffer;
  /** The bytes behind the id. */
  readonly bytes: Buffer;
  readonly line: string;
}

const seedBytes = 32;
const idBytes = 4;
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');
const nameForm = /^[^\s+]{1,200}$/;
const lineForm = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;

const idOf = (name: string, typed: Buffer): Buffer =>
  createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, idBytes);

function verifierOf(name: string, kind: KeyKind, raw: Buffer): VerifierKey {
  const typed = Buffer.concat([Uint8Array.of(kind), raw]);
  const id = idOf(name, typed);
  const publicKey = createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' });
  return { name, kind, id, publicKey, text: `${name}+${id.toString('hex')}+${typed.toString('base64')}` };
}

/** The key of a seed of 32 bytes. */
export function signerOf(name: string, seed: Uint8Array, kind: KeyKind = 1): SignerKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(spki.length);
  return { ...verifierOf(name, kind, raw), privateKey };
}

/** The key of a text; `undefined` where it is none, or its hash is not that of the key. */
export function verifierKey(text: string): VerifierKey | undefined {
  const [name = '', id, ...rest] = text.split('+');
  const typed = Buffer.from(rest.join('+'), 'base64');
  const kind = typed[0];
  if (!nameForm.test(name) || (kind !== 1 && kind !== 4) || typed.length !== 1 + seedBytes) return undefined;
  const key = verifierOf(name, kind, typed.subarray(1));
  return key.id.toString('hex') === id ? key : undefined;
}

const lineOf = ({ name, id }: VerifierKey, bytes: Uint8Array): string =>
  `— ${name} ${Buffer.concat([id, bytes]).toString('base64')}\n`;

/** A note of a text, which ends with a line end, signed by each key. */
export const signNote = (text: string, keys: readonly SignerKey[]): string =>
  `${text}\n${keys.map((key) => lineOf(key, sign(null, Buffer.from(text), key.privateKey))).join('')}`;

/** The parts of a note; `undefined` where it is none. */
export function noteOf(note: string): Note | undefined {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n')) return undefined;
  const signatures = note
    .slice(at + 2, -1)
    .split('\n')
    .map((line) => signatureOf(line));
  return signatures.every((one) => one !== undefined) ? { text: note.slice(0, at + 1), signatures } : undefined;
}

function signatureOf(line: string): NoteSignature | undefined {
  const [, name, base64] = lineForm.exec(line) ?? [];
  if (name === undefined || base64 === undefined) return undefined;
  const all = Buffer.from(base64, 'base64');
  return { name, id: all.subarray(0, idBytes), bytes: all.subarray(idBytes), line: `${line}\n` };
}

/** The signature of the key under the note; `undefined` where there is none that verifies. */
export const signatureBy = ({ text, signatures }: Note, key: VerifierKey): NoteSignature | undefined =>
  signatures.find((one) => one.name === key.name && one.id.equals(key.id) && verifies(text, one, key));

function verifies(text: string, { bytes }: NoteSignature, { kind, publicKey }: VerifierKey): boolean {
  if (kind === 1) return verify(null, Buffer.from(text), publicKey, bytes);
  if (bytes.length !== 8 + 64) return false;
  const time = bytes.readBigUInt64BE();
  return verify(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), publicKey, bytes.subarray(8));
}
