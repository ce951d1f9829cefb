import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const entry = z.object({ erasureId: z.uuid(), subjects: z.array(z.uuid()).min(1), orderedAt: z.string() });
export type ErasedEntry = z.output<typeof entry>;

/**
 * The list of erasures that is kept apart from the databases, so that one that was restored learns of them: a line of JSON for each, with ids
 * alone. It is only ever added to.
 */
export class ErasedList {
  constructor(readonly file: string) {}

  /** Adds an erasure; it is on disk when this answers. One that stands in the list is not added again. */
  async add(erased: ErasedEntry): Promise<void> {
    if ((await this.all()).some(({ erasureId }) => erasureId === erased.erasureId)) return;
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

  /** Every erasure, each once. A line that a crash broke off is none: its erasure was not carried out yet. */
  async all(): Promise<ErasedEntry[]> {
    const found = new Map<string, ErasedEntry>();
    try {
      for await (const line of createInterface({ input: createReadStream(this.file) })) {
        const read = entry.safeParse(parsed(line));
        if (read.success) found.set(read.data.erasureId, read.data);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return [...found.values()];
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
