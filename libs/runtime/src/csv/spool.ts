import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The written content, to be read once. */
export interface Spooled {
  readonly stream: Readable;
  /** Bytes. */
  readonly size: number;
}

/**
 * Writes pieces one after the other into a file that has no name any more, so that neither a slow reader nor a broken one keeps what
 * the pieces come from, and nothing is left behind however the process ends.
 */
export async function spool(pieces: AsyncIterable<string>): Promise<Spooled> {
  const path = join(tmpdir(), `ecou-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    for await (const piece of pieces) await file.appendFile(piece);
    const { size } = await file.stat();
    return { stream: file.createReadStream({ start: 0 }), size };
  } catch (error) {
    await file.close();
    throw error;
  }
}
