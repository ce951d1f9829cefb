import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { FileStore } from '../file-store.js';

export interface FileGround {
  readonly store: FileStore;
  /** The same files, through a store that cannot reach them. */
  readonly away: FileStore;
  end(): Promise<void>;
}

/** Specs of every store of files. */
export function fileStoreSuite(name: string, prepare: () => Promise<FileGround>): void {
  describe(`files in ${name}`, () => {
    let ground: FileGround;
    let store: FileStore;
    const read = async (key: string) => {
      const stream = await store.get(key);
      return stream && (await buffer(stream));
    };

    beforeAll(async () => {
      ground = await prepare();
      store = ground.store;
    }, 120_000);

    afterAll(() => ground.end());

    it.each([
      ['nothing', 0],
      ['a byte', 1],
      ['3 MB', 3_000_000],
    ])('gives back what it was given: %s', async (_what, length) => {
      const [key, bytes] = [randomUUID(), randomBytes(length)];
      await store.put(key, bytes);
      expect(await store.exists(key)).toBe(true);
      expect((await read(key))?.equals(bytes)).toBe(true);
    });

    it('knows nothing of a key that was never put', async () => {
      const key = randomUUID();
      expect(await store.exists(key)).toBe(false);
      expect(await store.get(key)).toBeUndefined();
    });

    it('replaces what stood there', async () => {
      const key = randomUUID();
      await store.put(key, Buffer.from('first, and longer'));
      await store.put(key, Buffer.from('second'));
      expect((await read(key))?.toString()).toBe('second');
    });

    it('names the keys that there are', async () => {
      const [kept, removed] = [randomUUID(), randomUUID()];
      await Promise.all([store.put(kept, Buffer.from('one')), store.put(removed, Buffer.from('other'))]);
      await store.remove(removed);
      const keys: string[] = [];
      for await (const key of store.keys()) keys.push(key);
      expect(keys.filter((key) => key === kept || key === removed)).toEqual([kept]);
    });

    it('removes once, and a repeat does nothing', async () => {
      const [key, other] = [randomUUID(), randomUUID()];
      await Promise.all([store.put(key, Buffer.from('one')), store.put(other, Buffer.from('other'))]);
      await store.remove(key);
      await store.remove(key);
      expect([await store.exists(key), await store.exists(other)]).toEqual([false, true]);
    });

    it('keeps many at a time apart', async () => {
      const keys = Array.from({ length: 24 }, () => randomUUID());
      await Promise.all(keys.map((key) => store.put(key, Buffer.from(key))));
      const texts = await Promise.all(keys.map(async (key) => (await read(key))?.toString()));
      expect(texts).toEqual(keys);
    });

    it.each(['../../etc/passwd', 'a name.jpg', '', randomUUID().toUpperCase()])(
      'takes no key such as %j',
      async (key) => {
        await expect(store.put(key, Buffer.from('x'))).rejects.toThrow('The key of a file is a UUID.');
        await expect(store.get(key)).rejects.toThrow('The key of a file is a UUID.');
      },
    );

    it('says that it is away, and never that a file is not there', async () => {
      const key = randomUUID();
      await store.put(key, Buffer.from('here'));
      const away = { name: 'Unavailable', code: 'FILES_UNAVAILABLE' };
      await expect(ground.away.put(randomUUID(), Buffer.from('x'))).rejects.toMatchObject(away);
      await expect(ground.away.get(key)).rejects.toMatchObject(away);
      await expect(ground.away.exists(key)).rejects.toMatchObject(away);
      await expect(ground.away.remove(key)).rejects.toMatchObject(away);
      expect((await read(key))?.toString()).toBe('here');
    });
  });
}
