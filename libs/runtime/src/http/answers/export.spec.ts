import { describe, expect, it, jest } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { ExportTurns } from './export.js';

const limit = { check: () => Promise.resolve(), spend: jest.fn((_address: string) => Promise.resolve()) };
const visitor = { context: 'events', isPublic: true, address: '192.0.2.7' };
const staff = { ...visitor, isPublic: false };

describe('turns of exports', () => {
  it('of the public keep neither staff waiting, nor readers of another context', async () => {
    const turns = new ExportTurns(limit);
    const ends: (() => void)[] = [];
    const begun = (asker: typeof visitor) => turns.take(asker, () => new Promise<void>((end) => ends.push(end)));
    const running = Array.from({ length: 21 }, () => begun(visitor));
    await turn();
    expect(ends).toHaveLength(1);
    await expect(begun(visitor)).rejects.toMatchObject({ name: 'Unavailable', code: 'EXPORTS_BUSY' });
    running.push(begun(staff), begun(staff), begun({ ...visitor, context: 'feedback' }));
    await turn();
    expect(ends).toHaveLength(4);
    for (const _one of running) {
      ends.shift()?.();
      await turn();
    }
    await Promise.all(running);
  });

  it('of the public are counted by address', async () => {
    limit.spend.mockClear();
    const turns = new ExportTurns(limit);
    const nothing = () => Promise.resolve();
    await turns.take(staff, nothing);
    await turns.take(visitor, nothing);
    expect(limit.spend.mock.calls).toEqual([['192.0.2.7']]);
  });
});
