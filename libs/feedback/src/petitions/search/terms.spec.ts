import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BlindIndex, contactTerm, nameTerms } from '@ecou/runtime';
import { cellsAround, cellTerm, wordTerms } from './terms.js';

const values = (terms: readonly { readonly value: string }[]) => terms.map(({ value }) => value);

describe('what a petition is found by', () => {
  it.each([
    ['0722 000 111', '+40722000111'],
    ['0722-000-111', '0040 722 000 111'],
    ['Ana@Example.org', 'ana@example.org'],
  ])('%s and %s are one contact', (one, other) => expect(contactTerm(one)).toEqual(contactTerm(other)));

  it.each([
    ['ana@example.org', 'ana@example.com'],
    ['0722000111', '0722000112'],
    ['@ana_exemplu', 'ana_exemplu@example.org'],
  ])('%s and %s are two', (one, other) => expect(contactTerm(one)).not.toEqual(contactTerm(other)));

  it('is each word of a name, without case and diacritics', () => {
    expect(values(nameTerms('Ștefănescu-Pop  ANA'))).toEqual(['stefanescu', 'pop', 'ana']);
  });

  it('is each word of a text by its beginning, once', () => {
    expect(values(wordTerms('Trotuarul e rupt; trotuarului îi lipsesc 12 plăci'))).toEqual([
      ...['trotua', 'rupt', 'lipses', 'placi'],
    ]);
  });

  it('is the cell of its place, and those around are near', () => {
    const [longitude, latitude] = [26.1025, 44.4268];
    const around = values(cellsAround([longitude, latitude]));
    expect(around).toHaveLength(9);
    expect(around).toContain(cellTerm([longitude + 0.0009, latitude - 0.0009]).value);
    expect(around).not.toContain(cellTerm([longitude + 0.003, latitude]).value);
  });
});

describe('the blind index', () => {
  const terms = [...nameTerms('ana'), ...wordTerms('ana')];

  it('hashes with the secret, and a word of a name not as that of a text', () => {
    const [name, word] = new BlindIndex('one secret', 'petition search').tokensOf(terms);
    expect(name).not.toBe(word);
    expect(new BlindIndex('one secret', 'petition search').tokensOf(terms)).toEqual([name, word]);
    expect(new BlindIndex('another secret', 'petition search').tokensOf(terms)[0]).not.toBe(name);
  });

  it('hashes by HMAC-SHA-256, cut to 64 bits, whatever the length of a term', () => {
    const key = createHmac('sha256', 'one secret').update('ecou petition search v1').digest();
    const some = [...terms, { kind: 'contact', value: 'ș'.repeat(300) }] as const;
    expect(new BlindIndex('one secret', 'petition search').tokensOf(some)).toEqual(
      some.map(({ kind, value }) =>
        createHmac('sha256', key).update(`${kind} ${value}`).digest().readBigInt64BE().toString(),
      ),
    );
  });
});
