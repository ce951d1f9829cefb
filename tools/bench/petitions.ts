import { randomUUID } from 'node:crypto';
import { createPool } from '@ecou/event-sourcing';
import type { Deployment } from '../deployment.ts';
import { answersPerSecond, compared, perSecond, type Line } from './measure.ts';

const writers = 32;
const seconds = 4;
const rounds = 3;

const petition = (index: number) => ({
  kind: 'request',
  category: 'synthetic',
  petitioner: { name: `Persoană Sintetică ${index}`, channel: 'email', contact: `persoana${index}@example.org` },
  text: `Cererea sintetică ${index}: ${'x'.repeat(200)}`,
});

/**
 * Petitions per second that 32 writers register over HTTP, each with its gap-free number, its deadline and its receipt, against 32 writers
 * who count up and insert in one transaction each, straight in the database.
 */
export async function benchPetitionRegister({ url, key }: Deployment, bareDatabaseUrl: string): Promise<Line> {
  const json = { 'content-type': 'application/json' };
  const define = async (entry: string, body: object) => {
    const headers = { ...json, authorization: `Bearer ${key}` };
    const path = `${url}/feedback/v1/directory/${entry}`;
    const { ok, status } = await fetch(path, { method: 'PUT', headers, body: JSON.stringify(body) });
    if (!ok) throw new Error(`${path}: ${status}`);
  };
  const name = { ro: 'Sintetic' };
  await define('departments/synthetic', { name });
  await define('categories/synthetic', { name, department: 'synthetic' });
  const bodies = Array.from({ length: 500 }, (_, index) => petition(index));

  const pool = createPool(bareDatabaseUrl, { max: writers });
  await pool.query('CREATE TABLE counters (register text PRIMARY KEY, last bigint NOT NULL)');
  await pool.query(`INSERT INTO counters VALUES ('petitions', 0)`);
  await pool.query('CREATE TABLE petitions (id uuid PRIMARY KEY, number bigint NOT NULL UNIQUE, data jsonb NOT NULL)');
  const countAndInsert = async (side: number) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ last: string }>({
        name: 'count',
        text: `UPDATE counters SET last = last + 1 WHERE register = 'petitions' RETURNING last`,
      });
      await client.query({
        name: 'insert',
        text: 'INSERT INTO petitions VALUES ($1, $2, $3)',
        values: [randomUUID(), rows[0]?.last, petition(side)],
      });
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
  try {
    const result = await compared(
      rounds,
      () => answersPerSecond(`${url}/feedback/v1/petitions`, seconds, json, bodies),
      () => perSecond(writers, seconds * 1000, countAndInsert),
    );
    return {
      name: 'petitionRegister32',
      result,
      measured: `${result.perSecond} petitions/s registered over HTTP by ${writers} writers`,
      comparedTo: `${result.comparedTo}/s of ${writers} writers with a counter UPDATE and an INSERT in one transaction: ratio ${result.ratio}`,
    };
  } finally {
    await pool.end();
  }
}
