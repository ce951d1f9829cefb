import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPlatform, type Deployment } from './deployment.js';

const minute = 60_000;
const petitions = 10_000;
const writers = 32;
const kills = 5;
/** One in so many is sent again after its receipt has come. */
const sentAgain = 25;
const path = '/feedback/v1/petitions';

/** A petition that a writer wants to have registered, and the receipt that it got. */
interface Sending {
  readonly body: object;
  readonly headers: Record<string, string>;
  receipt?: {
    readonly id: string;
    readonly number: string;
    readonly statusUrl: string;
    /** The petition as it was registered, read back. */
    readonly receipt: { readonly record: { readonly text: string } };
  };
}

/** Every other one carries an id, and the others an Idempotency-Key. */
function sending(index: number): Sending {
  const body = {
    kind: 'request',
    category: 'synthetic',
    petitioner: { name: `Sintetic ${index}`, channel: 'email', contact: `synthetic-${index}@example.org` },
    text: `Cererea sintetică ${index}.`,
  };
  return index % 2 === 0
    ? { body: { id: randomUUID(), ...body }, headers: {} }
    : { body, headers: { 'idempotency-key': randomUUID() } };
}

describe('the register of petitions under load', () => {
  let ecou: Deployment;

  beforeAll(async () => {
    ecou = await startPlatform();
    const directory = '/feedback/v1/directory';
    for (const [entry, body] of [
      ['departments/synthetic', { name: { ro: 'Sintetic' } }],
      ['categories/synthetic', { name: { ro: 'Sintetic' }, department: 'synthetic' }],
    ] as const) {
      expect((await ecou.api.put(`${directory}/${entry}`, body)).status).toBe(200);
    }
  });

  afterAll(async () => {
    expect(await ecou.stop()).toEqual([0]);
  });

  it(
    `numbers ${petitions} petitions of ${writers} writers without a gap and without a double, killed at random`,
    async () => {
      const sendings = Array.from({ length: petitions }, (_, index) => sending(index));
      const statuses = new Map<number, number>();
      const different: Sending[] = [];
      const send = async ({ body, headers }: Sending) => {
        const answer = await ecou.visitor.post(path, body, { headers }).catch(() => undefined);
        const status = answer?.status ?? 0;
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        return status === 200 || status === 201 ? (answer?.body as Sending['receipt']) : undefined;
      };
      /** Until it is acknowledged. */
      const persist = async (one: Sending) => {
        for (;;) {
          const receipt = await send(one);
          if (receipt) return receipt;
          await sleep(20);
        }
      };
      let next = 0;
      let acknowledged = 0;
      const write = async () => {
        for (let index = next++; index < petitions; index = next++) {
          const one = sendings[index]!;
          one.receipt = await persist(one);
          acknowledged += 1;
          if (index % sentAgain > 0) continue;
          const again = await persist(one);
          if (again.number !== one.receipt.number || again.statusUrl !== one.receipt.statusUrl) different.push(one);
        }
      };
      // After so many receipts each, anywhere in the run; requests are under way at any moment.
      const killedAt = Array.from({ length: kills }, () => randomInt(200, petitions - 500)).sort((a, b) => a - b);
      const killing = (async () => {
        for (const count of killedAt) {
          while (acknowledged < count) await sleep(randomInt(1, 30));
          await ecou.process('feedback').restart();
        }
      })();
      await Promise.all([killing, ...Array.from({ length: writers }, write)]);

      // No answer, or one that asks to come again; never a refusal.
      expect([...statuses.keys()].filter((status) => ![0, 200, 201, 503].includes(status))).toEqual([]);
      expect(statuses.get(0)).toBeGreaterThan(0);
      expect(different).toEqual([]);

      const { rows } = await ecou.database('feedback').pool.query<{ id: string; number: string }>(
        `SELECT right(stream_id, 36) AS id, data->>'number' AS number
         FROM feedback.events WHERE type = 'PetitionRegistered'`,
      );
      const year = rows[0]?.number.slice(0, 4);
      const expected = Array.from({ length: petitions }, (_, index) => `${year}-${String(index + 1).padStart(6, '0')}`);
      expect(rows.map(({ number }) => number).sort()).toEqual(expected);
      const registered = new Map(rows.map((row) => [row.id, row]));
      const astray = sendings.filter(({ body, receipt }) => {
        const row = registered.get(receipt?.id ?? '');
        return row?.number !== receipt?.number || receipt?.receipt.record.text !== (body as { text: string }).text;
      });
      expect(astray).toEqual([]);
    },
    10 * minute,
  );
});
