import { nodeHash, type Hash, type NodeName } from './merkle.js';

/*
 * Tiles by C2SP `tlog-tiles`: a tile holds up to 256 hashes of a level that is a multiple of eight; the levels between are computed from it.
 */

/** Levels of the tree in a tile. */
const height = 8;
export const tileWidth = 2 ** height;
const hashBytes = 32;

/** A tile by its level (of tiles) and its index from the left. */
export interface TileName {
  readonly level: number;
  readonly index: number;
}

/** A tile with its hashes, one after the other. */
export interface Tile extends TileName {
  readonly hashes: Buffer;
}

export const keyOf = ({ level, index }: TileName): string => `${level}/${index}`;

/** The number of hashes in a tile. */
export const widthOf = ({ length }: Buffer): number => length / hashBytes;

/** The tile in which a node stands, or from which it is computed. */
export function tileOf({ level, index }: NodeName): TileName {
  const within = level % height;
  return { level: (level - within) / height, index: Math.floor((index * 2 ** within) / tileWidth) };
}

/** The hash of a full node, from the hashes of its tile; `undefined` where the tile is too short for it. */
export function nodeIn({ level, index }: NodeName, hashes: Buffer): Hash | undefined {
  const width = 2 ** (level % height);
  const first = (index * width) % tileWidth;
  if (first + width > widthOf(hashes)) return undefined;
  const row = Array.from({ length: width }, (_, at) =>
    hashes.subarray((first + at) * hashBytes, (first + at + 1) * hashBytes),
  );
  return subtreeOf(row);
}

function subtreeOf(hashes: readonly Hash[]): Hash | undefined {
  let row = hashes;
  while (row.length > 1) {
    const pairs: Hash[] = [];
    for (let at = 0; at < row.length; at += 2) pairs.push(nodeHash(row[at] as Hash, row[at + 1] as Hash));
    row = pairs;
  }
  return row[0];
}

/** The names of the tiles that grow when leaves are added to so many: one of each level that is not full. */
export function edgeOf(size: number): readonly TileName[] {
  const edge: TileName[] = [];
  for (let [level, nodes] = [0, size]; nodes > 0; level += 1, nodes = Math.floor(nodes / tileWidth))
    if (nodes % tileWidth > 0) edge.push({ level, index: Math.floor(nodes / tileWidth) });
  return edge;
}

/**
 * Adds the hashes of leaves to a tree with `size` leaves, of which the tiles at its edge are given. Answers every tile that has changed, with all of its
 * hashes.
 */
export function grow(size: number, edge: readonly Tile[], leaves: readonly Hash[]): readonly Tile[] {
  const before = new Map(edge.map((tile) => [keyOf(tile), tile.hashes]));
  const changed: Tile[] = [];
  let added = leaves;
  for (let [level, nodes] = [0, size]; added.length > 0; level += 1, nodes = Math.floor(nodes / tileWidth)) {
    const tiles = grownLevel({ level, nodes }, before, added);
    changed.push(...tiles);
    added = tiles.flatMap(({ hashes }) => (widthOf(hashes) === tileWidth ? [full(hashes)] : []));
  }
  return changed;
}

const full = (hashes: Buffer): Hash =>
  subtreeOf(
    Array.from({ length: tileWidth }, (_, at) => hashes.subarray(at * hashBytes, (at + 1) * hashBytes)),
  ) as Hash;

function grownLevel(
  { level, nodes }: { readonly level: number; readonly nodes: number },
  before: ReadonlyMap<string, Buffer>,
  added: readonly Hash[],
): Tile[] {
  const tiles: Tile[] = [];
  let [index, room] = [Math.floor(nodes / tileWidth), tileWidth - (nodes % tileWidth)];
  const known = before.get(keyOf({ level, index }));
  if (nodes % tileWidth > 0 && (!known || widthOf(known) !== nodes % tileWidth))
    throw new Error(`The tile ${keyOf({ level, index })} does not fit the size of the log.`);
  let standing = nodes % tileWidth > 0 && known ? [known] : [];
  for (let at = 0; at < added.length; at += room, room = tileWidth, index += 1, standing = []) {
    tiles.push({ level, index, hashes: Buffer.concat([...standing, ...added.slice(at, at + room)]) });
  }
  return tiles;
}
