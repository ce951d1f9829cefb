import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { HostTurns } from './host-turns.js';

const never = new AbortController().signal;

describe('the turns of a host', () => {
  it('come one after the other, with a pause between', async () => {
    const turns = new HostTurns(40);
    const log: string[] = [];
    let ended = 0;
    const work = (name: string) => () => {
      log.push(name);
      const since = performance.now() - ended;
      return sleep(10).then(() => {
        ended = performance.now();
        return since;
      });
    };
    const [, second, third] = await Promise.all(['a', 'b', 'c'].map((name) => turns.take('one', never, work(name))));
    expect(log).toEqual(['a', 'b', 'c']);
    // Timers may come a millisecond early.
    expect(Math.min(second!, third!)).toBeGreaterThan(38);
  });

  it('wait for no other host', async () => {
    const turns = new HostTurns(0);
    const gate = new AbortController();
    const held = turns.take('one', never, () => sleep(60_000, undefined, { signal: gate.signal }).catch(() => 'held'));
    await expect(turns.take('two', never, () => Promise.resolve('free'))).resolves.toBe('free');
    expect(turns.busy).toContain('one');
    gate.abort();
    await expect(held).resolves.toBe('held');
  });

  it('go on after one that failed, and are not taken once nobody wants them', async () => {
    const turns = new HostTurns(0);
    await expect(turns.take('one', never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(turns.take('one', AbortSignal.abort(), () => Promise.resolve())).rejects.toThrow();
    await expect(turns.take('one', never, () => Promise.resolve(1))).resolves.toBe(1);
    await sleep(20);
    expect(turns.busy).toEqual([]);
  });
});
