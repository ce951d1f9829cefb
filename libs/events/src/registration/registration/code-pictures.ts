import { builtBeside, Representation, Threads } from '@ecou/runtime';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type * as tasks from './code-picture.worker.js';

/** Draws the codes that are shown at the door, outside of the event loop. */
@Injectable()
export class CodePictures implements OnApplicationShutdown {
  private readonly threads = new Threads<typeof tasks>(builtBeside(import.meta.url, './code-picture.worker.js'));

  /** The code as SVG, to be shown in pages. */
  svgOf(code: string, isPublic: boolean): Promise<string> {
    return this.threads.run('svg', code, isPublic);
  }

  /** The code as a picture, or as the text that stands in it. */
  async drawn(code: string, format: 'svg' | 'png' | 'text', isPublic: boolean): Promise<Representation> {
    if (format === 'text') return new Representation('text/plain', code);
    if (format === 'svg') return new Representation('image/svg+xml', await this.svgOf(code, isPublic));
    return new Representation('image/png', await this.threads.run('png', code, isPublic));
  }

  onApplicationShutdown(): Promise<void> {
    return this.threads.end();
  }
}
