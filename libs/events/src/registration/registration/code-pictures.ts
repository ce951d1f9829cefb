import { Representation } from '@ecou/runtime';
import { Codes } from '@ecou/runtime/codes';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/** Draws the codes that are shown at the door. */
@Injectable()
export class CodePictures implements OnApplicationShutdown {
  private readonly codes = new Codes();

  /** The code as SVG, to be shown in pages. */
  svgOf(code: string, isPublic: boolean): Promise<string> {
    return this.codes.svg(code, isPublic);
  }

  /** The code as a picture, or as the text that stands in it. */
  async drawn(code: string, format: 'svg' | 'png' | 'text', isPublic: boolean): Promise<Representation> {
    if (format === 'text') return new Representation('text/plain', code);
    if (format === 'svg') return new Representation('image/svg+xml', await this.svgOf(code, isPublic));
    return new Representation('image/png', await this.codes.png(code, isPublic));
  }

  onApplicationShutdown(): Promise<void> {
    return this.codes.end();
  }
}
