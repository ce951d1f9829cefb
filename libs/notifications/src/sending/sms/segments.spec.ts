import { describe, expect, it } from '@jest/globals';
import { segmentsOf, withoutDiacritics } from './segments.js';

const of = (length: number, letter = 'a') => letter.repeat(length);

describe('segments', () => {
  it.each([
    ['160 letters', of(160), 'GSM-7', 1],
    ['161 letters', of(161), 'GSM-7', 2],
    ['306 letters', of(306), 'GSM-7', 2],
    ['307 letters', of(307), 'GSM-7', 3],
    ['marks of the extension table, which count twice', of(80, '€'), 'GSM-7', 1],
    ['81 of them', of(81, '€'), 'GSM-7', 2],
    ['70 letters of Romanian', of(70, 'ș'), 'UCS-2', 1],
    ['71 letters of Romanian', of(71, 'ț'), 'UCS-2', 2],
    ['one letter of Romanian among others', `${of(70)}ă`, 'UCS-2', 2],
    ['pairs of surrogates, which count twice', of(35, '😀'), 'UCS-2', 1],
    ['36 of them', of(36, '😀'), 'UCS-2', 2],
    ['letters that the alphabet has', of(160, 'é'), 'GSM-7', 1],
  ])('of %s', (_name, text, encoding, segments) => expect(segmentsOf(text)).toEqual({ encoding, segments }));
});

describe('a text without diacritics', () => {
  const text =
    'Raportul sesiunii „Școli și străzi” a fost publicat. Îl găsiți pe pagina primăriei — vă mulțumim că ați venit…';

  it('can be read, and costs less than half', () => {
    expect(withoutDiacritics(text)).toBe(
      'Raportul sesiunii "Scoli si strazi" a fost publicat. Il gasiti pe pagina primariei - va multumim ca ati venit...',
    );
    expect(segmentsOf(text)).toEqual({ encoding: 'UCS-2', segments: 2 });
    expect(segmentsOf(withoutDiacritics(text))).toEqual({ encoding: 'GSM-7', segments: 1 });
  });
  it('takes letters with a cedilla, and letters in two parts, for the same', () =>
    expect(withoutDiacritics('Ştefan ţine s\u0326i a\u0306')).toBe('Stefan tine si a'));
  it('keeps what the alphabet has', () => expect(withoutDiacritics('é è ü ö ñ Ø 5 € @')).toBe('é è ü ö ñ Ø 5 € @'));
  it('keeps what it cannot write otherwise', () => expect(withoutDiacritics('Da 👍')).toBe('Da 👍'));
});
