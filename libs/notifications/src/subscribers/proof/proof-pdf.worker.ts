import { proofPdf, type ProofParts } from './proof-pdf.js';

export const pdf = (parts: ProofParts): Promise<Uint8Array> => proofPdf(parts);
