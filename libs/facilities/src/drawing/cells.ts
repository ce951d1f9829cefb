import { boxesOf, type BoundingBox } from '../views/globe.js';

/** Degrees of a cell's side: 64 pixels at the equator, where a tile of the zoom has 256. */
export const cellSide = (zoom: number): number => 90 / 2 ** zoom;

/** The cells that a box touches at most. */
export function cellsIn(box: BoundingBox, zoom: number): number {
  const along = (degrees: number) => Math.ceil(degrees / cellSide(zoom)) + 1;
  const within = boxesOf(box).map(([west, south, east, north]) => along(east - west) * along(north - south));
  return within.reduce((sum, cells) => sum + cells, 0);
}
