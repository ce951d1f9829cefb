import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres } from '@ecou/platform/embedded-postgres';
import { findKept } from './deployment.ts';

describe('the deployment that a command finds', () => {
  // Only its owner can enter it: where that is root, the data of PostgreSQL is kept elsewhere.
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ecou-closed-'));
  });

  afterAll(() => rm(dir, { recursive: true, force: true }));

  const find = async () => {
    const kept = await findKept({ ECOU_DATA_DIR: join(dir, 'data') }, false);
    await kept.end();
    return kept.databases.map(({ name }) => name);
  };

  it('is none in a folder without data, which is not made', async () => {
    await expect(find()).rejects.toThrow('There is no data in');
    expect(existsSync(join(dir, 'data'))).toBe(false);
  });

  it('is the one whose data was asked for there, whether it runs or not', async () => {
    const postgres = await startEmbeddedPostgres({ dir: join(dir, 'data'), databases: ['ecou'] });
    try {
      expect(await find()).toEqual(['ecou']);
      await postgres.stop();
      expect(await find()).toEqual(['ecou']);
    } finally {
      await postgres.stop();
      await rm(postgres.dataDir, { recursive: true, force: true });
    }
  });
});
