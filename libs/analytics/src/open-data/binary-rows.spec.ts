import { describe, expect, it } from '@jest/globals';
import { binaryGroupsOf, type ReadValue } from './binary-rows.js';

const readText: ReadValue = (bytes, from, to) => bytes.toString('utf8', from, to);
const readInteger: ReadValue = (bytes, from) => bytes.readInt32BE(from);

const head = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const end = Buffer.from([0xff, 0xff]);

function field(value: string | number | null): Buffer {
  const bytes = Buffer.alloc(4);
  if (typeof value === 'number') bytes.writeInt32BE(value);
  const content = typeof value === 'number' ? bytes : Buffer.from(value ?? '');
  const length = Buffer.alloc(4);
  length.writeInt32BE(value === null ? -1 : content.length);
  return Buffer.concat([length, content]);
}

const row = (...values: (string | number | null)[]): Buffer =>
  Buffer.concat([Buffer.from([0, values.length]), ...values.map(field)]);

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield await Promise.resolve(bytes.subarray(from, from + size));
}

async function read(bytes: Buffer, chunk: number, size: number) {
  const groups = [];
  for await (const group of binaryGroupsOf(inChunks(bytes, chunk), [readText, readInteger], size)) groups.push(group);
  return groups;
}

describe('rows in the binary format of COPY', () => {
  const bytes = Buffer.concat([head, row('unu', 1), row(null, -2), row('ț', null), row('', 4), row('cinci', 5), end]);

  it.each([1, 2, 3, 7, 19, 20, 64, 1_000])('are the same in chunks of %i bytes', async (chunk) => {
    expect(await read(bytes, chunk, 2)).toEqual([
      {
        size: 2,
        values: [
          ['unu', null],
          [1, -2],
        ],
      },
      {
        size: 2,
        values: [
          ['ț', ''],
          [null, 4],
        ],
      },
      { size: 1, values: [['cinci'], [5]] },
    ]);
  });

  it('are none where there are none', async () => {
    expect(await read(Buffer.concat([head, end]), 5, 2)).toEqual([]);
  });
});
