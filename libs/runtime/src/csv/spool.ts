import { randomUUID } from 'node:crypto';
import { createReadStream, read } from 'node:fs';
import type { Readable } from 'node:stream';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The written content, to be read once. */
export interface Spooled {
  readonly stream: Readable;
  /** Bytes. */
  readonly size: number;
}

/** Places of the first and of the last byte, from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A stream that has ended closes nothing: others read, too. */
const sharedFile = {
  read,
  close: (_fd: number, done: () => void): void => {
    done();
  },
};

/** Written content that stands in a file without a name: it goes once it was closed and everybody has read. */
export class SpoolFile {
  /** Bytes. */
  readonly size: number;
  private readonly file: FileHandle;
  private readers = 0;
  private isClosed = false;

  constructor(file: FileHandle, size: number) {
    this.file = file;
    this.size = size;
  }

  /** All of it, or a part. */
  read(range?: ByteRange): Readable {
    const stream = createReadStream('', { fd: this.file.fd, fs: sharedFile, start: 0, ...range });
    this.readers += 1;
    stream.once('close', () => {
      this.readers -= 1;
      if (this.isClosed) this.end();
    });
    return stream;
  }

  close(): void {
    this.isClosed = true;
    this.end();
  }

  private end(): void {
    if (this.readers === 0) void this.file.close();
  }
}

/**
 * Writes pieces one after the other into a file that has no name any more, so that neither a slow reader nor a broken one keeps what
 * the pieces come from, and nothing is left behind however the process ends.
 */
export async function spoolFile(pieces: AsyncIterable<string | Uint8Array>): Promise<SpoolFile> {
  const path = join(tmpdir(), `ecou-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    for await (const piece of pieces) await file.appendFile(piece);
    const { size } = await file.stat();
    return new SpoolFile(file, size);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Pieces in such a file, to be read once. */
export async function spool(pieces: AsyncIterable<string>): Promise<Spooled> {
  const file = await spoolFile(pieces);
  const stream = file.read();
  file.close();
  return { stream, size: file.size };
}
