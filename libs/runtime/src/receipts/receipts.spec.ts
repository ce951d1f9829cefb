import { Vault, type RecordedEvent } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { canonical, commitmentOf, leafBytes } from './leaf.js';
import { LogKeys } from './log-keys.js';
import { Receipts } from './receipts.js';
import { noteOf, signatureBy, signerOf, signNote, verifierKey } from './notes/signed-note.js';

const settings = { name: 'town.example.ro/log', keys: ['deployment'], witnesses: [] };
const secret = 'a secret of tests only, long enough';

describe('the canonical form', () => {
  it('is that of the example of RFC 8785', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\u0022\u002f",
      literals: [null, true, false],
    };
    expect(canonical(value).toString('hex')).toBe(
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d',
    );
  });

  it('sorts names by UTF-16, as the RFC has it', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const value = Object.fromEntries(names.map((name) => [`n${name}`, 0]));
    expect(Object.keys(JSON.parse(canonical(value).toString()) as object)).toEqual(
      ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'].map((name) => `n${name}`),
    );
  });
});

describe('a signed note', () => {
  const key = signerOf('town.example.ro/log', Buffer.alloc(32, 3));
  const note = signNote('first\nsecond\n', [key]);

  it('is opened with the text of its key', () => {
    const known = verifierKey(key.text);
    const opened = noteOf(note);
    expect(opened?.text).toBe('first\nsecond\n');
    expect(opened && known && signatureBy(opened, known)?.name).toBe(key.name);
  });

  it.each([
    ['another text', note.replace('second', 'third')],
    ['another signature', note.replace(/.{10}\n$/, 'AAAAAAAAA=\n')],
    ['another name', note.replace('— town', '— city')],
  ])('is not verified with %s', (_, changed) => {
    const opened = noteOf(changed);
    expect(opened && signatureBy(opened, key)).toBeUndefined();
  });

  it.each(['nothing', 'a\n\n— x\n', 'a\n\n— x y z\n', 'a\n\n- x AAAA\n'])('is not %j', (text) => {
    expect(noteOf(text)).toBeUndefined();
  });

  it.each(['x', 'x+00000000+AAAA', key.text.replace(/\+[0-9a-f]{8}/, '+00000000'), `a b${key.text}`])(
    'has no key %j',
    (text) => {
      expect(verifierKey(text)).toBeUndefined();
    },
  );
});

describe('keys', () => {
  it('are made of the secret, and others of each seed; promises have other ones than checkpoints', () => {
    const seed = Buffer.alloc(32, 9).toString('base64');
    const own = new LogKeys(settings, secret);
    const both = new LogKeys({ ...settings, keys: [seed, 'deployment'] }, secret);
    expect(both.checkpoints[1]?.text).toBe(own.checkpoints[0]?.text);
    expect(both.promises[1]?.text).toBe(own.promises[0]?.text);
    const all = [...both.checkpoints, ...both.promises].map(({ text }) => text);
    expect(new Set(all).size).toBe(4);
    expect(new LogKeys(settings, `${secret}!`).checkpoints[0]?.text).not.toBe(own.checkpoints[0]?.text);
  });
});

describe('a receipt', () => {
  const registration = { kind: 'petition', number: '2026-000001', registeredAt: '2026-01-01T00:00:00.000Z' };
  const subject = 'b7a0b1de-8a6b-4c53-a2f4-5f5b1f3f5a11';
  const event = (value: string): RecordedEvent =>
    ({ stream: 'petition-1', version: 1, type: 'Registered', data: { subject, codec: 'plain', value } }) as never;
  const store = { readAgain: () => Promise.resolve({ events: [event('words')], position: 1 }) };
  const table = { Registered: ({ data }: RecordedEvent) => ({ ...registration, record: { text: data } }) };
  const receipts = new Receipts({
    ...{ vault: new Vault(), secret, keys: new LogKeys(settings, secret), publicUrl: 'https://town.example.ro' },
    store,
    table,
  });

  it('commits to what was said, opened and salted, which its leaf does not tell', async () => {
    const receipt = await receipts.of(event('words'));
    expect(receipt?.record).toEqual({ text: 'words' });
    expect(receipt?.leaf).toEqual({
      ...registration,
      commitment: commitmentOf(receipt?.salt ?? '', { text: 'words' }),
    });
    expect(receipt && leafBytes(receipt.leaf).toString()).not.toContain('words');
    expect((await receipts.of(event('other words')))?.leaf.commitment).not.toBe(receipt?.leaf.commitment);
    expect(await receipts.of({ ...event('words'), type: 'Other' })).toBeNull();
  });

  it('has the commitment that the log gets, and that facts make later', async () => {
    const receipt = await receipts.of(event('words'));
    expect(await receipts.commit(event('words'), { text: event('words').data })).toBe(receipt?.leaf.commitment);
    expect((await receipts.list(0, 10)).items).toMatchObject([{ leaf: receipt?.leaf }]);
  });

  it('has no commitment any more once a person was erased', async () => {
    const erased = new (class extends Vault {
      override open = () => Promise.resolve(undefined);
    })();
    const after = new Receipts({
      ...{ vault: erased, secret, keys: new LogKeys(settings, secret), publicUrl: 'https://town.example.ro' },
      store,
      table,
    });
    expect((await after.list(0, 10)).items).toMatchObject([{ leaf: { ...registration, commitment: null } }]);
  });
});
