import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';

const entry = z.object({ erasureId: z.uuid(), subjects: z.array(z.uuid()).min(1), orderedAt: z.string() });
export type ErasedEntry = z.output<typeof entry>;

/**
 * The list of erasures that is kept apart from the databases, so that one that was restored learns of them: a line of JSON for each, with ids
 * alone. It is only ever added to.
 */
export class ErasedList {
  /** Ids that were read so far, and the bytes in which they stand. */
  private known = { ids: new Set<string>(), bytes: 0 };
  private turn: Promise<unknown> = Promise.resolve();

  constructor(readonly file: string) {}

  /** Adds an erasure; it is on disk when this answers. One that stands in the list is not added again. */
  add(erased: ErasedEntry): Promise<void> {
    const added = this.turn.then(() => this.addInTurn(erased));
    this.turn = added.catch(() => undefined);
    return added;
  }

  /** Every erasure, each once. A line that a crash broke off is none: its erasure was not carried out yet. */
  async all(): Promise<ErasedEntry[]> {
    return [...new Map(entriesIn(await this.bytesFrom(0)).map((one) => [one.erasureId, one])).values()];
  }

  private async addInTurn(erased: ErasedEntry): Promise<void> {
    await this.readOn();
    if (this.known.ids.has(erased.erasureId)) return;
    await mkdir(dirname(this.file), { recursive: true });
    const handle = await open(this.file, 'a', 0o600);
    try {
      // After what a crash broke off, a line of its own.
      await handle.appendFile(`\n${JSON.stringify(erased)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Reads what was added meanwhile, here or by another process: whole lines. */
  private async readOn(): Promise<void> {
    const size = await stat(this.file).then(
      (file) => file.size,
      () => 0,
    );
    // Another file was put in its place.
    if (size < this.known.bytes) this.known = { ids: new Set(), bytes: 0 };
    const added = await this.bytesFrom(this.known.bytes);
    const whole = added.subarray(0, added.lastIndexOf('\n') + 1);
    for (const { erasureId } of entriesIn(whole)) this.known.ids.add(erasureId);
    this.known.bytes += whole.length;
  }

  private async bytesFrom(start: number): Promise<Buffer> {
    try {
      return await buffer(createReadStream(this.file, { start }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return Buffer.alloc(0);
    }
  }
}

function entriesIn(bytes: Buffer): ErasedEntry[] {
  return bytes
    .toString()
    .split('\n')
    .flatMap((line) => {
      const read = entry.safeParse(parsed(line));
      return read.success ? [read.data] : [];
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
