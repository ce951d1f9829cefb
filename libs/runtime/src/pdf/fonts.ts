import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create } from 'fontkit';

const require = createRequire(import.meta.url);

type Font = ReturnType<typeof create>;

const parsedOf = (file: string): Font => create(readFileSync(file));

/** Parsed when the first document is made: it takes most of the time of a document. */
let fonts: { readonly regular: Font; readonly bold: Font } | undefined;
export const theFonts = () =>
  (fonts ??= {
    regular: parsedOf(require.resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf')),
    bold: parsedOf(require.resolve('@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf')),
  });

/**
 * A parsed font with no letters yet. A glyph remembers the text that it first stood for, as a no-break space that looks like any other: with those
 * of another document, the same words would make other bytes.
 */
export const unused = (font: Font): Font => Object.assign(Object.create(font) as Font, { _glyphs: {} });

/**
 * A text of which the font has every letter: PDF/A (ISO 19005-2, 6.2.11.8) and PDF/UA (ISO 14289-1, 7.21.8) take no other. What it has no letter for stands there by its
 * code point, as `[U+1F600]`; what nobody sees is left out.
 */
export const legible = (text: string): string =>
  text.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\n -~]/gu, (letter) => {
    const codePoint = letter.codePointAt(0) ?? 0;
    if (theFonts().regular.hasGlyphForCodePoint(codePoint)) return letter;
    if (letter === '\t' || /\p{Z}/u.test(letter)) return ' ';
    if (/\p{Default_Ignorable_Code_Point}/u.test(letter)) return '';
    return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
