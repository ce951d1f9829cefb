import { builtBeside, Threads } from '../threads/threads.js';
import type * as tasks from './code-picture.worker.js';

/** Draws QR codes (ISO/IEC 18004) outside of the event loop. Throws 503 where too many wait for theirs. */
export class Codes {
  private readonly threads = new Threads<typeof tasks>(builtBeside(import.meta.url, './code-picture.worker.js'));

  /** SVG, to be shown in pages. */
  svg(text: string, isPublic: boolean): Promise<string> {
    return this.threads.run('svg', text, isPublic);
  }

  png(text: string, isPublic: boolean): Promise<Uint8Array> {
    return this.threads.run('png', text, isPublic);
  }

  end(): Promise<void> {
    return this.threads.end();
  }
}
