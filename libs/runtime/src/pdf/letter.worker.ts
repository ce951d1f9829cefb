import { letterPdf, type Letter } from './letter.js';

export const pdf = (letter: Letter): Promise<Uint8Array> => letterPdf(letter);
