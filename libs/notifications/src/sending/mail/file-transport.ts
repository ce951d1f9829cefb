import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mail } from './compose.js';
import type { Outcome, Transport } from './transport.js';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';

/** Keeps mail as `.eml` files, where no server is configured. Each is there whole or not at all; only its owner may read it. */
export class FileTransport implements Transport {
  readonly name = 'file';

  constructor(private readonly folder: string) {}

  async send({ raw }: Mail, name: string): Promise<Outcome> {
    const file = `${name}.eml`;
    const unfinished = join(this.folder, `.${file}.part`);
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const handle = await open(unfinished, 'w', 0o600);
      try {
        await handle.writeFile(raw);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(unfinished, join(this.folder, file));
      return { kind: 'sent', code: null, file };
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      const fault = { stage: 'FILE', reason: codeOf(error), code: null, enhanced: null };
      return { kind: 'failed', fault, permanent: false };
    }
  }
}
