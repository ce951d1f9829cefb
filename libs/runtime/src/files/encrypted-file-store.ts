import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { headBytes, type FileEncryption } from './file-encryption.js';
import { FileStore } from './file-store.js';

/** Files that are encrypted, each under a key of its own. Bytes are told when all are there, since a tag proves them together. */
export class EncryptedFileStore extends FileStore {
  constructor(
    private readonly files: FileStore,
    private readonly encryption: FileEncryption,
  ) {
    super();
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.files.put(key, await this.encryption.seal(key, bytes));
  }

  async get(key: string): Promise<Readable | undefined> {
    const stream = await this.files.get(key);
    const bytes = stream && (await this.encryption.open(key, await buffer(stream)));
    return bytes && Readable.from([bytes], { objectMode: false });
  }

  exists(key: string): Promise<boolean> {
    return this.files.exists(key);
  }

  keys(): AsyncIterable<string> {
    return this.files.keys();
  }

  /** The key goes first: a crash in between leaves bytes that nobody can read, until they are removed again. */
  async remove(key: string): Promise<void> {
    const stream = await this.files.get(key);
    if (stream) await this.encryption.forget(await beginningOf(stream));
    await this.files.remove(key);
  }
}

/** As many bytes as a head has, or fewer where there are no more. */
async function beginningOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length >= headBytes) break;
  }
  return Buffer.concat(parts);
}
