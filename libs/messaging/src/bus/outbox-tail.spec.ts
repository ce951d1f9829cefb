import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Outbox, OutboxRow, Stretch } from '../outbox/outbox.js';
import { OutboxTail } from './outbox-tail.js';

const topic = 'ecou.orders';

/** An outbox of one topic in memory: a reading sees what was there when it began, and may be held up. */
class Rows {
  readonly rows: OutboxRow[] = [];
  /** The offsets after which was read. */
  readonly asked: number[] = [];
  held: Promise<void> = Promise.resolve();

  write(...offsets: number[]): void {
    for (const offset of offsets) {
      const key = randomUUID();
      this.rows.push({
        ...{ offset, id: randomUUID(), topic, type: 'ecou.orders.ordered.v1', key, sequence: offset, subject: key },
        ...{ source: '/ecou/orders', time: '2024-03-01T10:00:00.000Z', dataSchema: 'https://example.org', data: {} },
        ...{ correlationId: randomUUID(), causationId: randomUUID() },
      });
    }
  }

  readLinked({ after }: Stretch, limit: number): Promise<readonly OutboxRow[]> {
    return this.read(after, limit);
  }

  async read(after: number, limit: number): Promise<readonly OutboxRow[]> {
    this.asked.push(after);
    const rows = this.rows.filter(({ offset }) => offset > after).slice(0, limit);
    await this.held;
    return rows;
  }
}

describe('the tail of a topic', () => {
  let outbox: Rows;
  let tail: OutboxTail;
  const offsetsAfter = async (after: number, limit = 10) =>
    (await tail.read(after, limit)).rows.map(({ offset }) => offset);

  beforeEach(() => {
    outbox = new Rows();
    tail = new OutboxTail(outbox as unknown as Outbox, topic);
  });

  it('is read once for all consumers that are at its end, in their own time', async () => {
    outbox.write(1, 2);
    expect(await offsetsAfter(0)).toEqual([1, 2]);
    outbox.write(4, 7);
    const first = offsetsAfter(2);
    expect([await first, await offsetsAfter(2), await offsetsAfter(4), await offsetsAfter(2, 1)]).toEqual([
      ...[[4, 7], [4, 7], [7], [4]],
    ]);
    expect(outbox.asked).toEqual([0, 2]);
  });

  it('says who read its end itself, and need not look again', async () => {
    const isEnd = async (after: number, limit = 10) => (await tail.read(after, limit)).ended;
    outbox.write(1, 2);
    await offsetsAfter(0);
    expect(await isEnd(2)).toBe(true);
    outbox.write(3, 4, 5);
    expect(await isEnd(2, 2)).toBe(false);
    expect(await isEnd(2)).toBe(false);
    expect(await isEnd(4)).toBe(true);
    // What another one read may be older than what the caller was woken for.
    expect(await isEnd(3)).toBe(false);
  });

  it('is read again for whoever asks while it is read: what was written since then is not missed', async () => {
    outbox.write(1);
    await offsetsAfter(0);
    let go: () => void = () => undefined;
    outbox.held = new Promise((resolve) => (go = resolve));
    const early = offsetsAfter(1);
    await nextTurn();
    outbox.write(2);
    const late = [offsetsAfter(1), offsetsAfter(1)];
    await nextTurn();
    go();
    expect(await early).toEqual([]);
    expect(await Promise.all(late)).toEqual([[2], [2]]);
    expect(outbox.asked).toEqual([0, 1, 1]);
  });

  it('is read by itself by one that is behind, in order and without a hole', async () => {
    outbox.write(...Array.from({ length: 2_500 }, (_, index) => index + 1));
    const seen: number[] = [];
    for (let after = 0; ;) {
      const offsets = await offsetsAfter(after, 400);
      if (offsets.length === 0) break;
      seen.push(...offsets);
      after = offsets.at(-1) ?? after;
    }
    expect(seen).toEqual(outbox.rows.map(({ offset }) => offset));
    outbox.write(2_501);
    expect(await offsetsAfter(2_500)).toEqual([2_501]);
    expect(await offsetsAfter(2_490, 100)).toHaveLength(11);
    expect(await offsetsAfter(17, 3)).toEqual([18, 19, 20]);
  });

  it('goes on after a reading that failed', async () => {
    outbox.write(1);
    await offsetsAfter(0);
    outbox.held = Promise.reject(new Error('The database is away.'));
    await expect(offsetsAfter(1)).rejects.toThrow('away');
    outbox.held = Promise.resolve();
    outbox.write(2);
    expect(await offsetsAfter(1)).toEqual([2]);
  });
});
