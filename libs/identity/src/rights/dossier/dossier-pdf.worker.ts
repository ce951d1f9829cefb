import { dossierPdf, type DossierParts } from './dossier-pdf.js';

export const pdf = (parts: DossierParts): Promise<Uint8Array> => dossierPdf(parts);
