import { leafHash } from '@ecou/runtime/receipts';
import { describe, expect, it } from '@jest/globals';
import { consistencyProof, inclusionProof, nodeHash, rootOf, type Hash, type ReadNodes } from './merkle.js';
import { edgeOf, grow, keyOf, nodeIn, tileOf, type Tile } from './tiles.js';

/*
 * The reference vectors of Certificate Transparency (`merkle_tree_test.cc`, RFC 6962), which transparency-dev keeps on as those of RFC 9162:
 * eight leaves, the root of each size, and proofs.
 */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const emptyRoot = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const inclusions: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const consistencies: readonly (readonly [number, number, readonly string[]])[] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

const hexOf = (hashes: readonly Hash[]): string[] => hashes.map((hash) => hash.toString('hex'));

/** A tree that is kept in tiles; each call adds leaves. */
class TiledTree {
  readonly tiles = new Map<string, Buffer>();
  size = 0;

  add(hashes: readonly Hash[]): this {
    const edge = edgeOf(this.size).map((name): Tile => ({ ...name, hashes: this.tiles.get(keyOf(name)) as Buffer }));
    for (const tile of grow(this.size, edge, hashes)) this.tiles.set(keyOf(tile), tile.hashes);
    this.size += hashes.length;
    return this;
  }

  readonly read: ReadNodes = (names) =>
    Promise.resolve(names.map((name) => nodeIn(name, this.tiles.get(keyOf(tileOf(name))) as Buffer) as Hash));
}

const hashes = leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex')));
const tree = new TiledTree().add(hashes);

/** The definition of RFC 6962, word for word. */
function definition(of: readonly Hash[]): Hash {
  if (of.length === 1) return of[0] as Hash;
  let half = 1;
  while (half * 2 < of.length) half *= 2;
  return nodeHash(definition(of.slice(0, half)), definition(of.slice(half)));
}

describe('the tree', () => {
  it('has the reference roots', async () => {
    expect((await rootOf(0, tree.read)).toString('hex')).toBe(emptyRoot);
    for (const [at, root] of roots.entries()) expect((await rootOf(at + 1, tree.read)).toString('hex')).toBe(root);
  });

  it.each(inclusions)('has the reference proof that leaf %i is among %i', async (index, size, proof) => {
    expect(hexOf(await inclusionProof(index, size, tree.read))).toEqual(proof);
  });

  it.each(consistencies)('has the reference proof that %i leaves are the first of %i', async (from, to, proof) => {
    expect(hexOf(await consistencyProof(from, to, tree.read))).toEqual(proof);
  });

  it('is the same however leaves come into tiles: one by one, or thousands at once', async () => {
    const many = Array.from({ length: 66_000 }, (_, at) => leafHash(Buffer.from(String(at))));
    const [atOnce, inParts] = [new TiledTree().add(many), new TiledTree()];
    for (let at = 0, width = 1; at < many.length; at += width, width = (width * 7 + 3) % 611)
      inParts.add(many.slice(at, at + width));
    expect(inParts.size).toBe(many.length);
    expect(inParts.tiles).toEqual(atOnce.tiles);
    for (const size of [255, 257, 511, 65_537])
      expect(await rootOf(size, atOnce.read)).toEqual(definition(many.slice(0, size)));
  });
});
