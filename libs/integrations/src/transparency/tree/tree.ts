import { Unavailable } from '@ecou/event-sourcing';
import type { RunSql } from '@ecou/runtime';
import type { Hash, NodeName, ReadNodes } from './merkle.js';
import { keyOf, nodeIn, tileOf, tileWidth, type TileName } from './tiles.js';

/** The tree does not have what its size says: somebody changed the tables. */
export class TreeBroken extends Unavailable {
  constructor(message: string) {
    super('LOG_BROKEN', message, 3_600);
  }
}

/** The tree as the tables have it, read in a transaction. */
export class Tree {
  constructor(private readonly run: RunSql) {}

  /** The number of leaves. */
  async size(): Promise<number> {
    const [row] = await this.run<{ size: number | string }>('SELECT size FROM transparency_log');
    return Number(row?.size ?? 0);
  }

  /** Throws `TreeBroken` where a tile is missing or too short. */
  readonly nodes: ReadNodes = async (names) => {
    const tiles = await this.tiles(names.map((name) => tileOf(name)));
    return names.map((name) => hashIn(name, tiles));
  };

  /** The first `width` hashes of a tile; `undefined` where it does not have as many. */
  async tile(name: TileName, width: number): Promise<Buffer | undefined> {
    const hashes = (await this.tiles([name])).get(keyOf(name));
    return hashes && hashes.length >= width * 32 ? hashes.subarray(0, width * 32) : undefined;
  }

  /** The leaves of a bundle, each behind its length in two bytes; `undefined` where there are not as many. */
  async entries(index: number, width: number): Promise<Buffer | undefined> {
    const rows = await this.run<{ entry: Buffer }>(
      'SELECT entry FROM transparency_leaves WHERE index >= $1 AND index < $2 ORDER BY index',
      [index * tileWidth, index * tileWidth + width],
    );
    if (rows.length < width) return undefined;
    return Buffer.concat(rows.flatMap(({ entry }) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]));
  }

  /** The index of a leaf by its hash; `undefined` where the log does not have it. */
  async indexOf(hash: Buffer): Promise<number | undefined> {
    const [row] = await this.run<{ index: number | string | null }>(
      `SELECT min(index) AS index FROM transparency_leaves WHERE sha256('\\x00'::bytea || entry) = $1`,
      [hash],
    );
    return row?.index == null ? undefined : Number(row.index);
  }

  private async tiles(names: readonly TileName[]): Promise<ReadonlyMap<string, Buffer>> {
    const wanted = [...new Map(names.map((name) => [keyOf(name), name])).values()];
    const rows = await this.run<{ level: number; index: number | string; hashes: Buffer }>(
      `SELECT level, index, hashes FROM transparency_tiles
       JOIN unnest($1::smallint[], $2::bigint[]) AS wanted (level, index) USING (level, index)`,
      [wanted.map(({ level }) => level), wanted.map(({ index }) => index)],
    );
    return new Map(rows.map((row) => [keyOf({ level: row.level, index: Number(row.index) }), row.hashes]));
  }
}

function hashIn(name: NodeName, tiles: ReadonlyMap<string, Buffer>): Hash {
  const tile = tileOf(name);
  const hashes = tiles.get(keyOf(tile));
  const hash = hashes && nodeIn(name, hashes);
  if (!hash) throw new TreeBroken(`The log lacks the tile ${keyOf(tile)}, or a part of it.`);
  return hash;
}
