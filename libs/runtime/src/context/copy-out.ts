import { cut } from '@ecou/event-sourcing';
import { addAbortSignal } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Milliseconds in which all rows are read. */
const mostMs = 5 * 60_000;

const ignored = () => undefined;

/**
 * The rows of a query, as `COPY ... TO STDOUT WITH (options)` writes them: all as they stood at one moment, times in UTC, never more of them in memory than the
 * reader takes at a time. It holds a connection until the last one was taken, five minutes at most. A signal that aborts, or a reader that takes no
 * more, ends the query and its connection.
 */
export async function* copyOut(
  pool: pg.Pool,
  query: string,
  options: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  signal.throwIfAborted();
  const client = await pool.connect();
  const copy = Object.assign(copyTo(`COPY (${query}) TO STDOUT WITH (${options})`), {
    query_timeout: mostMs,
    // It is set by pg, and ends its clock.
    callback: () => undefined,
  });
  // What fails after the reader has gone concerns nobody.
  copy.on('error', ignored);
  client.on('error', ignored);
  let isWhole = false;
  try {
    await client.query(
      `BEGIN READ ONLY; SET LOCAL statement_timeout = ${mostMs}; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'`,
    );
    yield* addAbortSignal(signal, client.query(copy));
    await client.query('COMMIT');
    isWhole = true;
  } finally {
    copy.callback();
    if (isWhole) client.off('error', ignored);
    else await giveUp(client, pool);
    client.release(!isWhole);
  }
}

/** A server that has not said anything yet does not see that its connection was cut. */
async function giveUp(client: pg.PoolClient, pool: pg.Pool): Promise<void> {
  const { processID } = client as unknown as { processID: number };
  await pool.query('SELECT pg_cancel_backend($1)', [processID]).catch(ignored);
  cut(client);
}
