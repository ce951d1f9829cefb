import { createHash } from 'node:crypto';

/*
 * The tree of RFC 6962 (section 2.1) and RFC 9162 (section 2.1): hashes of leaves and nodes, roots and proofs. A node is named by its level, from 0 for leaves, and its index
 * from the left; only nodes whose whole subtree is full are read.
 */

/** SHA-256. */
export type Hash = Buffer;

/** Answers the hashes of full nodes, in the order of their names. Throws where the tree does not have one. */
export type ReadNodes = (names: readonly NodeName[]) => Promise<readonly Hash[]>;

export interface NodeName {
  readonly level: number;
  readonly index: number;
}

export const emptyRoot: Hash = createHash('sha256').digest();

export const nodeHash = (left: Hash, right: Hash): Hash =>
  createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest();

/** The full nodes that cover the leaves from `from` to `to`, from the left; `from` is 0, or where a subtree of that width begins. */
export function coverOf(from: number, to: number): readonly NodeName[] {
  const nodes: NodeName[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** The hash over the hashes that cover a range. */
const folded = (hashes: readonly Hash[]): Hash =>
  hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));

/** The largest power of two below a number over 1. */
function splitOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The hashes of ranges, read together. */
async function hashesOf(ranges: readonly Range[], read: ReadNodes): Promise<Hash[]> {
  const covers = ranges.map(({ from, to }) => coverOf(from, to));
  const hashes = await read(covers.flat());
  let at = 0;
  return covers.map((cover) => folded(hashes.slice(at, (at += cover.length))));
}

/** The root of the first `size` leaves. */
export async function rootOf(size: number, read: ReadNodes): Promise<Hash> {
  const [root = emptyRoot] = await hashesOf([{ from: 0, to: size }], read);
  return root;
}

function inclusionRanges(index: number, from: number, to: number): Range[] {
  if (to - from <= 1) return [];
  const half = from + splitOf(to - from);
  return index < half
    ? [...inclusionRanges(index, from, half), { from: half, to }]
    : [...inclusionRanges(index, half, to), { from, to: half }];
}

/** The proof that the leaf at an index is among the first `size` (RFC 9162, section 2.1.3). */
export const inclusionProof = (index: number, size: number, read: ReadNodes): Promise<Hash[]> =>
  hashesOf(inclusionRanges(index, 0, size), read);

function consistencyRanges(size: number, { from, to }: Range, isWhole: boolean): Range[] {
  if (size === to) return isWhole ? [] : [{ from, to }];
  const half = from + splitOf(to - from);
  return size <= half
    ? [...consistencyRanges(size, { from, to: half }, isWhole), { from: half, to }]
    : [...consistencyRanges(size, { from: half, to }, false), { from, to: half }];
}

/** The proof that the first `size` leaves are those of the tree with `to` (RFC 9162, section 2.1.4); empty where there is nothing to prove. */
export const consistencyProof = (size: number, to: number, read: ReadNodes): Promise<Hash[]> =>
  size === 0 || size === to ? Promise.resolve([]) : hashesOf(consistencyRanges(size, { from: 0, to }, true), read);
