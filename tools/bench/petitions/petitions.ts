import { randomUUID } from 'node:crypto';
import { createPool } from '@ecou/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import type { Deployment } from '../../deployment.ts';
import { answersPerSecond, compared, connections, perSecond, postsPerSecond, type Line } from '../measure.ts';

const writers = connections;
/** Petitions of each writer. */
const own = 10;
const seconds = 4;
const rounds = 3;

export const petition = (index: number) => ({
  kind: 'request',
  category: 'synthetic',
  petitioner: { name: `Persoană Sintetică ${index}`, channel: 'email', contact: `persoana${index}@example.org` },
  text: `Cererea sintetică ${index}: ${'x'.repeat(200)}`,
});

const json = { 'content-type': 'application/json' };

/** The environment of a platform that stores values as they are. Encrypted ones belong to one stream, so that copies of their events open nothing. */
export const inPlain = { ECOU_ENCRYPTION: 'off' };

/** Calls an administrator's route; answers the id of what it is about. */
export async function call({ url, key }: Deployment, method: string, path: string, body: object): Promise<string> {
  const headers = { ...json, authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/feedback/v1/${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

/** Nobody signs, and answers are read on the page: an answer is one event, as in the figures of older builds. */
export const plainRules = {
  officersChecked: false,
  signedByTwo: false,
  pageCommunicates: true,
  returnBeginsTerm: true,
  reopenTimes: 2,
  reopenDays: 30,
};

export async function defineDirectory(ecou: Deployment): Promise<void> {
  const name = { ro: 'Sintetic' };
  for (const department of ['synthetic', 'other'])
    await call(ecou, 'PUT', `directory/departments/${department}`, { name });
  await call(ecou, 'PUT', 'directory/categories/synthetic', { name, department: 'synthetic' });
  await call(ecou, 'PUT', 'directory/petition-rules', plainRules);
}

export async function benchPetitions(ecou: Deployment, bareDatabaseUrl: string): Promise<readonly Line[]> {
  await defineDirectory(ecou);
  const pool = createPool(bareDatabaseUrl, { max: writers });
  try {
    return [await benchPetitionRegister(ecou, pool), await benchPetitionVerb(ecou, pool)];
  } finally {
    await pool.end();
  }
}

/**
 * Petitions per second that 32 writers register over HTTP, each with its gap-free number, its deadline and its receipt, against 32 writers
 * who count up and insert in one transaction each, straight in the database.
 */
async function benchPetitionRegister({ url }: Deployment, pool: Pool): Promise<Line> {
  const bodies = Array.from({ length: 500 }, (_, index) => petition(index));
  await pool.query('CREATE TABLE counters (register text PRIMARY KEY, last bigint NOT NULL)');
  await pool.query(`INSERT INTO counters VALUES ('petitions', 0)`);
  await pool.query('CREATE TABLE petitions (id uuid PRIMARY KEY, number bigint NOT NULL UNIQUE, data jsonb NOT NULL)');
  const countAndInsert = (side: number) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ last: string }>({
        name: 'count',
        text: `UPDATE counters SET last = last + 1 WHERE register = 'petitions' RETURNING last`,
      });
      await client.query({
        name: 'insert',
        text: 'INSERT INTO petitions VALUES ($1, $2, $3)',
        values: [randomUUID(), rows[0]?.last, petition(side)],
      });
    });
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
}

/**
 * Petitions per second that are assigned to another department over HTTP, by 32 writers of ten petitions each, against 32 writers who
 * update a row of their own and insert what happened in one transaction each, straight in the database.
 */
async function benchPetitionVerb(ecou: Deployment, pool: Pool): Promise<Line> {
  const ids: string[] = [];
  for (let index = 0; index < writers * own; index += 1)
    ids.push(await call(ecou, 'POST', 'petitions', petition(index)));
  const headers = { ...json, authorization: `Bearer ${ecou.key}` };
  const assignments = (writer: number) =>
    ['other', 'synthetic'].flatMap((department) =>
      ids
        .slice(writer * own, (writer + 1) * own)
        .map((id) => ({ path: `/feedback/v1/petitions/${id}/assign`, body: { department } })),
    );
  await pool.query('CREATE TABLE assigned (id uuid PRIMARY KEY, department text NOT NULL, version bigint NOT NULL)');
  await pool.query(
    'CREATE TABLE assignments (id uuid, version bigint, data jsonb NOT NULL, PRIMARY KEY (id, version))',
  );
  for (const id of ids) await pool.query(`INSERT INTO assigned VALUES ($1, 'synthetic', 0)`, [id]);
  let turn = 0;
  const updateAndInsert = (side: number) =>
    inTransaction(pool, async (client) => {
      turn += 1;
      const id = ids[side * own + (turn % own)];
      const { rows } = await client.query<{ version: string }>({
        name: 'update',
        text: 'UPDATE assigned SET department = $2, version = version + 1 WHERE id = $1 RETURNING version',
        values: [id, turn % 2 ? 'other' : 'synthetic'],
      });
      const values = [id, rows[0]?.version, { department: 'other', at: new Date().toISOString() }];
      await client.query({ name: 'note', text: 'INSERT INTO assignments VALUES ($1, $2, $3)', values });
    });
  const result = await compared(
    rounds,
    () => postsPerSecond(ecou.url, seconds, headers, assignments),
    () => perSecond(writers, seconds * 1000, updateAndInsert),
  );
  return {
    name: 'petitionVerb32',
    result,
    measured: `${result.perSecond} petitions/s assigned over HTTP by ${writers} writers`,
    comparedTo: `${result.comparedTo}/s of ${writers} writers with an UPDATE and an INSERT in one transaction: ratio ${result.ratio}`,
  };
}

async function inTransaction(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}
