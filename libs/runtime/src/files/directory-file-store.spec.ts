import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryFileStore } from './directory-file-store.js';
import { fileStoreSuite } from './testing/file-store-suite.js';

const folder = () => mkdtemp(join(tmpdir(), 'ecou-files-'));

fileStoreSuite('a directory', async () => {
  const dir = await folder();
  const file = join(dir, 'file');
  await writeFile(file, 'no folder can be made under a file');
  return {
    store: new DirectoryFileStore(join(dir, 'files')),
    away: new DirectoryFileStore(file),
    end: () => rm(dir, { recursive: true }),
  };
});

describe('a directory of files', () => {
  it('leaves nothing half written under a name, and removes what a crash left beside it', async () => {
    const [dir, key] = [await folder(), randomUUID()];
    const store = new DirectoryFileStore(dir);
    await store.put(key, Buffer.from('whole'));
    const shard = join(dir, key.slice(0, 2));
    expect(await readdir(shard)).toEqual([key]);
    await writeFile(join(shard, `${key}.part`), 'half');
    await store.remove(key);
    expect(await readdir(shard)).toEqual([]);
    await rm(dir, { recursive: true });
  });
});
