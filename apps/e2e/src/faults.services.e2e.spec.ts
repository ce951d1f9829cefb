import { expect, it } from '@jest/globals';
import { torture } from '@ecou/tools/torture/torture.ts';

/** The last lines of those that the services wrote, which say why something did not come. */
const mostLines = 60;

it(
  'a service, PostgreSQL and the broker that are killed under load stop nobody for good, and nothing is lost, doubled or out of order',
  async () => {
    const lines: string[] = [];
    const tell = (line: string) => lines.push(line);
    const outcome = await torture({ kills: 3, seconds: 14, tell }).catch((error: unknown) => {
      throw new Error([(error as Error).message, ...lines.slice(-mostLines)].join('\n'), { cause: error });
    });
    const { faults, acknowledged, kills, statuses, codes } = outcome;
    expect(faults).toEqual([]);
    expect([...kills.keys()].sort()).toEqual(['broker', 'postgres', 'service']);
    expect([...statuses.keys()].filter((status) => ![0, 200, 201, 202, 503].includes(status))).toEqual([]);
    const { changes, numbers, addresses } = acknowledged;
    expect(Math.min(...changes.values(), numbers.size, addresses.size)).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set([0]));
  },
  6 * 60_000,
);
