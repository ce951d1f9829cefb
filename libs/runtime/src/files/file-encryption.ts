import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { Unavailable, type SubjectKeys } from '@ecou/event-sourcing';

/** The first bytes of an encrypted file; others were kept before files were encrypted, and are answered as they are. */
const mark = Buffer.from('ecou file v1\n');
const idBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;

/** The number of bytes from which a file tells whether it is encrypted, and under which key. */
export const headBytes = mark.length + idBytes + nonceBytes + tagBytes;

/** True for the bytes of an encrypted file, of which the head is enough. */
export const isEncryptedFile = (kept: Buffer): boolean => keyIn(kept) !== undefined;

/**
 * Encrypts files by AES-256-GCM, each under a data key of its own, whose id stands in its head: once it is destroyed, copies that are still
 * somewhere open no more. A file is bound to its name.
 */
export class FileEncryption {
  constructor(
    private readonly dataKeys: SubjectKeys,
    /** False: new files are kept as they are. */
    private readonly encrypts = true,
  ) {}

  /** The bytes as they are to be kept. */
  async seal(name: string, bytes: Uint8Array): Promise<Uint8Array> {
    if (!this.encrypts) return bytes;
    const id = randomUUID();
    const dataKey = (await this.dataKeys.made([id])).get(id);
    if (!dataKey) throw new Error('A key that was just made is gone.');
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([mark, bytesOf(id), nonce, cipher.getAuthTag(), sealed]);
  }

  /**
   * The bytes as they were; `undefined` where their key was destroyed. Throws `Unavailable`, and where they are not those that were kept under
   * this name.
   */
  async open(name: string, kept: Buffer): Promise<Buffer | undefined> {
    const id = keyIn(kept);
    if (id === undefined) return kept;
    const dataKey = (await this.dataKeys.known([id])).get(id);
    if (dataKey === null) return undefined;
    if (!dataKey) throw new Unavailable('KEY_MISSING', 'The key of a file is missing.', 60);
    return opened(dataKey, name, kept);
  }

  /** Destroys the key of a file, given by its head; nothing happens where it is not encrypted. */
  async forget(head: Buffer): Promise<void> {
    const id = keyIn(head);
    if (id !== undefined) await this.dataKeys.destroy([id]);
  }
}

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

/** The id of the data key of an encrypted file. */
function keyIn(kept: Buffer): string | undefined {
  if (kept.length < headBytes || !kept.subarray(0, mark.length).equals(mark)) return undefined;
  const hex = kept.subarray(mark.length, mark.length + idBytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function opened(dataKey: Buffer, name: string, kept: Buffer): Buffer {
  const nonceAt = mark.length + idBytes;
  const tagAt = nonceAt + nonceBytes;
  const decipher = createDecipheriv('aes-256-gcm', dataKey, kept.subarray(nonceAt, tagAt), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(name)).setAuthTag(kept.subarray(tagAt, headBytes));
  return Buffer.concat([decipher.update(kept.subarray(headBytes)), decipher.final()]);
}
