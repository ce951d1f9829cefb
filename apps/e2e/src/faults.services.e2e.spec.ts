import { expect, it } from '@jest/globals';
import { torture } from '@ecou/tools/torture/torture.ts';

it(
  'a service, PostgreSQL and the broker that are killed under load stop nobody for good, and nothing is lost, doubled or out of order',
  async () => {
    const { faults, acknowledged, kills, statuses, codes } = await torture({ kills: 3, seconds: 14 });
    expect(faults).toEqual([]);
    expect([...kills.keys()].sort()).toEqual(['broker', 'postgres', 'service']);
    expect([...statuses.keys()].filter((status) => ![0, 200, 201, 202, 503].includes(status))).toEqual([]);
    const { changes, numbers, addresses } = acknowledged;
    expect(Math.min(...changes.values(), numbers.size, addresses.size)).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set([0]));
  },
  6 * 60_000,
);
