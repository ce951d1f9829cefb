import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { builtBeside, Threads } from './threads.js';

/** A module for threads. */
const source = `
import { isMainThread, threadId } from 'node:worker_threads';
export const where = async () => ({ isMainThread, threadId });
export const block = async (ms) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return ms;
};
export const fail = async (why) => { throw new Error(why); };
`;
interface Tasks {
  readonly [name: string]: (input: never) => Promise<unknown>;
  readonly where: (input: null) => Promise<{ readonly isMainThread: boolean; readonly threadId: number }>;
  readonly block: (ms: number) => Promise<number>;
  readonly fail: (why: string) => Promise<never>;
}

describe('work in threads', () => {
  let folder: string;
  let threads: Threads<Tasks>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ecou-threads-'));
    const file = join(folder, 'tasks.mjs');
    await writeFile(file, source);
    threads = new Threads<Tasks>(pathToFileURL(file));
  });
  afterAll(async () => {
    await threads.end();
    await rm(folder, { recursive: true });
  });

  it('is done elsewhere, in one thread for the public and one for others', async () => {
    const [one, same, other] = [
      await threads.run('where', null, true),
      await threads.run('where', null, true),
      await threads.run('where', null, false),
    ];
    expect([one.isMainThread, other.isMainThread]).toEqual([false, false]);
    expect(same.threadId).toBe(one.threadId);
    expect(other.threadId).not.toBe(one.threadId);
  });

  it('throws what it throws there', async () => {
    await expect(threads.run('fail', 'no such font', true)).rejects.toThrow('no such font');
    expect(await threads.run('block', 1, true)).toBe(1);
  });

  it('of the public waits in a line that has an end, and nobody else waits in it', async () => {
    const ended: string[] = [];
    const inLine = Array.from({ length: 25 }, () => threads.run('block', 20, true).then(() => ended.push('public')));
    await expect(threads.run('block', 20, true)).rejects.toMatchObject({ code: 'WORK_BUSY' });
    await threads.run('block', 20, false).then(() => ended.push('staff'));
    expect(ended.length).toBeLessThan(inLine.length);
    await Promise.all(inLine);
    expect(ended.filter((one) => one === 'public')).toHaveLength(25);
  });
});

describe('the built module beside another', () => {
  it.each([
    ['file:///srv/ecou/src/libs/events/src/report/pdfs.ts', 'file:///srv/ecou/src/libs/events/dist/report/work.js'],
    ['file:///srv/ecou/src/libs/events/dist/report/pdfs.js', 'file:///srv/ecou/src/libs/events/dist/report/work.js'],
  ])('of %s', (module, built) => {
    expect(builtBeside(module, './work.js').href).toBe(built);
  });
});
