import { TestClock } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { Audit } from './audit.js';
import { shortened, type AuditEntry } from './entry.js';

describe('the network of an address', () => {
  it.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1234:5678::1', '2001:db8:1234::/48'],
    ['nowhere', 'unknown'],
  ])('%s is %s', (address, network) => expect(shortened(address)).toBe(network));
});

/** A database that takes what it is given, or is away. */
class Table {
  rows: AuditEntry[] = [];
  statements = 0;
  isAway = false;

  query(_sql: string, [batch]: [string]): Promise<void> {
    this.statements += 1;
    if (this.isAway) return Promise.reject(new Error('away'));
    this.rows.push(...(JSON.parse(batch) as AuditEntry[]));
    return Promise.resolve();
  }
}

const entry = (actor = 'key:1', outcome: AuditEntry['outcome'] = 'read') => ({
  ...{ actor, outcome, permission: 'x:read', operation: 'x_X_get', resource: null },
  ...{ status: 200, code: null, correlation: null, network: '192.0.2.0/24' },
});

describe('the audit in memory', () => {
  const start = (table: Table, more: { most?: number; patienceMs?: number; isKept?: boolean } = {}) =>
    new Audit({
      pool: table as unknown as Pool,
      ...{ clock: new TestClock(), logger: pino({ level: 'silent' }), isKept: true, everyMs: 10, ...more },
    });

  it('writes many entries in one statement, and all on a stop', async () => {
    const table = new Table();
    const audit = start(table);
    for (let left = 1_000; left > 0; left -= 1) audit.note(entry());
    await audit.stop();
    expect([table.rows.length, table.statements]).toEqual([1_000, 1]);
    expect(new Set(table.rows.map(({ id }) => id)).size).toBe(1_000);
  });

  it('keeps what the database does not take, lets nobody in once it is full, and writes it all when that is back', async () => {
    const table = new Table();
    table.isAway = true;
    const audit = start(table, { most: 5, patienceMs: 50 });
    for (let left = 5; left > 0; left -= 1) {
      await audit.room();
      audit.note(entry());
    }
    await expect(audit.room()).rejects.toMatchObject({ code: 'AUDIT_BUSY' });
    await expect(audit.stop()).rejects.toThrow('away');
    table.isAway = false;
    await audit.stop();
    expect(table.rows).toHaveLength(5);
  });

  it('lets those who wait in as soon as there is room', async () => {
    const table = new Table();
    table.isAway = true;
    const audit = start(table, { most: 1, patienceMs: 5_000 });
    audit.note(entry());
    const waited = audit.room();
    table.isAway = false;
    await waited;
    await audit.stop();
    expect(table.rows).toHaveLength(1);
  });

  it('counts refusals of strangers by network and code, and others only where there is no room', async () => {
    const table = new Table();
    const audit = start(table, { most: 2 });
    const stranger = (network: string) => audit.count({ status: 401, code: 'KEY_MISSING', network });
    for (const network of ['a', 'b', 'a', 'a']) stranger(network);
    for (let left = 5; left > 0; left -= 1) audit.note(entry('key:2', 'refused'));
    await audit.stop();
    const counts = table.rows.map(({ actor, network, count }) => [actor, network, count]);
    expect(counts.filter(([actor]) => actor === 'public')).toEqual([
      ['public', 'a', 3],
      ['public', 'b', 1],
    ]);
    expect(counts.filter(([actor]) => actor === 'key:2').map(([, , count]) => count)).toEqual([1, 1, 3]);
  });

  it('holds nothing where a deployment keeps none', async () => {
    const table = new Table();
    const audit = start(table, { isKept: false });
    audit.note(entry());
    await audit.stop();
    expect(table.statements).toBe(0);
  });
});
