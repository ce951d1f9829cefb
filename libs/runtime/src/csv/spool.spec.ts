import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { spool, spoolFile } from './spool.js';

// eslint-disable-next-line @typescript-eslint/require-await -- pieces come as they do from a list
async function* pieces(...all: string[]) {
  yield* all;
}

describe('a spool', () => {
  it('gives back all pieces in their order, with their size', async () => {
    const { stream, size } = await spool(pieces('ședință,', 'a'.repeat(100_000), '!'));
    const whole = await text(stream);
    expect([whole, size]).toEqual([`ședință,${'a'.repeat(100_000)}!`, Buffer.byteLength(whole)]);
  });

  it('is read again, in parts, and by who began before it was closed', async () => {
    const file = await spoolFile(pieces('0123', '456789'));
    const [whole, part] = [file.read(), file.read({ start: 2, end: 5 })];
    file.read().destroy();
    file.close();
    expect([file.size, await text(part), await text(whole)]).toEqual([10, '2345', '0123456789']);
    await sleep(5);
    expect(() => file.read()).toThrow('out of range');
  });

  it('fails where there is room for a part only', async () => {
    const module = new URL('spool.ts', import.meta.url).href;
    const program = `const { spool } = await import(${JSON.stringify(module)});
      async function* piece() { yield 'a'.repeat(50_000); }
      console.log(await spool(piece()).then(({ size }) => size, ({ code }) => code));`;
    // A file may have 8 KiB or 16 KiB there, by the shell's unit: the first write ends in the middle of the piece.
    const limited = 'ulimit -f 16 && exec "$0" --disable-warning=ExperimentalWarning --input-type=module -e "$1"';
    const { stdout } = await promisify(execFile)('sh', ['-c', limited, process.execPath, program]);
    expect(stdout.trim()).toBe('EFBIG');
  });
});
