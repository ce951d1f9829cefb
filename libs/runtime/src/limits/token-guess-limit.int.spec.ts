import { createPool } from '@ecou/event-sourcing';
import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { identitySchema } from '../identity/api-keys.js';
import { identityMigrations } from '../identity/migrations.js';
import { TokenGuessLimit } from './token-guess-limit.js';
import { Limits } from './limits.js';
import { isProxyList } from '../config/proxies.js';
import { networkOf } from './network.js';

const secret = 'a secret of tests only, long enough';
const rules = { times: 3, seconds: 60, perMinute: 8, knownSeconds: 60 };

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.url);
  await pool.query(`CREATE SCHEMA ${identitySchema}`);
  for (const { up } of identityMigrations) for (const statement of up(identitySchema)) await pool.query(statement);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const replica = (over: Partial<typeof rules> = {}): TokenGuessLimit =>
  new TokenGuessLimit(new Limits(pool, secret), { ...rules, ...over });
const tooMany = { status: 429, code: 'TOO_MANY_REQUESTS' };

let things = 0;
let hosts = 0;
const thing = () => `petition 2026-${String((things += 1)).padStart(6, '0')}`;
const host = () => `192.0.2.${(hosts += 1)}`;

describe('guessing of tokens', () => {
  it('ends after some wrong ones of an address, whatever they are for, also for a right one', async () => {
    const [limit, address] = [replica(), host()];
    for (let time = 0; time < 3; time += 1) {
      expect(await limit.admits({ address, thing: thing(), opens: false })).toBe(false);
    }
    await expect(limit.admits({ address, thing: thing(), opens: false })).rejects.toMatchObject(tooMany);
    await expect(limit.admits({ address, thing: thing(), opens: true })).rejects.toMatchObject(tooMany);
    expect(await limit.admits({ address: host(), thing: thing(), opens: true })).toBe(true);
  });

  it('is told when to come back, and may then', async () => {
    const [limit, address] = [replica({ times: 1, seconds: 1 }), host()];
    expect(await limit.admits({ address, thing: thing(), opens: false })).toBe(false);
    await expect(limit.admits({ address, thing: thing(), opens: true })).rejects.toMatchObject({
      options: {
        headers: {
          'Retry-After': '1',
          'RateLimit-Policy': '"wrong-tokens";q=1;w=1',
          RateLimit: '"wrong-tokens";r=0;t=1',
        },
      },
    });
    await sleep(1_100);
    expect(await limit.admits({ address, thing: thing(), opens: true })).toBe(true);
  });

  it('is counted for all replicas together', async () => {
    const [one, other, address] = [replica(), replica(), host()];
    const attempts = [one, other, one].map((limit) => limit.admits({ address, thing: thing(), opens: false }));
    expect(await Promise.all(attempts)).toEqual([false, false, false]);
    await expect(other.admits({ address, thing: thing(), opens: false })).rejects.toMatchObject(tooMany);
  });

  it('does not keep those out who opened it before, behind the same address', async () => {
    const [limit, address, mine] = [replica(), host(), thing()];
    expect(await limit.admits({ address, thing: mine, opens: true })).toBe(true);
    for (let time = 0; time < 3; time += 1) await limit.admits({ address, thing: thing(), opens: false });
    await expect(limit.admits({ address, thing: thing(), opens: true })).rejects.toMatchObject(tooMany);
    expect(await limit.admits({ address, thing: mine, opens: true })).toBe(true);
    // What is known there may not be guessed without an end either.
    for (let time = 0; time < 3; time += 1) {
      expect(await limit.admits({ address, thing: mine, opens: false })).toBe(false);
    }
    await expect(limit.admits({ address, thing: mine, opens: true })).rejects.toMatchObject(tooMany);
  });

  it('of one thing from many addresses is refused, and a right token of it is not', async () => {
    const [limit, mine] = [replica(), thing()];
    for (let time = 0; time < 8; time += 1) {
      expect(await limit.admits({ address: host(), thing: mine, opens: false })).toBe(false);
    }
    await expect(limit.admits({ address: host(), thing: mine, opens: false })).rejects.toMatchObject(tooMany);
    expect(await limit.admits({ address: host(), thing: mine, opens: true })).toBe(true);
  });

  it('is counted by each process while the database is away', async () => {
    const gone = createPool('postgres://nobody@127.0.0.1:1/none');
    const [limit, address] = [new TokenGuessLimit(new Limits(gone, secret), rules), host()];
    for (let time = 0; time < 3; time += 1) {
      expect(await limit.admits({ address, thing: thing(), opens: false })).toBe(false);
    }
    await expect(limit.admits({ address, thing: thing(), opens: false })).rejects.toMatchObject(tooMany);
    await gone.end();
  });

  it('leaves neither address nor thing in the database', async () => {
    await replica().admits({ address: '198.51.100.77', thing: 'petition 2026-777777', opens: false });
    const { rows } = await pool.query<{ text: string }>(`SELECT limits::text AS text FROM ${identitySchema}.limits`);
    const text = rows.map((row) => row.text).join('\n');
    expect(rows.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/198\.51|777777/);
  });
});

describe('a limit', () => {
  it('counts the addresses of one subscriber together', async () => {
    const limit = new Limits(pool, secret).make({ name: 'anything', times: 2, seconds: 60, detail: 'Too many.' });
    await limit.spend('2001:db8:7:7::1');
    await limit.spend('2001:db8:7:7:ffff::2');
    await expect(limit.spend('2001:db8:7:7::3')).rejects.toMatchObject(tooMany);
    await limit.spend('2001:db8:7:8::1');
  });
});

describe('whom an address belongs to', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['2001:db8:1:2:ffff::', '2001:db8:1:2::'],
    ['unknown', 'unknown'],
  ])('%s: %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('a list of proxies', () => {
  it.each(['loopback', 'loopback, uniquelocal', '10.0.0.1', '10.1.0.0/16,fd00::/8'])('%s is one', (list) => {
    expect(isProxyList(list)).toBe(true);
  });

  it.each(['', 'gateway', '10.0.0.0/64', 'loopback,'])('%j is none', (list) => {
    expect(isProxyList(list)).toBe(false);
  });
});
