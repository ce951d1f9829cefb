import { reportPdf, type PdfParts } from './report-pdf.js';

export const pdf = (parts: PdfParts): Promise<Uint8Array> => reportPdf(parts);
