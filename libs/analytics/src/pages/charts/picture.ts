import type { Format } from '../../formats.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The meaning of a bar's length, or of that of a part of it. */
export interface Cell {
  /** The bar, by its id. */
  readonly bar: string;
  /** The part, by its id. */
  readonly part: string;
  readonly value: number;
}

/** Bars that are made of parts, in one language. */
export interface Picture {
  /** `rows`: a bar to the right of each label; `months`: a bar above each month, whose ids are their first days. */
  readonly layout: 'rows' | 'months';
  /** In their order. */
  readonly bars: readonly Named[];
  /** In their order, each with its colour. */
  readonly parts: readonly (Named & { readonly colour: string })[];
  readonly cells: readonly Cell[];
  /** Bars of which nothing is told, by their ids. */
  readonly withheld: readonly string[];
  readonly format: Format;
  /** The measure, with its unit. */
  readonly measure: string;
  /** The begin of the scale and its least end; 0, and the longest bar, by default. */
  readonly scale?: readonly [from: number, to: number];
}

/** Colours that are told apart on white, also by those who see fewer of them. */
export const colours = [
  '#1f4e79',
  '#d17a00',
  '#2e7d4f',
  '#8a1c1c',
  '#7a5195',
  '#0f8a9d',
  '#8c6d1f',
  '#c2417c',
  '#5c6670',
  '#2b2b2b',
] as const;

/** Colours with a meaning. */
export const good = '#1f4e79';
export const bad = '#d17a00';
export const neutral = '#7f8790';
