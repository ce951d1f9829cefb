import { builtBeside, Documents } from '@ecou/runtime';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PdfParts } from './case-file-pdf.worker.js';

/** Makes whole files of petitions as PDF outside of the event loop, and keeps those that were asked for last. */
@Injectable()
export class CaseFilePdfs implements OnApplicationShutdown {
  private readonly documents = new Documents<PdfParts>(builtBeside(import.meta.url, './case-file-pdf.worker.js'));

  /** Throws 503 where too many wait for theirs. */
  get(parts: PdfParts): Promise<Uint8Array> {
    return this.documents.get(parts, false);
  }

  onApplicationShutdown(): Promise<void> {
    return this.documents.end();
  }
}
