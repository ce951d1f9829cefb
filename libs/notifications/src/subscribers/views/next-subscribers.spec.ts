import type { ReadModels } from '@ecou/runtime';
import { describe, expect, it } from '@jest/globals';
import { NextSubscribers } from './next-subscribers.js';

interface Question {
  readonly after: string;
  readonly topics: readonly string[];
}

/** Answers every question with two subscribers after its cursor, and the questions of each statement. */
function reading() {
  const statements: Question[][] = [];
  const readModels = {
    hasReached: (_: unknown, position: number) => Promise.resolve(position < 100),
    query: (_: string, [asked]: readonly [string]) => {
      const questions = JSON.parse(asked) as Question[];
      statements.push(questions);
      const rows = questions.flatMap(({ after, topics }, index) =>
        [1, 2].map((count) => ({
          ...{
            question: String(index + 1),
            subscriberId: `${after}${count}`,
            topics,
          },
        })),
      );
      return Promise.resolve(rows);
    },
  };
  return { statements, subscribers: new NextSubscribers(readModels as unknown as ReadModels) };
}

describe('the next subscribers', () => {
  it('of many announcements that ask at once are found by few statements, and each gets its own', async () => {
    const { statements, subscribers } = reading();
    const cursors = Array.from({ length: 100 }, (_, index) => `cursor ${index} `);
    const chunks = await Promise.all(cursors.map((cursor) => subscribers.after(cursor, [cursor], 1)));
    expect(chunks.map((chunk) => chunk?.addressees)).toEqual(
      cursors.map((cursor) => [
        { subscriberId: `${cursor}1`, topics: [cursor] },
        { subscriberId: `${cursor}2`, topics: [cursor] },
      ]),
    );
    expect(statements.map((questions) => questions.length)).toEqual([64, 36]);
    expect(await subscribers.after(null, [], 1)).toMatchObject({ addressees: [{ subscriberId: '1' }, {}], last: true });
    expect(statements).toHaveLength(3);
  });

  it('are not asked for while the view has not come so far', async () => {
    const { statements, subscribers } = reading();
    expect(await subscribers.after(null, ['a'], 100)).toBeUndefined();
    expect(statements).toEqual([]);
  });
});
