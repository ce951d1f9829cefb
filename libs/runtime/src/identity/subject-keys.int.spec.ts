import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import { createPool } from '@ecou/event-sourcing';
import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { migrate } from '../boot/start-process.js';
import { LocalWrapping, type KeyWrapping } from './key-wrapping.js';
import { SubjectKeyStore } from './subject-keys.js';
import type { VaultTransitSettings } from '../config/encryption-settings.js';
import { VaultTransit } from './vault-transit.js';

interface Item {
  readonly plaintext?: string;
  readonly ciphertext?: string;
  readonly associated_data?: string;
}

/** Stands in for Vault's transit engine, by its public API: keys in versions, batches, a token; 403 and 400 where it would refuse. */
class TransitServer {
  private readonly versions = [randomBytes(32)];
  private server: Server | undefined;
  asked = 0;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      void json(request).then((body) => {
        this.asked += 1;
        const { status, answer } = this.answer(request.url ?? '', request.headers['x-vault-token'], body as never);
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop = () => this.server?.close();

  rotate = () => this.versions.push(randomBytes(32));

  private answer(url: string, token: unknown, { batch_input: batch }: { batch_input: readonly Item[] }) {
    if (token !== 'right') return { status: 403, answer: { errors: ['permission denied'] } };
    const verb = /^\/v1\/transit\/(encrypt|decrypt)\/ecou$/.exec(url)?.[1];
    if (!verb) return { status: 404, answer: { errors: [] } };
    const results = batch.map((item) => (verb === 'encrypt' ? this.encrypt(item) : this.decrypted(item)));
    const failed = results.some((result) => 'error' in result);
    return { status: failed ? 400 : 200, answer: { data: { batch_results: results } } };
  }

  private decrypted(item: Item) {
    try {
      return this.decrypt(item);
    } catch {
      return { error: 'cipher: message authentication failed' };
    }
  }

  private encrypt({ plaintext = '', associated_data: bound = '' }: Item) {
    const version = this.versions.length;
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.versions.at(-1) as Buffer, nonce).setAAD(Buffer.from(bound));
    const bytes = Buffer.concat([nonce, cipher.update(Buffer.from(plaintext, 'base64')), cipher.final()]);
    return { ciphertext: `vault:v${version}:${Buffer.concat([bytes, cipher.getAuthTag()]).toString('base64')}` };
  }

  private decrypt({ ciphertext = '', associated_data: bound = '' }: Item) {
    const [, version, text = ''] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? [];
    const bytes = Buffer.from(text, 'base64');
    const key = this.versions[Number(version) - 1] as Buffer;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(bound));
    decipher.setAuthTag(bytes.subarray(-16));
    const open = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    return { plaintext: open.toString('base64') };
  }
}

const [first, second] = ['first key-encryption key', 'second key-encryption key'].map(
  (text) => new LocalWrapping(text),
);

describe('the keys of people', () => {
  const transit = new TransitServer();
  let database: TestDatabase;
  let pool: pg.Pool;
  let settings: VaultTransitSettings;

  beforeAll(async () => {
    database = await testDatabase();
    await migrate([], { databaseUrl: database.url, identityDatabaseUrl: database.url });
    pool = createPool(database.url, { max: 4, applicationName: 'keys' });
    const address = await transit.start();
    settings = { address, token: 'right', mount: 'transit', key: 'ecou', namespace: undefined };
  });

  afterAll(async () => {
    transit.stop();
    await pool.end();
    await database.drop();
  });

  const storeOf = (wrapping: KeyWrapping | undefined, others: readonly (KeyWrapping | undefined)[] = []) =>
    new SubjectKeyStore(pool, wrapping as KeyWrapping, others as readonly KeyWrapping[]);
  const subjects = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
  const rowOf = async (subject: string) =>
    (await pool.query(`SELECT wrapped, kek, destroyed_at FROM identity.subject_keys WHERE subject = $1`, [subject]))
      .rows[0] as { wrapped: Buffer | null; kek: string | null; destroyed_at: string | null };
  const statements = async <T>(act: () => Promise<T>): Promise<number> => {
    let count = 0;
    const counting = () => (count += 1);
    pool.on('acquire', counting);
    await act();
    pool.off('acquire', counting);
    return count;
  };

  it('leave nothing in the statistics of their table', async () => {
    await storeOf(first).made(subjects(20));
    await pool.query('ANALYZE identity.subject_keys');
    const { rows } = await pool.query<{ name: string }>(
      `SELECT attname AS name FROM pg_stats WHERE schemaname = 'identity' AND tablename = 'subject_keys'`,
    );
    const names = rows.map(({ name }) => name);
    expect(names).toContain('subject');
    expect(names).not.toContain('wrapped');
  });

  it('are made once for each person, whoever asks, and are the same for every process', async () => {
    const [one, other] = [storeOf(first), storeOf(first)];
    const all = subjects(20);
    const answers = await Promise.all([one, other, one, other].map((store) => store.made(all)));
    for (const subject of all) {
      const [key, ...same] = answers.map((keys) => keys.get(subject)?.toString('hex'));
      expect(key).toMatch(/^[0-9a-f]{64}$/);
      expect(new Set(same)).toEqual(new Set([key]));
    }
    expect((await storeOf(first).known(all)).size).toBe(20);
    expect(await storeOf(first).known(subjects(1))).toEqual(new Map());
  });

  it('are asked for together', async () => {
    const store = storeOf(first);
    const all = subjects(200);
    expect(await statements(() => Promise.all(all.map((subject) => store.made([subject]))))).toBeLessThanOrEqual(2);
    const fresh = storeOf(first);
    expect(await statements(() => Promise.all(all.map((subject) => fresh.known([subject]))))).toBeLessThanOrEqual(2);
    expect(await statements(() => fresh.known(all))).toBe(0);
  });

  it('are stored wrapped, each for its own person', async () => {
    const [one = '', other = ''] = subjects(2);
    const keys = await storeOf(first).made([one, other]);
    const { wrapped, kek } = await rowOf(one);
    expect(wrapped?.includes(keys.get(one) as Buffer)).toBe(false);
    expect(kek).toBe(first?.id);
    await pool.query(
      `UPDATE identity.subject_keys k SET wrapped = o.wrapped FROM identity.subject_keys o WHERE k.subject = $1 AND o.subject = $2`,
      [one, other],
    );
    const found = await storeOf(first).known([one, other]);
    expect(found).toEqual(new Map([[other, keys.get(other)]]));
  });

  it('are destroyed for good', async () => {
    const [had = '', never = '', stays = ''] = subjects(3);
    const store = storeOf(first);
    await store.made([had, stays]);
    await store.destroy([had, never, had]);
    await store.destroy([had]);
    const after = new Map([
      [had, null],
      [never, null],
    ]);
    for (const one of [store, storeOf(first)]) {
      expect(await one.known([had, never])).toEqual(after);
      expect(await one.made([had, never])).toEqual(after);
      expect((await one.known([stays])).get(stays)).toBeInstanceOf(Buffer);
    }
    expect(await rowOf(had)).toEqual({ wrapped: null, kek: null, destroyed_at: expect.any(String) as unknown });
  });

  it('are wrapped anew by another key-encryption key, and stay what they are', async () => {
    const [one = '', gone = ''] = subjects(2);
    const before = await storeOf(first).made([one, gone]);
    await storeOf(first).destroy([gone]);
    await expect(storeOf(second).known([one])).rejects.toMatchObject({ code: 'KEYS_AWAY' });
    // The one that was altered above.
    expect(await storeOf(second, [first]).rewrap()).toEqual({
      rewrapped: expect.any(Number) as unknown,
      unreadable: 1,
    });
    expect((await rowOf(one)).kek).toBe(second?.id);
    expect(await storeOf(second).known([one, gone])).toEqual(
      new Map([
        [one, before.get(one)],
        [gone, null],
      ]),
    );
  });

  it('may be wrapped by a server whose key no process has', async () => {
    const [one = ''] = subjects(1);
    const remote = new VaultTransit(settings);
    const before = await storeOf(remote).made([one]);
    expect((await rowOf(one)).wrapped?.toString()).toMatch(/^vault:v1:/);
    transit.rotate();
    expect(await storeOf(remote).known([one])).toEqual(before);
    await storeOf(remote, [first, second]).rewrap();
    expect((await rowOf(one)).wrapped?.toString()).toMatch(/^vault:v2:/);
    expect(await storeOf(remote).known([one])).toEqual(before);
    const asked = transit.asked;
    const store = storeOf(remote);
    for (let time = 0; time < 5; time += 1) await store.known([one]);
    expect(transit.asked - asked).toBe(1);
  });

  it.each<[string, Partial<VaultTransitSettings>]>([
    ['is not there', { address: 'http://127.0.0.1:9' }],
    ['refuses the token', { token: 'expired' }],
    ['has no such engine', { mount: 'elsewhere' }],
  ])('are away, and not destroyed, where that server %s', async (_, wrong) => {
    const [one = ''] = subjects(1);
    await storeOf(new VaultTransit(settings)).made([one]);
    const store = new SubjectKeyStore(pool, away(settings, wrong));
    await expect(store.known([one])).rejects.toMatchObject({ name: 'Unavailable', code: 'KEYS_AWAY' });
    await expect(store.made(subjects(1))).rejects.toMatchObject({ name: 'Unavailable', code: 'KEYS_AWAY' });
  });

  it('are away, and not destroyed, where the database is', async () => {
    const elsewhere = createPool('postgres://127.0.0.1:9/none', { max: 1, applicationName: 'none' });
    const store = new SubjectKeyStore(elsewhere, first as KeyWrapping);
    await expect(store.known(subjects(1))).rejects.toMatchObject({ name: 'Unavailable', code: 'KEYS_AWAY' });
    await elsewhere.end();
  });
});

/** The adapter under the name by which rows know it, with settings that are wrong. */
function away(right: VaultTransitSettings, wrong: Partial<VaultTransitSettings>): KeyWrapping {
  const adapter = new VaultTransit({ ...right, ...wrong });
  return {
    id: new VaultTransit(right).id,
    wrap: (keys) => adapter.wrap(keys),
    unwrap: (keys) => adapter.unwrap(keys),
  };
}
