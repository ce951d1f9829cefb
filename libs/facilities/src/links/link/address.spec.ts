import { describe, expect, it } from '@jest/globals';
import { linkAddress } from './address.js';

const idOf = (written: string) => linkAddress(written)?.id;

describe('the address of a link', () => {
  it.each([
    ['the case of its host', 'https://Example.org/a', 'https://example.org/a'],
    ['the port that goes without saying', 'https://example.org:443/a', 'https://example.org/a'],
    ['a fragment', 'https://example.org/a#c', 'https://example.org/a'],
    ['a path that goes without saying', 'http://example.org', 'http://example.org/'],
  ])('is the same whatever %s', (_what, one, other) => expect(idOf(one)).toBe(idOf(other)));

  it.each([
    ['protocol', 'http://example.org/a', 'https://example.org/a'],
    ['path', 'https://example.org/A', 'https://example.org/a'],
    ['query', 'https://example.org/a?x=1', 'https://example.org/a'],
    ['port', 'https://example.org:8443/a', 'https://example.org/a'],
  ])('is another one by its %s', (_what, one, other) => expect(idOf(one)).not.toBe(idOf(other)));

  it('names the host that is asked, with its port', () =>
    expect(linkAddress('https://example.org:8443/a#b')).toMatchObject({
      url: 'https://example.org:8443/a',
      host: 'example.org:8443',
    }));

  it.each(['tel:0210000000', 'mailto:a@example.org', 'sms:+40210000000', 'ftp://example.org/', 'no address'])(
    'of %s is not checked',
    (written) => expect(linkAddress(written)).toBeUndefined(),
  );
});
