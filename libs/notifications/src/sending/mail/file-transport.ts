import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEncryption } from '@ecou/runtime';
import type { Mail } from './compose.js';
import type { Outcome } from '../channel.js';
import type { Transport } from './transport.js';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';

const fileOf = (name: string): string => `${name}.eml`;
const unfinishedOf = (file: string): string => `.${file}.part`;
const isUnfinished = (file: string): boolean => /^\..*\.eml\.part$/.test(file);

/**
 * Keeps mail as `.eml` files, where no server is configured: each encrypted under a key of its own, there whole or not at all, and for its owner
 * alone. Files that were left unfinished go at the start: where one is somebody else's who writes it just now, that sending fails, and is tried
 * again.
 */
export class FileTransport implements Transport {
  readonly name = 'file';
  private readonly tidied: Promise<void>;

  constructor(
    private readonly folder: string,
    private readonly encryption: FileEncryption,
  ) {
    this.tidied = this.tidy();
  }

  async send({ raw }: Mail, name: string): Promise<Outcome> {
    const file = fileOf(name);
    const unfinished = join(this.folder, unfinishedOf(file));
    await this.tidied;
    try {
      const sealed = await this.encryption.seal(file, raw);
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const handle = await open(unfinished, 'w', 0o600);
      try {
        await handle.writeFile(sealed);
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

  /** A file that stands is a mail that was sent. */
  async trace(name: string): Promise<Outcome | undefined> {
    const file = fileOf(name);
    return access(join(this.folder, file)).then(
      () => ({ kind: 'sent', code: null, file }),
      () => undefined,
    );
  }

  /** Never throws: what cannot be removed does no harm. */
  private async tidy(): Promise<void> {
    try {
      for (const file of await readdir(this.folder))
        if (isUnfinished(file)) await rm(join(this.folder, file), { force: true });
    } catch {
      return;
    }
  }
}
