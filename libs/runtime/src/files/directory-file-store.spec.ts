import { describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, open, readdir, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
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
  it('forces the names of new folders to disk too, up to the one that was there', async () => {
    const [dir, key] = [await folder(), randomUUID()];
    const handle = await open(dir);
    const synced: number[] = [];
    const spy = jest.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync');
    spy.mockImplementation(async function (this: FileHandle) {
      synced.push((await this.stat()).ino);
    });
    try {
      await new DirectoryFileStore(join(dir, 'a', 'b')).put(key, Buffer.from('whole'));
    } finally {
      spy.mockRestore();
      await handle.close();
    }
    const folders = [dir, join(dir, 'a'), join(dir, 'a', 'b'), join(dir, 'a', 'b', key.slice(0, 2))];
    const inodes = await Promise.all(folders.map(async (path) => (await stat(path)).ino));
    expect(synced).toEqual(expect.arrayContaining(inodes));
    await rm(dir, { recursive: true });
  });

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
