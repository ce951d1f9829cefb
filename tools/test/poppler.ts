import { findPackage } from './debian.ts';

/** Makes sure of Poppler's tools (`pdftotext`, `pdfinfo`), by which tests read documents. Answers where they are from. */
export const findPoppler = (): Promise<string> => findPackage('poppler-utils', 'pdftotext', '-v');
