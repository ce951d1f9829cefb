import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { MemorySubjectKeys } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectoryFileStore } from './directory-file-store.js';
import { EncryptedFileStore } from './encrypted-file-store.js';
import { FileEncryption } from './file-encryption.js';

describe('files under a key of each', () => {
  const dataKeys = new MemorySubjectKeys();
  let dir: string;
  let plain: DirectoryFileStore;
  let files: EncryptedFileStore;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ecou-files-'));
    plain = new DirectoryFileStore(dir);
    files = new EncryptedFileStore(plain, new FileEncryption(dataKeys));
  });

  afterAll(() => rm(dir, { recursive: true, force: true }));

  const onDisk = (key: string) => readFile(join(dir, key.slice(0, 2), key));
  const read = async (key: string) => {
    const stream = await files.get(key);
    return stream && (await buffer(stream));
  };

  it.each([0, 1, 45, 200_000])('are kept encrypted and read as they were, of %i bytes', async (size) => {
    const [key, bytes] = [randomUUID(), randomBytes(size)];
    await files.put(key, bytes);
    const kept = await onDisk(key);
    expect(kept.length).toBe(size + 57);
    if (size > 16) expect(kept.includes(bytes.subarray(0, 16))).toBe(false);
    expect((await read(key))?.equals(bytes)).toBe(true);
  });

  it('are replaced, and are found no more once they are removed; nor do copies open', async () => {
    const key = randomUUID();
    await files.put(key, Buffer.from('one'));
    await files.put(key, Buffer.from('two'));
    expect((await read(key))?.toString()).toBe('two');
    const copy = await onDisk(key);
    await files.remove(key);
    await files.remove(key);
    expect(await files.exists(key)).toBe(false);
    await plain.put(key, copy);
    expect(await read(key)).toBeUndefined();
    await files.put(key, Buffer.from('three'));
    expect((await read(key))?.toString()).toBe('three');
  });

  it('are refused where they were altered, or stand under the name of another', async () => {
    const [key, other] = [randomUUID(), randomUUID()];
    await files.put(key, Buffer.from('Ana Sintetică'));
    const kept = await onDisk(key);
    await plain.put(other, kept);
    await expect(read(other)).rejects.toThrow(/authenticate/);
    kept[kept.length - 1] = (kept.at(-1) ?? 0) ^ 1;
    await plain.put(key, kept);
    await expect(read(key)).rejects.toThrow(/authenticate/);
  });

  it('are answered as they are where they were kept before, and kept so where they are told to', async () => {
    const [before, off] = [randomUUID(), randomUUID()];
    await plain.put(before, Buffer.from('short'));
    expect((await read(before))?.toString()).toBe('short');
    await new EncryptedFileStore(plain, new FileEncryption(dataKeys, false)).put(off, Buffer.from('as it is'));
    expect((await onDisk(off)).toString()).toBe('as it is');
  });

  it('are away, and not gone, where keys are', async () => {
    const key = randomUUID();
    await files.put(key, Buffer.from('one'));
    dataKeys.isAway = true;
    await expect(read(key)).rejects.toMatchObject({ code: 'KEYS_AWAY' });
    await expect(files.remove(key)).rejects.toMatchObject({ code: 'KEYS_AWAY' });
    dataKeys.isAway = false;
    expect((await read(key))?.toString()).toBe('one');
    const others = new EncryptedFileStore(plain, new FileEncryption(new MemorySubjectKeys()));
    await expect(others.get(key)).rejects.toMatchObject({ code: 'KEY_MISSING' });
  });
});
