import { tortureErasures } from '@ecou/tools/torture/erasures/erasures.ts';
import { expect, it } from '@jest/globals';

const [people, kills] = [20, 3];

it(
  'people who are erased while others write and whatever runs is killed are erased as a whole, and nothing of them is found anywhere',
  async () => {
    const outcome = await tortureErasures({ people, kills });
    expect(outcome.faults).toEqual([]);
    expect([outcome.erased, outcome.kills]).toEqual([people, kills]);
    expect(outcome.views).toBeGreaterThan(20);
    expect(outcome.keysLeft).toMatchObject({ keys: people, after: [] });
  },
  15 * 60_000,
);
