import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withPool } from '@ecou/event-sourcing/testing';
import type { Route } from '@ecou/runtime';
import type { TestProcess } from '@ecou/runtime/testing';
import { startWithSample } from './sample-process.ts';

/** Most things of a list whose own addresses are asked for. */
const mostOfList = 5;

let test: TestProcess;
beforeAll(async () => {
  test = await startWithSample();
});
afterAll(() => test.stop());

const lists = new Map<string, Promise<readonly string[]>>();

/** `namesIn`, asked for once. */
function namesOf(list: string): Promise<readonly string[]> {
  const known = lists.get(list) ?? namesIn(list);
  lists.set(list, known);
  return known;
}

/** The words in the addresses of things: the names by which a list's items are called on. */
async function namesIn(list: string): Promise<readonly string[]> {
  const answer: { status: number; body: unknown } = await test.api.get(`${list}?limit=200`);
  const { items } = (answer.status === 200 ? answer.body : {}) as { items?: readonly Record<string, unknown>[] };
  if (!Array.isArray(items)) return [];
  return items
    .slice(0, mostOfList)
    .flatMap(({ id, number, code, name }) =>
      [id, number, code, name].filter((one) => typeof one === 'string').slice(0, 1),
    );
}

/** The addresses of a route, each of its parts being that of something that is there, where a list tells. */
async function addressesOf({ path }: Route): Promise<readonly string[]> {
  let addresses = [''];
  for (const part of path.split('/').slice(1)) {
    const [name = '', suffix = ''] = part.startsWith(':') ? [part, /\..*$/.exec(part)?.[0]] : [];
    const longer: string[] = [];
    for (const address of addresses) {
      const names = name === '' ? [part] : await namesOf(address);
      longer.push(...(names.length > 0 ? names : [randomUUID()]).map((one) => `${address}/${one}${suffix}`));
    }
    addresses = longer.slice(0, mostOfList);
  }
  return addresses;
}

describe('a route that opens what was sealed for a person', () => {
  it('says @ReadsPersonal(), so that who reads it stands in the audit', async () => {
    const reads = test.process.routes.filter(({ method }) => method === 'GET');
    for (const route of reads) for (const address of await addressesOf(route)) await test.api.get(address);
    const declared = reads
      .filter(({ rules }) => rules.readsPersonal)
      .map(({ handler }) => handler.replace('Controller.', '_'));
    const opened = new Set<string>();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await withPool(test.databaseUrl, async (pool) => {
      const { rows } = await pool.query(`SELECT DISTINCT operation FROM identity.audit WHERE outcome = 'read'`);
      for (const { operation } of rows as { operation: string }[]) opened.add(operation);
    });
    expect(opened.size).toBeGreaterThan(10);
    const undeclared = [...opened].filter((operation) => !declared.some((one) => operation.includes(`_${one}`)));
    expect(undeclared).toEqual([]);
  });
});
