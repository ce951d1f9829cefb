import { describe, expect, it } from '@jest/globals';
import { paragraphsOf, plainText, refuseOtherLinks, withoutMarkup } from './markup.js';

const plain = (text: string) => paragraphsOf(text).map(plainText);

describe('markup', () => {
  it('has paragraphs, emphasis and links', () => {
    expect(paragraphsOf('Unu **doi** *trei*\nrând\n \n[patru](https://example.org/a?b=1&c=2)')).toEqual([
      [
        { text: 'Unu ' },
        { text: 'doi', look: 'strong' },
        { text: ' ' },
        { text: 'trei', look: 'emphasis' },
        { text: '\nrând' },
      ],
      [{ text: 'patru', href: 'https://example.org/a?b=1&c=2' }],
    ]);
  });

  it('reads as plain text', () => {
    expect(plain('**Unu** [doi](https://example.org) [https://example.org](https://example.org)')).toEqual([
      'Unu doi (https://example.org) https://example.org',
    ]);
    expect(plain('[scrieți](mailto:ana@example.org)')).toEqual(['scrieți (ana@example.org)']);
  });

  it.each(['javascript:alert(1)', 'data:text/html;base64,AA', 'https:', '//example.org', 'JaVaScRiPt:1'])(
    'leads nowhere else: %s',
    (address) => {
      expect(paragraphsOf(`[a](${address})`).flat()).not.toContainEqual(expect.objectContaining({ href: address }));
    },
  );

  it('takes HTML as text', () => {
    expect(paragraphsOf('<b onclick="x">a</b>')).toEqual([[{ text: '<b onclick="x">a</b>' }]]);
  });

  it('leaves alone what stands behind a backslash, and what is not closed', () => {
    expect(plain(String.raw`\*a\* 2 * 3 [b] \\`)).toEqual(['*a* 2 * 3 [b] \\']);
  });

  it('is never found in a value', () => {
    const value = '**a** [b](https://evil.example) \\ *c*';
    expect(paragraphsOf(`**${withoutMarkup(value)}**`)).toEqual([[{ text: value, look: 'strong' }]]);
    expect(plain(withoutMarkup(value))).toEqual([value]);
  });

  it('leads to an address that a value gives, where it is one', () => {
    const address = 'https://example.org/a_(b)';
    expect(paragraphsOf(`[a](${withoutMarkup(address)})`)).toEqual([[{ text: 'a', href: address }]]);
    expect(paragraphsOf(`[a](${withoutMarkup('javascript:1')})`).flat()).toEqual([{ text: '[a](javascript:1)' }]);
  });

  it('is read within a moment, whatever it holds', () => {
    const began = process.cpuUsage();
    for (const part of ['[', '*', '**a', '[a](', '\\', '[a](https://a', '{{', '{{a}}']) {
      const long = part.repeat(10_000 / part.length);
      for (const text of [long, `[a](${long}`]) {
        paragraphsOf(text);
        refuseOtherLinks(text);
      }
    }
    expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
  });
});

describe('a link in a template', () => {
  it.each(['[a](https://example.org)', '[a]({{ onlineAddress }})', '[a](mailto:ana@example.org)', 'fără'])(
    'may be %s',
    (text) => expect(() => refuseOtherLinks(text)).not.toThrow(),
  );

  it.each(['[a](javascript:x)', '[a](ftp://example.org)', 'b [a](x{{title}})'])('may not be %s', (text) =>
    expect(() => refuseOtherLinks(text)).toThrow('A link leads to'),
  );
});
