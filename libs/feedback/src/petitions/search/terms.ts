import type { Position } from '@ecou/contracts';
import { termsOf, wordsIn, type Term } from '@ecou/runtime';

const shortest = 3;
/** The beginning of a word that is compared: Romanian puts articles and cases at its end (`trotuar`, `trotuarului`). */
const stem = 6;

/** Words of a text by their first six letters; shorter ones than three are left out. */
export const wordTerms = (text: string): Term[] =>
  termsOf(
    'word',
    wordsIn(text)
      .filter((word) => word.length >= shortest)
      .map((word) => word.slice(0, stem)),
  );

/** Degrees: about 111 m to the north, and 80 m to the east at the latitude of Romania. */
const side = 0.001;
const cellAt = (x: number, y: number): Term => ({ kind: 'cell', value: `${x} ${y}` });
const cellOf = ([longitude, latitude]: Position) =>
  [Math.floor(longitude / side), Math.floor(latitude / side)] as const;

/** The cell of a grid in which a position lies. */
export const cellTerm = (position: Position): Term => cellAt(...cellOf(position));

/** The cell and the eight around it: whatever is nearer than about 80 m lies in one of them, and nothing that is farther than about 270 m. */
export function cellsAround(position: Position): Term[] {
  const [x, y] = cellOf(position);
  const steps = [-1, 0, 1];
  return steps.flatMap((east) => steps.map((north) => cellAt(x + east, y + north)));
}
