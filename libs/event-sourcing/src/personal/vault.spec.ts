import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encryptingVault, MemorySubjectKeys } from '../testing/subject-keys.js';
import { Encryption, type Place } from './encryption.js';
import { same } from '../same.js';
import type { Sealed } from './envelope.js';
import { encryptPlain, inPlace, Vault } from './vault.js';

const subject: string = randomUUID();
const other: string = randomUUID();
const stream = 'petition-1';

interface Contact {
  readonly contact: { readonly name: Sealed<string>; readonly emails: readonly Sealed<string>[] };
}

describe('a value that is sealed again', () => {
  const vault = new Vault();

  it('keeps the envelope that holds it, whoever its subject is', async () => {
    const standing = [await vault.seal(other, 'Ana'), await vault.seal(other, 'Ion')];
    expect(await vault.seal(subject, 'Ion', standing)).toBe(standing[1]);
    expect(await vault.seal(subject, 'Dan', standing)).toEqual({ subject, codec: 'plain', value: 'Dan' });
  });

  it('may be an object', async () => {
    const standing = await vault.seal(subject, { street: 'Unirii', number: 1 });
    expect(await vault.seal(subject, { number: 1, street: 'Unirii' }, [standing])).toBe(standing);
    expect(await vault.seal(subject, { number: 2, street: 'Unirii' }, [standing])).not.toBe(standing);
  });
});

describe('a vault that encrypts', () => {
  let keys: MemorySubjectKeys;
  let vault: Vault;

  beforeEach(() => {
    keys = new MemorySubjectKeys();
    vault = encryptingVault(keys);
  });

  const commandOf = async (name: string, emails: readonly string[], of = subject): Promise<Contact> => ({
    contact: {
      name: await vault.seal(of, name),
      emails: await Promise.all(emails.map((email) => vault.seal(of, email))),
    },
  });
  const namedIn = async (name: string, of: Partial<Place & { subject: string }> = {}) => {
    const command = await commandOf(name, [], of.subject);
    return (await vault.encryptFor(of.stream ?? stream, command, null)).contact.name;
  };
  const bytesOf = ({ value }: Sealed) => (value as { bytes: string }).bytes;

  it('encrypts each value for its person, stream and field', async () => {
    const { contact } = await vault.encryptFor(stream, await commandOf('Ana', ['ana@example.org']), null);
    const bytes = expect.stringMatching(/^[\w-]{40,}$/) as unknown;
    expect(contact).toEqual({
      name: { subject, codec: 'aes-256-gcm', value: { stream, field: 'contact.name', bytes } },
      emails: [{ subject, codec: 'aes-256-gcm', value: { stream, field: 'contact.emails', bytes } }],
    });
    expect(await vault.open(contact.name)).toBe('Ana');
    expect(await Promise.all(contact.emails.map((email) => vault.open(email)))).toEqual(['ana@example.org']);
  });

  it('opens every JSON value as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const { held } = await vault.encryptFor(stream, { held: await vault.seal(subject, value) }, null);
        expect(same(await vault.open(held), JSON.parse(JSON.stringify(value)))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('makes the same of the same value at the same place, and something else anywhere else', async () => {
    const first = await namedIn('Ana');
    expect(await namedIn('Ana')).toEqual(first);
    const others = [
      await namedIn('Ion'),
      await namedIn('Ana', { stream: 'petition-2' }),
      await namedIn('Ana', { subject: other }),
    ];
    expect(new Set([first, ...others].map(bytesOf)).size).toBe(4);
  });

  it.each<[string, (envelope: Sealed, value: { bytes: string }) => Sealed]>([
    ['person', (envelope) => ({ ...envelope, subject: other })],
    ['stream', (envelope, value) => ({ ...envelope, value: { ...value, stream: 'petition-2' } })],
    ['field', (envelope, value) => ({ ...envelope, value: { ...value, field: 'contact.emails' } })],
    ['bytes', (envelope, value) => ({ ...envelope, value: { ...value, bytes: flipped(value.bytes) } })],
  ])('opens nothing of another %s', async (_, altered) => {
    await namedIn('Ion', { subject: other });
    const envelope = await namedIn('Ana');
    const moved = altered(envelope, envelope.value as { bytes: string });
    await expect(vault.open(moved)).rejects.toThrow(/authenticate/);
  });

  it('encrypts anew what was encrypted for another stream, under the name of its field', async () => {
    const elsewhere = await namedIn('Ana', { stream: 'petition-2' });
    const { to } = await vault.encryptFor('message-1', { to: elsewhere }, null);
    expect(to.value).toMatchObject({ stream: 'message-1', field: 'contact.name' });
    expect(await vault.open(to)).toBe('Ana');
    expect((await vault.encryptFor('message-1', { to: elsewhere }, null)).to).toEqual(to);
  });

  it('takes the envelope that stands, so that a repeat is none', async () => {
    const standing = { name: await vault.seal(subject, 'Ana'), email: await namedIn('ana@example.org') };
    const elsewhere = await namedIn('ana@example.org', { stream: 'petition-2' });
    const command = { name: await vault.seal(subject, 'Ana'), email: elsewhere, note: await vault.seal(other, 'Ana') };
    const { name, email, note } = await vault.encryptFor(stream, command, standing);
    expect(name).toBe(standing.name);
    expect(email).toBe(standing.email);
    expect(note).toMatchObject({ subject: other, codec: 'aes-256-gcm' });
  });

  it('leaves a command alone that has nothing to encrypt', async () => {
    const command = { name: await namedIn('Ana'), at: new Date(0), none: undefined };
    expect(await vault.encryptFor(stream, command, null)).toBe(command);
  });

  it('opens nothing of a person who was erased, and stores nothing more of them', async () => {
    const before = await namedIn('Ana');
    await keys.destroy([subject]);
    expect(await vault.open(before)).toBeUndefined();
    const after = await namedIn('Ana');
    expect(after).toEqual({ subject, codec: 'erased', value: null });
    expect(await vault.open(after)).toBeUndefined();
  });

  it('never takes a key that cannot be had for one that was destroyed', async () => {
    const envelope = await namedIn('Ana');
    keys.isAway = true;
    await expect(vault.open(envelope)).rejects.toMatchObject({ code: 'KEYS_AWAY' });
    await expect(namedIn('Ion')).rejects.toMatchObject({ code: 'KEYS_AWAY' });
    await expect(encryptingVault().open(envelope)).rejects.toMatchObject({ code: 'KEY_MISSING' });
  });

  it('stores values as they are where it is told to, and opens what was encrypted all the same', async () => {
    const envelope = await namedIn('Ana');
    const off = new Vault({ encryption: new Encryption(keys), encrypts: false });
    const command = { name: await off.seal(subject, 'Ana') };
    expect(await off.encryptFor(stream, command, null)).toBe(command);
    expect(await off.open(envelope)).toBe('Ana');
  });

  it('opens nothing in a stream that it was not encrypted for', async () => {
    const name = await namedIn('Ana');
    expect(inPlace(stream, { name })).toEqual({ name });
    const { name: moved } = inPlace('petition-2', { name }) as { name: Sealed };
    expect(moved.codec).toBe('moved');
    await expect(vault.open(moved)).rejects.toThrow('No codec named moved');
  });
});

describe('what was stored before values were encrypted', () => {
  const keys = new MemorySubjectKeys();
  const vault = encryptingVault(keys);
  const plain = (value: unknown, whose = subject) => ({ subject: whose, codec: 'plain', value });

  it('is encrypted as a command of today would be, and nothing else changes', async () => {
    const { known } = await vault.encryptFor(stream, { known: plain('Ion') }, null);
    const moved = { ...known, value: { ...(known.value as object), stream: 'petition-2' } };
    const data = { contact: { name: plain('Ana'), emails: [plain('a@x'), plain('b@x')] }, known, moved, count: 1 };
    const [converted] = await encryptPlain(new Encryption(keys), [{ stream, value: data }]);
    const { contact } = await vault.encryptFor(stream, { contact: data.contact }, null);
    expect(converted).toEqual({ ...data, contact });
    expect(await encryptPlain(new Encryption(keys), [{ stream, value: converted }])).toEqual([converted]);
  });

  it('is left out where the person was erased', async () => {
    await keys.destroy([other]);
    const data = { one: plain('Ana'), two: plain('Dan', other) };
    const [converted] = (await encryptPlain(new Encryption(keys), [{ stream, value: data }])) as [typeof data];
    expect(await vault.open(converted.one)).toBe('Ana');
    expect(converted.two).toEqual({ subject: other, codec: 'erased', value: null });
  });

  it('stays where keys cannot be had', async () => {
    keys.isAway = true;
    const converting = encryptPlain(new Encryption(keys), [{ stream, value: plain('Ana') }]);
    await expect(converting).rejects.toMatchObject({ code: 'KEYS_AWAY' });
    keys.isAway = false;
  });
});

const flipped = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
