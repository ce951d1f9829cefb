import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { TaggedDocument } from './tagged-document.js';

const documentOf = (text: string): Promise<Buffer> => {
  const facts = {
    title: 'T',
    author: 'A',
    subject: 'S',
    keywords: 'K',
    lang: 'ro',
    at: '2026-01-01T00:00:00Z',
  } as const;
  const document = new TaggedDocument(facts);
  document.paragraph({ text });
  return document.end((page) => String(page));
};

/** The content of its compressed streams. */
const streamsOf = (pdf: Buffer): string =>
  [...pdf.toString('latin1').matchAll(/stream\r?\n(x[^]*?)\r?\nendstream/g)]
    .map(([, stream = '']) => inflateSync(Buffer.from(stream, 'latin1')).toString('latin1'))
    .join('\n');

describe('a tagged document', () => {
  it('tells its own letters, whatever looked the same in one before it', async () => {
    const plain = await documentOf('1 000 lei');
    const kept = await documentOf('1\u00a0000 lei');
    expect(streamsOf(plain)).not.toContain('<00a0>');
    expect(streamsOf(kept)).toContain('<00a0>');
    expect((await documentOf('1 000 lei')).equals(plain)).toBe(true);
  });

  it('names what its font has no letter for, and leaves out what nobody sees', async () => {
    const spelled = await documentOf('Bec ars [U+1F600] ș [U+4E2D] a');
    expect((await documentOf('Bec ars \u{1f600}\ufe0f ș \u4e2d\ta')).equals(spelled)).toBe(true);
    expect((await documentOf('rând\r\nrând')).equals(await documentOf('rând\nrând'))).toBe(true);
  });
});
