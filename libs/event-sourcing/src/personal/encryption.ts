import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { canonical } from '../same.js';
import { Unavailable } from '../errors.js';

/** The place of an envelope: a stream, and the name of a field. */
export interface Place {
  readonly stream: string;
  readonly field: string;
}

/** The data keys of people, by the ids of subjects: 32 random bytes each. */
export interface SubjectKeys {
  /** The keys of subjects, made at first use and kept before this answers; `null` where a key was destroyed. Throws `Unavailable`. */
  made(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>>;

  /** The keys of subjects that have one; `null` where it was destroyed. Throws `Unavailable` where the store of keys is away. */
  known(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>>;

  /** Destroys the keys of subjects for good, and lets none be made for them; a repeat changes nothing. Throws `Unavailable`. */
  destroy(subjects: readonly string[]): Promise<void>;
}

/** An encrypted value: where it belongs, and nonce, ciphertext and tag as base64url. */
interface Encrypted extends Place {
  readonly bytes: string;
}

const isEncrypted = (value: unknown): value is Encrypted =>
  typeof value === 'object' &&
  value !== null &&
  ['stream', 'field', 'bytes'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string');

/** The codec of encrypted values. */
export const encryptedCodec = 'aes-256-gcm';

const nonceBytes = 12;
const tagBytes = 16;

/** The place that an encrypted value was sealed for. */
export const placeOf = (value: unknown): Place | undefined => (isEncrypted(value) ? value : undefined);

/**
 * Encrypts values by AES-256-GCM under a key that is made of the subject's own, bound to subject, stream and field as associated data. The
 * nonce is an HMAC of place and value (a synthetic one, as in RFC 5297): the same value of a person at the same place looks the same, so
 * that a repeat is recognised, and nobody without the person's key can tell.
 */
export class Encryption {
  constructor(private readonly keys: SubjectKeys) {}

  /** The keys under which values of these people are sealed; `null` for one who was erased. */
  keysFor(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    return this.keys.made(subjects);
  }

  /** Answers `undefined` where the person was erased. Throws `Unavailable` where the key cannot be had, and where it never was. */
  async open(subject: string, value: unknown): Promise<unknown> {
    if (!isEncrypted(value)) throw new Error('An encrypted value has neither place nor bytes.');
    const key = (await this.keys.known([subject])).get(subject);
    if (key === null) return undefined;
    // A database that was restored beside an older store of keys: nobody was erased.
    if (key === undefined) throw new Unavailable('KEY_MISSING', 'The key of a personal value is missing.', 60);
    return decrypted(key, subject, value);
  }
}

/** Encrypts a value for its place. */
export function encrypted(key: Buffer, subject: string, { stream, field }: Place, value: unknown): object {
  const { encrypting, naming } = subkeysOf(key);
  const bound = boundTo(subject, { stream, field });
  const plaintext = Buffer.from(canonical(value));
  const nonce = createHmac('sha256', naming)
    .update(bound)
    .update('\0')
    .update(plaintext)
    .digest()
    .subarray(0, nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', encrypting, nonce).setAAD(bound);
  const bytes = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return { stream, field, bytes: bytes.toString('base64url') };
}

/** Throws where the value was sealed under another key, or for another person or place. */
function decrypted(key: Buffer, subject: string, { stream, field, bytes: text }: Encrypted): unknown {
  const bytes = Buffer.from(text, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', subkeysOf(key).encrypting, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(boundTo(subject, { stream, field }));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const plaintext = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  return JSON.parse(plaintext.toString('utf8')) as unknown;
}

const boundTo = (subject: string, { stream, field }: Place): Buffer =>
  Buffer.from(JSON.stringify([subject, stream, field]));

interface Subkeys {
  readonly encrypting: Buffer;
  readonly naming: Buffer;
}

const derived = new WeakMap<Buffer, Subkeys>();

/** Of one key, two: one for each use. */
function subkeysOf(key: Buffer): Subkeys {
  const known = derived.get(key);
  if (known) return known;
  const of = (use: string) => Buffer.from(hkdfSync('sha256', key, '', `ecou envelope v1 ${use}`, 32));
  const subkeys = { encrypting: of('encryption'), naming: of('nonce') };
  derived.set(key, subkeys);
  return subkeys;
}
