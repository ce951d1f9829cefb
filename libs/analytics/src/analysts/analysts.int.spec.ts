import pg from 'pg';
import { transaction } from '@ecou/event-sourcing';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { AttendanceReportedV1, PetitionRegisteredV1 } from '@ecou/contracts';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { analyticsContext } from '../context.js';
import { publishers } from '../testing/publishers.js';
import { recordAll, starIsUp } from '../testing/recorded.js';
import { ensureStar } from '../star/stars.js';
import { definition } from '../star/star-tables.js';
import { figures } from '../star/figures/figures.js';
import { shownTables } from '../star/figures/shown.js';

const base = '/analytics/v1/analysts';

interface Access {
  readonly url: string;
  readonly role: string;
}

let test: TestProcess;
let ana: Access;
const clients: pg.Client[] = [];

beforeAll(async () => {
  test = await startTestProcess([...publishers, analyticsContext]);
  const day = '2026-03-02T10:00:00Z';
  await recordAll(test, [
    [AttendanceReportedV1, randomUUID(), { total: 24, reportedAt: day }, day],
    [PetitionRegisteredV1, randomUUID(), { receivedOn: '2026-03-02' }, day],
  ]);
  const { status, body } = await test.api.post(base, { name: 'ana' });
  expect(status).toBe(201);
  ana = body;
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end().catch(() => undefined)));
});
afterAll(async () => {
  for (const { name, revokedAt } of (await test.api.get(base)).body.items)
    if (revokedAt === null) await test.api.post(`${base}/${name}/revoke`);
  await test.stop();
});

async function connected({ url }: Access = ana): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}

const views = [...figures.keys(), ...shownTables.map(({ name }) => `${name}_history`)];

/** Objects of the database that a role can reach, without those of PostgreSQL and of extensions, on which a role has a privilege. */
const privileges = `
  WITH own AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
  SELECT format('%s %s.%s', p, nspname, relname) AS has FROM pg_class c JOIN own n ON n.oid = c.relnamespace,
         unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege($1, c.oid, p)
  UNION ALL SELECT format('%s %s.%s', p, nspname, relname) FROM pg_class c JOIN own n ON n.oid = c.relnamespace, unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) p
    WHERE c.relkind = 'S' AND has_sequence_privilege($1, c.oid, p)
  UNION ALL SELECT format('%s column of %s.%s', p, nspname, relname) FROM pg_class c JOIN own n ON n.oid = c.relnamespace, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) p
    WHERE c.relkind IN ('r', 'p', 'v') AND has_any_column_privilege($1, c.oid, p) AND NOT has_table_privilege($1, c.oid, p)
  UNION ALL SELECT format('EXECUTE %s', f.oid::regprocedure) FROM pg_proc f JOIN own n ON n.oid = f.pronamespace
    WHERE has_schema_privilege($1, n.oid, 'USAGE') AND has_function_privilege($1, f.oid, 'EXECUTE') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = f.oid AND d.deptype = 'e')
  UNION ALL SELECT format('%s %s', p, nspname) FROM own, unnest(ARRAY['USAGE', 'CREATE']) p WHERE has_schema_privilege($1, own.oid, p)
  UNION ALL SELECT format('%s the database', p) FROM unnest(ARRAY['CONNECT', 'CREATE', 'TEMPORARY']) p WHERE has_database_privilege($1, current_database(), p)
  UNION ALL SELECT format('member of %s', rolname) FROM pg_roles WHERE rolname <> $1 AND pg_has_role($1, oid, 'MEMBER')
  UNION ALL SELECT 'is ' || a FROM pg_roles, LATERAL (VALUES ('superuser', rolsuper), ('creator of roles', rolcreaterole),
    ('creator of databases', rolcreatedb), ('replicator', rolreplication), ('beyond row security', rolbypassrls)) t (a, has) WHERE rolname = $1 AND has`;

describe('an analyst', () => {
  it('has the privileges of this list, and no other', async () => {
    const { pool } = test.context('analytics');
    const { rows } = await pool.query<{ has: string }>(privileges, [ana.role]);
    const { rows: named } = await pool.query<{ database: string }>('SELECT current_database() AS database');
    expect(rows.map(({ has }) => has).toSorted()).toEqual(
      [
        ...views.map((name) => `SELECT analytics.${name}`),
        ...[...figures.keys()].map((name) => `EXECUTE analytics.${name}(date)`),
        'EXECUTE analytics.as_of()',
        'EXECUTE analytics.moment()',
        'USAGE analytics',
        'USAGE public',
        'CONNECT the database',
        `member of ${named[0]?.database}_analysts`,
      ].toSorted(),
    );
  });

  it('queries every figure, as of any day', async () => {
    const client = await connected();
    for (const name of figures.keys()) {
      await client.query(`SELECT * FROM ${name} LIMIT 10`);
      await client.query(`SELECT * FROM ${name}('2026-03-01') LIMIT 10`);
    }
    const total = 'SELECT people FROM participation WHERE category IS NULL';
    expect((await client.query(total)).rows).toEqual([{ people: 24 }]);
    await client.query(`SET analytics.as_of = '2026-03-01'`);
    expect((await client.query(total)).rows).toEqual([]);
    await client.query('RESET analytics.as_of');
    expect((await client.query('SELECT is_withheld, petitions FROM petition')).rows).toEqual([
      { is_withheld: true, petitions: null },
    ]);
  });

  it('sees everything as of the day that the role was given', async () => {
    const { body } = await test.api.post(base, { name: 'pooled', asOf: '2026-03-01' });
    const client = await connected(body);
    expect((await client.query('SELECT FROM participation')).rows).toEqual([]);
  });

  it('is told by tools what there is', async () => {
    const client = await connected();
    const { rows: tables } = await client.query<{ table_name: string }>(
      `SELECT table_name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.map((row) => row.table_name).toSorted()).toEqual(views.toSorted());
    const { rows: columns } = await client.query(
      `SELECT column_name, data_type, col_description(format('%I.%I', table_schema, table_name)::regclass, ordinal_position) AS comment
       FROM information_schema.columns WHERE table_schema = 'analytics'`,
    );
    expect(columns.length).toBeGreaterThan(200);
    expect(columns.filter(({ comment }) => !comment)).toEqual([]);
    // As Metabase and pgJDBC ask for tables and their kinds.
    const { rows: described } = await client.query(
      `SELECT n.nspname, c.relname, c.relkind, d.description FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
         LEFT JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
       WHERE n.nspname = 'analytics' AND c.relkind = 'v' AND has_table_privilege(c.oid, 'SELECT')`,
    );
    expect(described).toHaveLength(views.length);
    expect(described.every(({ description }) => /[.]/.test(String(description)))).toBe(true);
    expect((await client.query('SHOW server_version')).rows).toHaveLength(1);
  });

  const star = '(SELECT max(star) FROM analytics.stars)';
  it.each([
    ['reads the record', 'SELECT * FROM analytics.messages'],
    ['reads the events of a context', 'SELECT * FROM feedback.events'],
    ['reads keys', 'SELECT * FROM identity.api_keys'],
    ['asks which star there is', `SELECT ${star}`],
    ['reads a table of the star', 'SELECT * FROM analytics.star_petition_1'],
    ['reads who else is an analyst', 'SELECT * FROM analytics.analysts'],
    ['reads passwords', 'SELECT rolpassword FROM pg_authid'],
    ['reads statistics of tables', 'SELECT * FROM pg_statistic'],
    ['reads settings that name files', "SELECT pg_read_file(current_setting('data_directory') || '/PG_VERSION')"],
    ['lists files', `SELECT pg_ls_dir('.')`],
    ['reads a file', `SELECT pg_read_file('/etc/passwd')`],
    ['runs a program', `COPY (SELECT 1) TO PROGRAM 'true'`],
    ['writes a file', `COPY (SELECT 1) TO '/tmp/ecou-way-out'`],
    ['loads a file', `COPY participation FROM '/etc/passwd'`],
    ['adds an extension', 'CREATE EXTENSION dblink'],
    ['makes a table', 'CREATE TABLE analytics.mine (x int)'],
    ['makes a table in public', 'CREATE TABLE public.mine (x int)'],
    ['makes a temporary table', 'CREATE TEMP TABLE mine (x int)'],
    ['makes a function', 'CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$'],
    ['makes a schema', 'CREATE SCHEMA mine'],
    ['makes a role', 'CREATE ROLE other LOGIN'],
    ['becomes the owner', `SELECT set_config('role', (SELECT min(rolname) FROM pg_roles WHERE rolsuper), false)`],
    [
      'becomes the owner of the session',
      `SELECT set_config('session_authorization', (SELECT min(rolname) FROM pg_roles WHERE rolsuper), false)`,
    ],
    ['gives itself a role', 'GRANT pg_read_all_data TO CURRENT_USER'],
    ['lifts its own limits of sessions', 'ALTER ROLE CURRENT_USER CONNECTION LIMIT 100'],
    ['lifts the limit of temporary files', `SET temp_file_limit = '-1'`],
    ['writes into a view', `UPDATE participation SET people = 0`],
    ['inserts into a view', `INSERT INTO channel VALUES ('x', 'y')`],
    ['removes a view', 'DROP VIEW participation'],
    ['changes a function', 'ALTER FUNCTION analytics.participation(date) SECURITY INVOKER'],
    [
      'takes over the function of days',
      `CREATE OR REPLACE FUNCTION analytics.as_of() RETURNS date LANGUAGE sql AS $$ SELECT current_date $$`,
    ],
    ['appends events', `SELECT analytics.append_units('[]')`],
    ['makes a large object', `SELECT lo_from_bytea(0, 'x')`],
    [
      'ends others',
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user AND pid IS NOT NULL',
    ],
    [
      'reads what others ask',
      `SELECT 1 / count(*) FROM pg_stat_activity WHERE usename <> current_user AND query <> '<insufficient privilege>' AND query <> ''`,
    ],
    ['changes settings of the server', `ALTER SYSTEM SET log_statement = 'all'`],
    ['copies the database', 'CREATE DATABASE mine'],
    ['replicates', `SELECT pg_create_logical_replication_slot('mine', 'pgoutput')`],
    ['locks a view against its owner', 'BEGIN; LOCK TABLE participation IN ACCESS EXCLUSIVE MODE'],
  ])('is refused where it %s', async (_name, sql) => {
    const client = await connected();
    // Not by being read-only: that it can set otherwise.
    await client.query('SET default_transaction_read_only = off');
    await expect(client.query(sql)).rejects.toThrow(
      /permission denied|must be|no privilege|only roles|cannot (insert|update|copy)|division by zero|read-only|Only roles/i,
    );
  });

  it('sees nothing of a withheld group by an error that its values cause', async () => {
    const client = await connected();
    const { rows } = await client.query('SELECT petitions FROM petition WHERE 1 / coalesce(petitions, 1) < 5');
    expect(rows).toEqual([{ petitions: null }]);
  });

  it('loses a session that takes too long, or holds what Ecou waits for, whatever it set', async () => {
    const client = await connected();
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock(1)');
    await new Promise((resolve) => client.once('end', resolve));
    await expect(client.query('SELECT 1')).rejects.toThrow();
  });

  it('has five sessions at most', async () => {
    for (let session = 0; session < 5; session += 1) await connected();
    await expect(connected()).rejects.toThrow(/too many connections/);
  });

  it('gets another password, and the old one opens nothing', async () => {
    const { body: cris } = await test.api.post(base, { name: 'cris' });
    const open = await connected(cris);
    const { body } = await test.api.post(`${base}/cris/rotate`);
    await expect(open.query('SELECT 1')).rejects.toThrow();
    await expect(connected(cris)).rejects.toThrow(/password authentication failed/);
    await expect((await connected(body)).query('SELECT FROM participation')).resolves.toBeDefined();
  });

  it('is listed, and gone once revoked', async () => {
    const { body: dan } = await test.api.post(base, { name: 'dan' });
    await connected(dan);
    const listed = async () =>
      (await test.api.get(base)).body.items.find(({ name }: { name: string }) => name === 'dan');
    expect(await listed()).toMatchObject({ role: dan.role, sessions: 1, revokedAt: null });
    expect(await test.api.post(`${base}/dan/revoke`)).toMatchObject({
      ...{ status: 200, body: { name: 'dan', revokedAt: expect.any(String) } },
    });
    await expect(connected(dan)).rejects.toThrow(/password authentication failed|does not exist|not permitted/);
    expect(await listed()).toMatchObject({ sessions: 0, revokedAt: expect.any(String) });
    expect((await test.api.post(`${base}/dan/revoke`)).status).toBe(404);
    expect((await test.api.post(base, { name: 'dan' })).status).toBe(201);
  });

  it('is made once, by a name that is one', async () => {
    expect(await test.api.post(base, { name: 'ana' })).toMatchObject({ status: 409, body: { code: 'ANALYST_EXISTS' } });
    expect((await test.api.post(base, { name: 'Ana; DROP ROLE ecou' })).status).toBe(400);
    expect((await test.visitor.post(base, { name: 'eva' })).status).toBe(401);
    expect((await test.api.with(test.keys.analyst).post(base, { name: 'eva' })).status).toBe(403);
  });

  it('keeps access when the star is made anew', async () => {
    const { pool } = test.context('analytics');
    await transaction(pool, async (client) => {
      // As of a release with other tables.
      await client.query(`UPDATE analytics.stars SET definition = 'another' WHERE state = 'live'`);
      await client.query(`INSERT INTO analytics.stars (definition, state) VALUES ('a third', 'building')`);
      await ensureStar(async (sql, parameters = []) => (await client.query(sql, [...parameters])).rows);
    });
    const stars = async () => (await pool.query(`SELECT definition FROM analytics.stars WHERE state = 'live'`)).rows;
    await until(async () => (await stars())[0]?.definition === definition, 'the new star');
    await starIsUp(test);
    expect((await pool.query('SELECT definition FROM analytics.stars')).rows).toEqual([{ definition }]);
    const { rows } = await (
      await connected()
    ).query(`SELECT people FROM participation('infinity') WHERE category IS NULL`);
    expect(rows).toEqual([{ people: 24 }]);
  });
});
