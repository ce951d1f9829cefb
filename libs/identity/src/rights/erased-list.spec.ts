import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ErasedList, type ErasedEntry } from './erased-list.js';

const erasure = (): ErasedEntry => ({
  erasureId: randomUUID(),
  subjects: [randomUUID()],
  orderedAt: '2027-03-01T10:00:00.000Z',
});

describe('the list of erasures', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ecou-erased-'));
    file = join(folder, 'apart', 'erased.jsonl');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const lines = () => readFileSync(file, 'utf8').split('\n').filter(Boolean);

  it('holds each once, whoever adds it and however often', async () => {
    const [one, other] = [new ErasedList(file), new ErasedList(file)];
    const [first, second, third] = [erasure(), erasure(), erasure()];
    expect(await one.all()).toEqual([]);
    await Promise.all([one.add(first), one.add(second), one.add(first)]);
    await other.add(first);
    await other.add(third);
    await one.add(third);
    expect(await other.all()).toEqual([first, second, third]);
    expect(lines()).toHaveLength(3);
  });

  it('takes what a crash broke off for none, and goes on in a line of its own', async () => {
    const list = new ErasedList(file);
    const [first, second] = [erasure(), erasure()];
    await list.add(first);
    appendFileSync(file, JSON.stringify(second).slice(0, 60));
    await list.add(second);
    expect(await list.all()).toEqual([first, second]);
  });

  it('is written anew where it was taken away', async () => {
    const list = new ErasedList(file);
    const [first, second] = [erasure(), erasure()];
    for (const one of [first, second, first]) await list.add(one);
    rmSync(file);
    for (const one of [first, second]) await list.add(one);
    expect(await list.all()).toEqual([first, second]);
  });
});
