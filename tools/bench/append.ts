import { randomUUID } from 'node:crypto';
import {
  createPool,
  defineEvents,
  eventStoreMigrations,
  EventRegistry,
  installFunctions,
  PostgresEventStore,
  streamOf,
} from '@ecou/event-sourcing';
import { z } from 'zod';
import { compared, perSecond, type Line } from './measure.ts';

const roundMs = 1_500;
const rounds = 5;

const events = defineEvents('bench', { Counted: z.object({ by: z.int(), text: z.string() }) });
const data = { by: 1, text: 'x'.repeat(200) };
const metadata = { actor: 'system', correlationId: randomUUID(), causationId: randomUUID() };

/** Appends to new streams against a plain prepared INSERT of the same row, into a table with the same columns and indexes. */
export async function benchAppend(databaseUrl: string): Promise<Line[]> {
  const pool = createPool(databaseUrl, { max: 16 });
  for (const { up } of eventStoreMigrations) for (const statement of up('es')) await pool.query(statement);
  await installFunctions(pool, 'es');
  await pool.query(`CREATE TABLE es.plain (
    global_position bigserial PRIMARY KEY, stream_id text COLLATE "C" NOT NULL, version bigint NOT NULL, event_id uuid NOT NULL,
    type text NOT NULL, schema_version smallint NOT NULL, data jsonb NOT NULL, metadata jsonb NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(), UNIQUE (stream_id, version))`);
  const store = new PostgresEventStore({ pool, schema: 'es', registry: new EventRegistry([events]), secret: 'bench' });
  await store.start();
  const append = async () => {
    const event = { id: randomUUID(), type: 'Counted', data };
    const unit = { metadata, writes: [{ stream: streamOf('bench', randomUUID()), expected: 0, events: [event] }] };
    if ((await store.append(unit)).status !== 'ok') throw new Error('An append was refused.');
  };
  const insert = () =>
    pool.query({
      name: 'plain',
      text: `INSERT INTO es.plain (stream_id, version, event_id, type, schema_version, data, metadata)
             VALUES ($1, 1, $2, $3, 1, $4, $5) RETURNING global_position`,
      values: [streamOf('bench', randomUUID()), randomUUID(), 'Counted', data, metadata],
    });
  const lines: Line[] = [];
  for (const [writers, goal] of [
    [1, 0.75],
    [16, 1.3],
  ] as const) {
    const result = await compared(
      rounds,
      () => perSecond(writers, roundMs, append),
      () => perSecond(writers, roundMs, insert),
    );
    lines.push({
      name: `append${writers}`,
      result,
      measured: `${result.perSecond} appends/s by ${writers} writer${writers > 1 ? 's' : ''}`,
      comparedTo: `${result.comparedTo} plain prepared INSERTs/s of the same row: ratio ${result.ratio}`,
      goal: `ratio >= ${goal}`,
      met: result.ratio >= goal,
    });
  }
  await store.stop();
  await pool.end();
  return lines;
}
