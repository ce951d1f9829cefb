import { describe, expect, it } from '@jest/globals';
import { Pace } from './pace.js';

/** Milliseconds after which each of these calls had its turn; `slack`: timers may fire a little early. */
async function turns(pace: Pace, chats: readonly string[]): Promise<number[]> {
  const began = performance.now();
  return Promise.all(chats.map(async (chat) => (await pace.turn(chat), performance.now() - began)));
}
const slack = 2;

describe('the pace', () => {
  it('keeps calls apart, and those to one chat further', async () => {
    const pace = new Pace({ everyMs: 20, perChatMs: 120 });
    const [first = 0, second = 0, other = 0] = await turns(pace, ['1', '1', '2']);
    expect(first).toBeLessThan(other);
    expect(other).toBeGreaterThanOrEqual(20 - slack);
    expect(other).toBeLessThan(second);
    expect(second).toBeGreaterThanOrEqual(120 - slack);
  });

  it('forgets what is past', async () => {
    const pace = new Pace({ everyMs: 0, perChatMs: 400 });
    await turns(pace, ['1', '2']);
    await new Promise((resolve) => setTimeout(resolve, 450));
    const [again = 0] = await turns(pace, ['1']);
    expect(again).toBeLessThan(300);
  });
});
