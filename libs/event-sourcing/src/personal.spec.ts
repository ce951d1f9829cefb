import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Vault, type Codec } from './personal.js';

/** Turns text round; forgets the subjects that it is told of. */
const reversing = (erased: ReadonlySet<string>): Codec => {
  const turned = (value: unknown) => JSON.stringify(value).split('').reverse().join('');
  return {
    name: 'reversing',
    seal: (_subject, value) => Promise.resolve(turned(value)),
    open: (subject, stored) =>
      Promise.resolve(
        erased.has(subject) ? undefined : (JSON.parse(String(stored).split('').reverse().join('')) as unknown),
      ),
  };
};

describe('a value that is sealed again', () => {
  const erased = new Set<string>();
  const vault = new Vault([reversing(erased)]);
  const [subject, other] = [randomUUID(), randomUUID()];

  it('keeps the envelope that holds it, whoever its subject is', async () => {
    const standing = [await vault.seal(other, 'Ana'), await vault.seal(other, 'Ion')];
    expect(await vault.seal(subject, 'Ion', standing)).toBe(standing[1]);
    expect(await vault.seal(subject, 'Dan', standing)).toEqual({ subject, codec: 'reversing', value: '"naD"' });
  });

  it('may be an object', async () => {
    const standing = await vault.seal(subject, { street: 'Unirii', number: 1 });
    expect(await vault.seal(subject, { number: 1, street: 'Unirii' }, [standing])).toBe(standing);
    expect(await vault.seal(subject, { number: 2, street: 'Unirii' }, [standing])).not.toBe(standing);
  });

  it('is told by opening what stands, by whatever codec', async () => {
    const standing = await new Vault().seal(subject, 'Ana');
    const both = new Vault([
      reversing(erased),
      { ...reversing(erased), name: 'plain', open: (_, stored) => Promise.resolve(stored) },
    ]);
    expect(await both.seal(subject, 'Ana', [standing])).toBe(standing);
  });

  it('gets a new envelope where nothing stands, or the person was erased', async () => {
    expect(await vault.seal(subject, 'Ana', [null, undefined])).toMatchObject({ subject });
    const standing = await vault.seal(other, 'Ana');
    erased.add(other);
    expect(await vault.seal(subject, 'Ana', [standing])).toMatchObject({ subject });
  });
});
