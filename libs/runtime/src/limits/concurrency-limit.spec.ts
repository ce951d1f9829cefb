import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Problem } from '../problems/problem.js';
import { ConcurrencyLimit } from './concurrency-limit.js';

const limit = () => new ConcurrencyLimit({ atATime: 2, waiting: 20, busy: () => new Problem(503, 'BUSY', 'Busy.') });

describe('a limit of what runs at a time', () => {
  it('lets two run at a time and twenty wait in their order, and refuses others', async () => {
    const turns = limit();
    const ends: (() => void)[] = [];
    const begun = () => turns.take(() => new Promise<void>((end) => ends.push(end)));
    const running = Array.from({ length: 22 }, begun);
    await turn();
    expect(ends).toHaveLength(2);
    await expect(begun()).rejects.toMatchObject({ status: 503, code: 'BUSY' });
    for (let ended = 0; ended < running.length; ended += 1) {
      expect(ends.length).toBe(Math.min(2 + ended, 22));
      ends[ended]?.();
      await running[ended];
      await turn();
    }
    const next = begun();
    await turn();
    ends.at(-1)?.();
    await next;
  });

  it('runs each in the context of its own request, also one that has waited', async () => {
    const request = new AsyncLocalStorage<number>();
    const turns = limit();
    const seen = Array.from({ length: 6 }, (_, number) =>
      request.run(number, () =>
        turns.take(async () => {
          await turn();
          return request.getStore();
        }),
      ),
    );
    expect(await Promise.all(seen)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives the place of one that failed to the next', async () => {
    const turns = limit();
    const fails = () => turns.take(() => Promise.reject(new Error('no')));
    for (let round = 0; round < 5; round += 1) await expect(fails()).rejects.toThrow('no');
    expect(await turns.take(() => Promise.resolve('done'))).toBe('done');
  });
});
