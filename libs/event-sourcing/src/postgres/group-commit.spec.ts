import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

class Guilty extends Error {}

/** A group commit whose calls end when the test says so, and what each call was given. */
function recorded(
  write: (items: readonly string[]) => readonly string[] = (items) => items,
  limits?: { readonly mostWaiting: number; readonly longestWaitMs: number },
) {
  const calls: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const group = new GroupCommit<string, string>(
    async (items) => {
      calls.push(items);
      await new Promise<void>((resolve) => ends.push(resolve));
      return write(items);
    },
    (error) => error instanceof Guilty,
    limits,
  );
  const submit = (item: string, ...alone: string[]) => group.submit(item, { alone, inOrder: [] });
  const submitInOrder = (item: string, inOrder: string[], ...alone: string[]) => group.submit(item, { alone, inOrder });
  const endOne = async () => {
    while (ends.length === 0) await nextTurn();
    ends.shift()?.();
  };
  return { submit, submitInOrder, calls, endOne };
}

describe('group commit', () => {
  it('writes the first at once, and all that came meanwhile in the next call', async () => {
    const { submit, calls, endOne } = recorded();
    const answers = [submit('a'), submit('b'), submit('c')];
    await endOne();
    await endOne();
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c']);
    expect(calls).toEqual([['a'], ['b', 'c']]);
  });

  it('takes what those that are answered write at once into the next call, together', async () => {
    const { submit, calls, endOne } = recorded();
    const twice = async (item: string) => {
      await submit(`${item}1`);
      await submit(`${item}2`);
    };
    const writers = ['a', 'b', 'c'].map(twice);
    for (const _ of [1, 2, 3]) await endOne();
    await Promise.all(writers);
    expect(calls).toEqual([['a1'], ['b1', 'c1', 'a2'], ['b2', 'c2']]);
  });

  it('never puts two items with one key into one call, and keeps their order, also through a third', async () => {
    const { submit, calls, endOne } = recorded();
    const answers = [submit('first'), submit('x1', 'x'), submit('xy', 'x', 'y'), submit('y1', 'y'), submit('z', 'z')];
    for (const _ of [1, 2, 3, 4]) await endOne();
    await Promise.all(answers);
    expect(calls).toEqual([['first'], ['x1', 'z'], ['xy'], ['y1']]);
  });

  it('puts items that follow each other into one call, but none past one that stays behind', async () => {
    const { submit, submitInOrder, calls, endOne } = recorded();
    const answers = [
      submit('first'),
      submitInOrder('s1', ['s'], 'x'),
      submitInOrder('s2', ['s']),
      submitInOrder('s3', ['s', 't'], 'x'),
      submitInOrder('t1', ['t']),
      submitInOrder('u1', ['u']),
    ];
    for (const _ of [1, 2, 3]) await endOne();
    await Promise.all(answers);
    expect(calls).toEqual([['first'], ['s1', 's2', 'u1'], ['s3', 't1']]);
  });

  it('tries items singly when one of them breaks the call, and fails only that one', async () => {
    const { submit, calls, endOne } = recorded((items) => {
      if (items.includes('bad')) throw new Guilty('bad');
      return items;
    });
    const answers = Promise.allSettled([submit('first'), submit('a'), submit('bad'), submit('b')]);
    for (const _ of [1, 2, 3, 4, 5]) await endOne();
    const settled = await answers;
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(calls).toEqual([['first'], ['a', 'bad', 'b'], ['a'], ['bad'], ['b']]);
  });

  it('fails a whole call when the database is away, and goes on with the next', async () => {
    let away = true;
    const { submit, endOne } = recorded((items) => {
      if (away && items.length > 1) throw new Error('away');
      return items;
    });
    const answers = Promise.allSettled([submit('first'), submit('a'), submit('b')]);
    await endOne();
    await endOne();
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    away = false;
    const later = submit('later');
    await endOne();
    expect(await later).toBe('later');
  });

  it('refuses what waits too long, and what finds too many before it, and tells whoever asks to come again', async () => {
    const { submit, endOne } = recorded((items) => items, { mostWaiting: 2, longestWaitMs: 40 });
    const first = submit('a');
    const late = [submit('b'), submit('c')];
    await expect(submit('d')).rejects.toMatchObject({ code: 'STORE_BUSY', retryAfter: 1 });
    for (const each of late) await expect(each).rejects.toMatchObject({ code: 'STORE_BUSY' });
    const next = submit('e');
    await endOne();
    expect(await first).toBe('a');
    await endOne();
    expect(await next).toBe('e');
  });
});
