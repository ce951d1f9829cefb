import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ExportTurns } from './export.js';

describe('turns of exports', () => {
  it('are two at a time, twenty wait, and others are told to come back', async () => {
    const turns = new ExportTurns();
    const ends: (() => void)[] = [];
    const begun = () => turns.take(() => new Promise<void>((end) => ends.push(end)));
    const running = Array.from({ length: 22 }, begun);
    expect(ends).toHaveLength(2);
    await expect(begun()).rejects.toMatchObject({ status: 503, code: 'EXPORTS_BUSY' });
    for (let ended = 0; ended < running.length; ended += 1) {
      expect(ends.length).toBe(Math.min(2 + ended, 22));
      ends[ended]?.();
      await running[ended];
      await turn();
    }
    const next = begun();
    ends.at(-1)?.();
    await next;
  });

  it('are given on by those that fail', async () => {
    const turns = new ExportTurns();
    const fails = () => turns.take(() => Promise.reject(new Error('no')));
    for (let round = 0; round < 5; round += 1) await expect(fails()).rejects.toThrow('no');
    expect(await turns.take(() => Promise.resolve('done'))).toBe('done');
  });
});
