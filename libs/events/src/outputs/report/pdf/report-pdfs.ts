import { builtBeside, Documents } from '@ecou/runtime';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PdfParts } from './report-pdf.js';

/** Makes reports as PDF outside of the event loop, and keeps those that were asked for last. */
@Injectable()
export class ReportPdfs implements OnApplicationShutdown {
  private readonly documents = new Documents<PdfParts>(builtBeside(import.meta.url, './report-pdf.worker.js'));

  /** Throws 503 where too many wait for theirs. */
  get(parts: PdfParts, isPublic: boolean): Promise<Uint8Array> {
    return this.documents.get(parts, isPublic);
  }

  onApplicationShutdown(): Promise<void> {
    return this.documents.end();
  }
}
