import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { testDatabase, until, withPool } from '@ecou/event-sourcing/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { z } from 'zod';
import { defineContext, type ContextDefinition } from '../context/define-context.js';
import { Permission, Public } from '../http/routes/route.js';
import { startTestProcess, testRoom } from '../testing/index.js';
import { countersContext, countersView } from '../testing/toy/counter.js';
import { talliesContext } from '../testing/toy/tally.js';
import { BootError } from '../config/boot-error.js';
import { startProcess, type RunningProcess } from './start-process.js';

const secret = 'a secret of tests only, long enough';

const environment = (databaseUrl: string) => ({
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: databaseUrl,
  ECOU_SECRET: secret,
  LOG_LEVEL: 'silent',
});

async function withDatabase(run: (url: string, sessions: () => Promise<number>) => Promise<void>): Promise<void> {
  const database = await testDatabase();
  const { url, pool } = database;
  const counted = async () => {
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    return rows[0]?.count ?? 0;
  };
  // PostgreSQL ends a session a moment after its connection was closed.
  const sessions = async () => {
    await until(async () => (await counted()) === 0, 'every session to end');
    return counted();
  };
  await run(url, sessions).finally(() => database.drop());
}

const failure = (starting: Promise<RunningProcess>): Promise<unknown> =>
  starting.then(
    async (running) => {
      await running.stop();
      return undefined;
    },
    (error: unknown) => error,
  );

@Controller('doors/v1')
class OpenDoors {
  @Get('unguarded')
  unguarded() {
    return {};
  }

  @Get('misnamed')
  @Permission('windows:read')
  misnamed() {
    return {};
  }

  @Post('unschemed')
  @Permission('doors:write')
  unschemed(@Body() body: object, @Query('q') q: string) {
    return { body, q };
  }

  @Get('halves/:id')
  @Public()
  halves(@Param('id') id: string, @Query({ schema: z.strictObject({}) }) _query: object) {
    return { id };
  }
}

declare module '../identity/permission-names.js' {
  interface ContextPermissions {
    doors: 'doors:read' | 'doors:write';
    windows: 'windows:read' | 'windows:write';
  }
}

const openDoors: ContextDefinition = defineContext({
  name: 'doors',
  title: 'Doors',
  modules: [testRoom({ controllers: [OpenDoors] })],
});

describe('a process that boots', () => {
  it('refuses routes without a permission, and parameters without a schema, naming each; nothing is left behind', () =>
    withDatabase(async (url, sessions) => {
      const error = await failure(startProcess({ contexts: [openDoors], env: environment(url) }));
      expect(error).toBeInstanceOf(BootError);
      expect((error as Error).message).toBe(
        [
          'GET /doors/v1/unguarded (OpenDoors.unguarded) names neither @Permission(...) nor @Public().',
          'GET /doors/v1/misnamed (OpenDoors.misnamed) needs windows:read, which is no permission.',
          'POST /doors/v1/unschemed (OpenDoors.unschemed) reads @Body(), @Query() without a schema.',
          'GET /doors/v1/halves/:id (OpenDoors.halves) reads @Param() without a schema.',
        ].join(' '),
      );
      expect(await sessions()).toBe(0);
    }));

  it('says that its port is taken; nothing is left behind', () =>
    withDatabase(async (url, sessions) => {
      const first = await startProcess({ contexts: [countersContext], env: environment(url) });
      const env = { ...environment(url), PORT: String(first.port) };
      const error = await failure(startProcess({ contexts: [talliesContext], env }));
      expect((error as Error).message).toBe(`Port ${first.port} is in use already. Choose another one with PORT.`);
      expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
      await first.stop();
      expect(await sessions()).toBe(0);
    }));

  it('says that its database refuses, without its password', () =>
    withDatabase(async (url) => {
      const other = new URL(url);
      other.username = 'nobody';
      other.password = 'hush';
      other.pathname = '/nothing';
      const error = await failure(startProcess({ contexts: [countersContext], env: environment(other.href) }));
      expect(error).toBeInstanceOf(BootError);
      expect((error as Error).message).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+\/nothing refuses: .+\.$/);
      expect((error as Error).message).not.toContain('hush');
    }));

  it('names every fault of the configuration', async () => {
    const error = await failure(startProcess({ contexts: [countersContext], env: { PORT: 'http' } }));
    expect(error).toBeInstanceOf(BootError);
    expect((error as Error).message).toMatch(/PORT .*DATABASE_URL is missing.*ECOU_SECRET is missing/);
  });
});

describe('a process on the database of an older build, which knew no folds of views', () => {
  it('brings the schema up to date, and begins with every view live as it is', async () => {
    const database = await testDatabase();
    const { url, pool } = database;
    const start = (context: ContextDefinition) => startProcess({ contexts: [context], env: environment(url) });
    const table = async () =>
      (await pool.query(`SELECT version, generation, state, created_at AS made FROM counters.views`)).rows;
    try {
      await (await start(countersContext)).stop();
      await pool.query(`ALTER TABLE counters.views DROP COLUMN folds`);
      await pool.query(`DELETE FROM counters.migrations WHERE name LIKE 'EventStore0002%'`);
      const before = await table();
      const fold = { version: 1, table: '', events: { 'CounterOpened.v1': 'a' } };
      for (const _start of [1, 2]) {
        const running = await start({ ...countersContext, views: [{ ...countersView, fold }] });
        const status = await running.contexts.get('counters')!.views.status();
        expect(status).toMatchObject([{ name: 'counters', state: 'live', buildingPosition: null }]);
        await running.stop();
      }
      expect(await table()).toEqual(before);
      expect((await pool.query(`SELECT folds FROM counters.views`)).rows).toEqual([{ folds: fold.events }]);
    } finally {
      await database.drop();
    }
  });
});

describe('a process on the database of another build', () => {
  it('refuses it where a migration was edited after it had been applied, and names it', () =>
    withDatabase(async (url, sessions) => {
      await (await startProcess({ contexts: [countersContext], env: environment(url) })).stop();
      await withPool(url, async (pool) => {
        const { rowCount } = await pool.query(
          `UPDATE counters.migration_checksums SET checksum = 'other' WHERE name LIKE 'EventStore0002%'`,
        );
        expect(rowCount).toBe(1);
      });
      const error = await failure(startProcess({ contexts: [countersContext], env: environment(url) }));
      expect(error).toBeInstanceOf(BootError);
      expect((error as Error).message).toMatch(
        /^Migrations of counters were edited after they had been applied: EventStore0002_\d+\.$/,
      );
      expect(await sessions()).toBe(0);
    }));

  it('gives it the functions of the store that it knows itself, and leaves the migrations of a newer one alone', () =>
    withDatabase(async (url) => {
      await (await startProcess({ contexts: [countersContext], env: environment(url) })).stop();
      const bodies = async (pool: Pool) =>
        (
          await pool.query<{ prosrc: string }>(
            `SELECT prosrc FROM pg_proc WHERE pronamespace = 'counters'::regnamespace ORDER BY proname`,
          )
        ).rows;
      await withPool(url, async (pool) => {
        const before = await bodies(pool);
        await pool.query(
          `CREATE OR REPLACE FUNCTION counters.inflight() RETURNS text[] LANGUAGE sql STABLE AS $$ SELECT '{}'::text[] $$`,
        );
        await pool.query(`INSERT INTO counters.migration_checksums VALUES ('EventStore9999_1000000009999', 'newer')`);
        await (await startProcess({ contexts: [countersContext], env: environment(url) })).stop();
        expect(await bodies(pool)).toEqual(before);
      });
    }));
});

describe('a process that stops', () => {
  it('finishes what is in hand, gives its leases back, and closes', async () => {
    await withDatabase(async (url, sessions) => {
      const running = await startProcess({ contexts: [countersContext, talliesContext], env: environment(url) });
      const { pool } = running.contexts.get('counters') ?? {};
      const post = (path: string, body: object) =>
        fetch(`${running.url}/counters/v1/counters${path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${running.keys.makeEphemeral()}`,
          },
          body: JSON.stringify(body),
        });
      const held = () => pool?.query(`SELECT consumer FROM counters.checkpoints WHERE owner IS NOT NULL`);
      await until(async () => ((await held())?.rows.length ?? 0) > 0, 'a lease');
      const slow = post('/slow', { ms: 2_000 });
      const burst = Array.from({ length: 20 }, (_, index) => post('', { name: `burst ${index}` }));
      await sleep(800); // all of them have come in by then, on a busy machine too
      const began = performance.now();
      const first = running.stop();
      expect(running.stop()).toBe(first);
      expect((await slow).status).toBe(200);
      const statuses = (await Promise.all(burst)).map(({ status }) => status);
      await first;
      expect(statuses).toEqual(Array<number>(20).fill(201));
      expect(performance.now() - began).toBeLessThan(20_000);
      await expect(post('', { name: 'late' })).rejects.toThrow();
      expect(await sessions()).toBe(0);

      const next = await startProcess({ contexts: [countersContext, talliesContext], env: environment(url) });
      const counters = next.contexts.get('counters');
      const { rows } = (await counters?.pool.query(`SELECT count(*)::int AS events FROM counters.events`)) ?? {
        rows: [],
      };
      expect(rows).toEqual([{ events: 20 }]);
      expect(await counters?.waitFor('counters', await counters.head(), 60_000)).toBe(true);
      await next.stop();
    });
  });

  it('can be started again and again in one process', async () => {
    for (let round = 0; round < 2; round += 1) {
      const test = await startTestProcess([countersContext]);
      expect((await test.visitor.get('/health/ready')).status).toBe(200);
      await test.stop();
    }
  });
});
