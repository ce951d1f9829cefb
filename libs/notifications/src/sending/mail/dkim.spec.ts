import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { faultOfKey, signed } from './dkim.js';

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const key = { domain: 'example.ro', selector: 'ecou', privateKey: pair.privateKey };

const mail = Buffer.from(
  [
    ...['From: Primaria <noreply@example.ro>', 'To: ana@example.org', 'Subject: Raportul', 'MIME-Version: 1.0'],
    ...['List-Unsubscribe: <https://example.ro/u/1>', 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'],
    ...['', 'Un text.', ''],
  ].join('\r\n'),
);

describe('a DKIM signature', () => {
  it('stands before the mail, names domain and selector, and covers the one-click unsubscribe', async () => {
    const raw = (await signed(mail, key)).toString();
    expect(raw.endsWith(mail.toString())).toBe(true);
    const [signature = ''] = /^DKIM-Signature: (?:.|\r\n[ \t])+/.exec(raw) ?? [];
    const unfolded = signature.replaceAll(/\r\n[ \t]+/g, ' ');
    expect(unfolded).toMatch(/\bd=example\.ro;/);
    expect(unfolded).toMatch(/\bs=ecou;/);
    expect(unfolded).toMatch(/\ba=rsa-sha256;/);
    expect(unfolded.toLowerCase()).toMatch(/\bh=[^;]*list-unsubscribe:[^;]*list-unsubscribe-post/);
  });
});

describe('a verifier of another hand', () => {
  const text = pair.publicKey.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const resolver = (name: string) =>
    Promise.resolve(name === 'ecou._domainkey.example.ro' ? [[`v=DKIM1; k=rsa; p=${text}`]] : []);
  const verified = async (raw: Buffer) => {
    const { results } = await dkimVerify(raw, { resolver });
    return results.map(({ status, signingDomain }) => [status.result, signingDomain]);
  };

  it('finds that it holds', async () =>
    expect(await verified(await signed(mail, key))).toEqual([['pass', 'example.ro']]));
  it.each([
    ['its words', 'Un text.', 'Alt text.'],
    ['its subject', 'Subject: Raportul', 'Subject: Altul'],
    ['the address to leave', 'https://example.ro/u/1', 'https://example.com/u/1'],
  ])('finds that it fails once somebody changed %s', async (_name, from, to) => {
    const changed = Buffer.from((await signed(mail, key)).toString().replace(from, to));
    const [[result] = []] = await verified(changed);
    expect(result).not.toBe('pass');
  });
});

describe('a key', () => {
  const other = (type: 'rsa' | 'ed25519', bits = 0) =>
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' })
      : generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

  it('that signs has no fault', () => expect(faultOfKey(key.privateKey)).toBeUndefined());
  it.each([
    ['no key', 'x', 'is no private key in PEM'],
    ['a public key', pair.publicKey, 'is no private key in PEM'],
    ['a key of another kind', String(other('ed25519')), 'is no RSA key'],
    ['a short key', String(other('rsa', 768)), 'has fewer than 1024 bits'],
  ])('is refused where it is %s', (_name, pem, fault) => expect(faultOfKey(pem)).toBe(fault));
});
