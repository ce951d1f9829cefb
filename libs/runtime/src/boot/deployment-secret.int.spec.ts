import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { BootError } from '../config/boot-error.js';
import { DeploymentSecret } from './deployment-secret.js';
import { identityMigrations } from '../identity/migrations.js';

const [first, second, third] = ['first', 'second', 'third'].map((name) => `the ${name} secret of tests, long enough`);
const notOpened = /^ECOU_SECRET does not open the secret of this deployment/;

describe('the secret of a deployment', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let secret: DeploymentSecret;

  beforeEach(async () => {
    database = await testDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE SCHEMA identity');
    for (const statement of identityMigrations.flatMap(({ up }) => up('identity'))) await client.query(statement);
    secret = new DeploymentSecret(client, 'identity');
  });

  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  const opened = (opener: string) => secret.open(opener).catch((error: unknown) => (error as Error).message);

  it('is drawn on the first start, is not the opener, and stands nowhere in clear', async () => {
    const drawn = await secret.open(first!);
    expect(drawn).toMatch(/^[\w-]{43}$/);
    expect(await secret.open(first!)).toBe(drawn);
    const { rows } = await client.query('SELECT s::text AS row FROM identity.secrets s');
    expect(rows).toHaveLength(1);
    expect(Buffer.from(rows[0].row, 'utf8').includes(Buffer.from(drawn).toString('hex'))).toBe(false);
  });

  it('is the opener where the deployment is older than this, so that its links stay as they are', async () => {
    await client.query(
      `INSERT INTO identity.keys (id, name, hash, roles, created_by) VALUES ($1, 'first', 'x', '{administrator}', 'system')`,
      [randomUUID()],
    );
    expect(await secret.open(first!)).toBe(first);
    await secret.add(first!, second!);
    expect(await secret.open(second!)).toBe(first);
  });

  it('is opened by no other', async () => {
    await secret.open(first!);
    await expect(secret.open(second!)).rejects.toThrow(BootError);
    expect(await opened(second!)).toMatch(notOpened);
    expect((await client.query('SELECT FROM identity.secrets')).rowCount).toBe(1);
  });

  it('stays the same under another opener, and then under no other', async () => {
    const drawn = await secret.open(first!);
    await secret.add(first!, second!);
    expect([await opened(first!), await opened(second!)]).toEqual([drawn, drawn]);
    await expect(secret.add(third!, first!)).rejects.toThrow(notOpened);
    await expect(secret.keepOnly(third!)).rejects.toThrow(notOpened);
    expect(await secret.keepOnly(second!)).toBe(1);
    expect(await opened(second!)).toBe(drawn);
    expect(await opened(first!)).toMatch(notOpened);
    expect(await secret.keepOnly(second!)).toBe(0);
  });

  it('keeps the opener that was added last, unless an older one is added again', async () => {
    const drawn = await secret.open(first!);
    await secret.add(first!, second!);
    await expect(secret.keepOnly(first!)).rejects.toThrow(/^ECOU_SECRET is not the newest/);
    expect([await opened(first!), await opened(second!)]).toEqual([drawn, drawn]);
    await secret.add(second!, first!);
    expect(await secret.keepOnly(first!)).toBe(1);
    expect(await opened(first!)).toBe(drawn);
    expect(await opened(second!)).toMatch(notOpened);
  });

  it('is not opened where a byte was changed', async () => {
    await secret.open(first!);
    await client.query(`UPDATE identity.secrets SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)`);
    expect(await opened(first!)).toMatch(notOpened);
  });
});
