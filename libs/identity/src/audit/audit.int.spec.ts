import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { until, withPool } from '@ecou/event-sourcing/testing';
import { startTestProcess, ToldProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { identityContext } from '../context.js';

const path = '/identity/v1/audit';

interface Entry {
  readonly actor: string;
  readonly operation: string | null;
  readonly resource: string | null;
  readonly count: number;
}

/** The number of requests that entries stand for. */
async function sumOf(url: string, where: string): Promise<number> {
  let sum = 0;
  await withPool(url, async (pool) => {
    const { rows } = await pool.query(`SELECT coalesce(sum(count), 0)::int AS n FROM identity.audit WHERE ${where}`);
    sum = (rows[0] as { n: number }).n;
  });
  return sum;
}

describe('the audit', () => {
  let test: TestProcess;
  beforeAll(async () => {
    test = await startTestProcess([identityContext], { env: { ECOU_AUDIT_DAYS: '30' } });
  });
  afterAll(() => test.stop());

  /** Entries that meet criteria, once there are some. */
  const entries = (query: string, key = test.keys.auditor): Promise<readonly Entry[]> =>
    until(async () => {
      const { items } = (await test.visitor.get(`${path}?${query}`, { key })).body;
      return items.length > 0 && items;
    }, `an entry with ${query}`);

  it('has who changed what, and which events came of it', async () => {
    const order = { name: randomUUID(), roles: ['administrator'] };
    const { id } = (await test.api.post('/identity/v1/keys', order)).body.approval;
    expect((await test.api.post(`/identity/v1/approvals/${id}/withdraw`)).status).toBe(200);
    const [entry] = await entries(`resource=${id}&outcome=done`);
    const [, event] = await test.context('identity').store.readStream(`approval-${id}`);
    expect(entry).toMatchObject({
      ...{ actor: 'key:administrator', operation: 'identity_Approvals_withdraw', permission: 'approvals:decide' },
      ...{ status: 200, code: null, network: '127.0.0.0/24', count: 1, at: test.clock.now() },
      correlation: event?.metadata.correlationId,
    });
  });

  it('has who was refused what', async () => {
    await test.visitor.get('/identity/v1/approvals', { key: test.keys.staff });
    expect(await entries('actor=key:staff')).toMatchObject([
      { outcome: 'refused', operation: 'identity_Approvals_list', status: 403, code: 'PERMISSION_MISSING' },
    ]);
  });

  it('has who read it', async () => {
    await test.visitor.get(path, { key: test.keys.auditor });
    const [entry] = await entries('operation=identity_Audit_list&outcome=read', test.keys.administrator);
    expect(entry).toMatchObject({ actor: 'key:auditor', permission: 'audit:read' });
    expect((await test.visitor.get(path, { key: test.keys.staff })).status).toBe(403);
  });

  it('has nothing of what is read without anybody’s data', async () => {
    await test.api.get('/identity/v1/approvals');
    await entries('outcome=done');
    const { items } = (await test.api.get(`${path}?operation=identity_Approvals_list&outcome=read`)).body;
    expect(items).toEqual([]);
  });

  it('is paged, and a table', async () => {
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null && seen.length < 6;) {
      const { body } = await test.api.get(`${path}?limit=2${next === '' ? '' : `&cursor=${next}`}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      next = body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const { status, body } = await test.api.get(`${path}?format=csv&outcome=refused`);
    expect([status, body.split('\r\n')[0]]).toEqual([
      200,
      'id,at,actor,outcome,operation,permission,resource,status,code,correlation,network,count',
    ]);
    expect(body).toContain('key:staff');
    const lines = await test.api.get(`${path}?format=ndjson&limit=1&outcome=refused`);
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(lines.headers.get('content-disposition')).toBe('attachment; filename="audit.ndjson"');
    const items = (lines.body as string)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { body: page } = await test.api.get(`${path}?limit=200&outcome=refused`);
    expect(items).toEqual(page.items);
    const accept = { accept: 'application/x-ndjson' };
    expect((await test.api.get(`${path}?outcome=refused`, { headers: accept })).body).toBe(lines.body);
    expect((await test.api.get('/identity/v1/approvals?format=ndjson')).status).toBe(400);
    expect((await test.api.get(`${path}?from=yesterday`)).status).toBe(400);
  });

  it('is never changed in the database', async () => {
    await withPool(test.databaseUrl, async (pool) => {
      for (const statement of [
        "UPDATE identity.audit SET actor = 'x'",
        'DELETE FROM identity.audit',
        'TRUNCATE identity.audit',
      ])
        await expect(pool.query(statement)).rejects.toThrow('The audit is never changed.');
    });
  });

  it('is trimmed after its days, and says so for good', async () => {
    const count = await sumOf(test.databaseUrl, 'true');
    test.clock.advance(31 * 24 * 3_600_000);
    const { AuditTrimmer } = await import('./audit-trimmer.js');
    const { OwnTables } = await import('@ecou/runtime');
    const { dataSource, pool, engine } = test.context('identity');
    const trimmer = new AuditTrimmer(engine, new OwnTables(dataSource, pool), test.clock, { ECOU_AUDIT_DAYS: 30 });
    expect(await trimmer.trim()).toBeGreaterThanOrEqual(count);
    const [trimmed] = await entries('operation=trim_audit');
    expect(trimmed).toMatchObject({ actor: 'system', outcome: 'done', at: test.clock.now() });
    expect(trimmed!.count).toBeGreaterThanOrEqual(count);
    test.clock.advance(31 * 24 * 3_600_000);
    await trimmer.trim();
    expect((await entries('operation=trim_audit')).at(-1)).toMatchObject({ count: trimmed!.count });
  });
});

describe('what is lost of the audit', () => {
  it('is nothing when a process is told to end: every read that it answered is an entry', async () => {
    const town = await startTestProcess([identityContext]);
    const { key } = await town.process.keys.create({ name: 'an auditor', roles: ['auditor'], by: 'test' });
    const service = await ToldProcess.start({
      ...{ file: join(import.meta.dirname, '../context.ts'), name: 'identityContext', key },
      env: {
        ...{ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', ECOU_LIMITS: 'off', NOW: town.clock.now() },
        ...{ DATABASE_URL: town.databaseUrl, ECOU_SECRET: 'a secret of tests only, long enough' },
      },
    });
    let answered = 0;
    const read = async (): Promise<void> => {
      for (;;) {
        const answer = await service.api.get(`${path}?limit=1`).catch(() => undefined);
        if (answer?.status !== 200) return;
        answered += 1;
      }
    };
    const reading = Promise.all(Array.from({ length: 10 }, read));
    await until(() => answered > 300, 'some reads');
    expect(await service.stop()).toBe(0);
    await reading;
    const written = await sumOf(town.databaseUrl, `outcome = 'read' AND operation = 'identity_Audit_list'`);
    // An answer may have been cut off on its way.
    expect(written).toBeGreaterThanOrEqual(answered);
    expect(written).toBeLessThanOrEqual(answered + 10);
    await town.stop();
  });

  it('is nothing on a clean stop: 1,000 reads are 1,000 entries, and refusals of strangers are counted', async () => {
    const first = await startTestProcess([identityContext]);
    const second = await startTestProcess([identityContext], {
      env: { IDENTITY_DATABASE_URL: first.databaseUrl, DATABASE_URL: first.databaseUrl },
    });
    const before = await sumOf(first.databaseUrl, `outcome = 'read'`);
    for (let sent = 0; sent < 1_000; sent += 50) {
      const statuses = await Promise.all(
        Array.from({ length: 50 }, async () => (await second.api.get(`${path}?limit=1`)).status),
      );
      expect(new Set(statuses)).toEqual(new Set([200]));
    }
    for (let left = 7; left > 0; left -= 1) await second.visitor.get(path);
    await second.stop();
    expect((await sumOf(first.databaseUrl, `outcome = 'read'`)) - before).toBe(1_000);
    expect(await sumOf(first.databaseUrl, `actor = 'public' AND code = 'KEY_MISSING'`)).toBe(7);
    await first.stop();
  });
});
