import { setTimeout as sleep } from 'node:timers/promises';
import { isOutage } from '@ecou/event-sourcing';
import pg from 'pg';
import type { Logger } from '../telemetry/logger.js';
import { BootError } from '../config/boot-error.js';

const waitMs = 60_000;
const longestPauseMs = 2_000;

/** The place of a database, without its user and password. */
const placeOf = (url: string): string => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

async function answers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Waits, with growing pauses, until the database answers. Throws `BootError` when it says no, or does not answer in time. */
export async function waitForDatabase(url: string, logger: Logger, timeoutMs = waitMs): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      await answers(url);
      return;
    } catch (error) {
      const reason =
        error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error);
      if (!isOutage(error)) throw new BootError(`PostgreSQL at ${placeOf(url)} refuses: ${reason}.`);
      if (performance.now() + pauseMs > until)
        throw new BootError(`PostgreSQL at ${placeOf(url)} does not answer: ${reason}.`);
      logger.warn({ database: placeOf(url), pauseMs }, 'waiting for PostgreSQL');
      await sleep(pauseMs);
    }
  }
}
