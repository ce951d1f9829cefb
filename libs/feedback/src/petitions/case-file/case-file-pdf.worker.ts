import type { Language } from '@ecou/contracts';
import type { CaseFile } from './case-file.js';
import { caseFilePdf } from './case-file-pdf.js';

/** The content of a document. */
export interface PdfParts {
  readonly file: CaseFile;
  readonly lang: Language;
  readonly institution: string;
}

export const pdf = ({ file, lang, institution }: PdfParts): Promise<Uint8Array> => caseFilePdf(file, lang, institution);
