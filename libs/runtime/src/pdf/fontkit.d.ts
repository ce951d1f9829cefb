declare module 'fontkit' {
  interface Font {
    hasGlyphForCodePoint(codePoint: number): boolean;
  }

  /** Parses a font; tables are read when they are needed. */
  export function create(bytes: Uint8Array): Font;
}
