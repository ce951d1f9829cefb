import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { reachOf } from './reach.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './server.js';

const dir = mkdtempSync(join(tmpdir(), 'ecou-reach-'));
const files = { certificate: join(dir, 'own.crt'), key: join(dir, 'own.key') };
let server: EmbeddedPostgres;

beforeAll(async () => {
  const making = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=ecou', '-days', '2'];
  execFileSync('openssl', [...making, '-keyout', files.key, '-out', files.certificate], { stdio: 'pipe' });
  const env = {
    ECOU_POSTGRES_LISTEN: '*',
    ECOU_POSTGRES_TLS_CERT: files.certificate,
    ECOU_POSTGRES_TLS_KEY: files.key,
  };
  server = await startEmbeddedPostgres({ dir: join(dir, 'data'), databases: ['town', 'other'], ...reachOf(env) });
  await query(server.url('town'), `CREATE ROLE town_analysts NOLOGIN`);
  await query(server.url('town'), `CREATE ROLE ana LOGIN PASSWORD 'for tests' IN ROLE town_analysts`);
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** As from another machine: any address but 127.0.0.1 is one to the server. */
class FromElsewhere extends Socket {
  override connect(...args: unknown[]): this {
    const [port, host] = args;
    return super.connect({ port: Number(port), host: String(host), localAddress: '127.0.0.2' });
  }
}

async function query(url: string, sql: string, options: pg.ClientConfig = {}): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, ...options });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

const fromElsewhere = { stream: () => new FromElsewhere() };
const overTls = { ssl: { rejectUnauthorized: false } };

const asAna = (database: string) => {
  const url = new URL(server.url(database));
  Object.assign(url, { username: 'ana', password: 'for tests' });
  return url.href;
};

describe('an embedded PostgreSQL that others reach', () => {
  it('lets analysts of a database in over TLS', async () => {
    const ssl = `SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
    expect(await query(asAna('town'), ssl, { ...fromElsewhere, ...overTls })).toEqual([{ ssl: true }]);
  });

  it.each([
    ['analysts in plain text', () => asAna('town'), {}],
    ['analysts of another database', () => asAna('other'), overTls],
    ['its superuser', () => server.url('town'), overTls],
  ])('does not let in %s', async (_who, url, how) => {
    await expect(query(url(), 'SELECT 1', { ...fromElsewhere, ...how })).rejects.toThrow(/no pg_hba.conf entry/);
  });

  it('serves Ecou itself as before', async () => {
    expect(await query(server.url('other'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('keeps its port', async () => {
    const url = server.url('town');
    await server.stop();
    const again = await startEmbeddedPostgres({ dir: join(dir, 'data'), databases: [] });
    server = again;
    expect(again.url('town')).toBe(url);
    // Nobody named an address any more.
    await expect(query(asAna('town'), 'SELECT 1', { ...fromElsewhere, ...overTls })).rejects.toThrow();
  });
});

describe('what the environment says of it', () => {
  const { certificate: ECOU_POSTGRES_TLS_CERT, key: ECOU_POSTGRES_TLS_KEY } = files;

  it.each([
    [{ ECOU_POSTGRES_LISTEN: '*' }, /ECOU_POSTGRES_TLS_CERT and ECOU_POSTGRES_TLS_KEY/],
    [{ ECOU_POSTGRES_LISTEN: 'everywhere', ECOU_POSTGRES_TLS_CERT, ECOU_POSTGRES_TLS_KEY }, /not everywhere/],
    [
      { ECOU_POSTGRES_LISTEN: '*', ECOU_POSTGRES_TLS_CERT: '/nowhere.crt', ECOU_POSTGRES_TLS_KEY },
      /ECOU_POSTGRES_TLS_CERT names \/nowhere.crt/,
    ],
    [{ ECOU_POSTGRES_PORT: 'much' }, /ECOU_POSTGRES_PORT/],
  ])('is refused where it is wrong', (env, message) => {
    expect(() => reachOf(env)).toThrow(message);
  });

  it('leaves it to this machine otherwise', () => {
    expect(reachOf({})).toEqual({});
    expect(reachOf({ ECOU_POSTGRES_LISTEN: 'localhost', ECOU_POSTGRES_PORT: '6543' })).toEqual({ port: 6543 });
  });
});
