import type { Language } from '@ecou/contracts';
import { halfYearPdf } from './half-year-pdf.js';
import type { HalfYearAnswer } from './half-year.schemas.js';

/** The content of a document. */
export interface PdfParts {
  readonly report: HalfYearAnswer;
  readonly lang: Language;
  readonly institution: string;
}

export const pdf = ({ report, lang, institution }: PdfParts): Promise<Uint8Array> =>
  halfYearPdf(report, lang, institution);
