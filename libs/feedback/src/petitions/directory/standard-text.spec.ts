import { describe, expect, it } from '@jest/globals';
import { received } from './directory.samples.js';
import { faultsIn, filled, type FieldValues } from './standard-text.js';

const values: FieldValues = {
  petitioner: 'Ana Exemplu',
  number: '2026-000123',
  registeredOn: '2 martie 2026',
  category: 'Iluminat public',
  department: 'Lucrări publice',
  officer: null,
  answerBy: null,
  legalAnswerBy: null,
  institution: 'Primăria Exemplului',
  today: '10 martie 2026',
};

describe('a standard text', () => {
  it('is filled with the values of a petition', () =>
    expect(filled(received, values)).toEqual({
      salutation: 'Stimate(ă) Ana Exemplu,',
      text: 'Petiția 2026-000123 din 2 martie 2026 este la Lucrări publice.',
      legalBasis: 'OG 27/2002, art. 8',
      missing: [],
    }));

  it('keeps the fields that have no value, and names each of them once', () => {
    const text = '{officer} răspunde până la {answerBy}; {officer}, {today}.';
    expect(filled({ ...received, salutation: null, text, legalBasis: null }, values)).toEqual({
      salutation: null,
      text: '{officer} răspunde până la {answerBy}; {officer}, 10 martie 2026.',
      legalBasis: null,
      missing: ['officer', 'answerBy'],
    });
  });

  it('fills no field that came with a value, and takes $ as it is', () => {
    const petitioner = '{today} $& $1';
    expect(filled(received, { ...values, petitioner })).toMatchObject({
      salutation: 'Stimate(ă) {today} $& $1,',
      missing: [],
    });
  });

  it.each([
    ['a field that there is none of', 'Stimată {doamnă}, {doamnă}', ['FIELD_UNKNOWN'], /\{doamnă\}.*\{petitioner\}/],
    ['one of another case', '{Number}', ['FIELD_UNKNOWN'], /\{Number\}/],
    ['an empty one', '{}', ['FIELD_UNKNOWN'], /\{\}/],
    ['a name that every object has', '{constructor}', ['FIELD_UNKNOWN'], /\{constructor\}/],
    ['a brace that is not closed', 'Stimată {petitioner,', ['FIELD_OPEN'], /\{petitioner\}/],
    ['a brace that is not opened', 'petitioner}', ['FIELD_OPEN'], /\{petitioner\}/],
  ])('must not have %s', (_name, text, codes, message) => {
    const faults = faultsIn(text);
    expect(faults.map(({ code }) => code)).toEqual(codes);
    expect(faults[0]?.message).toMatch(message);
  });

  it('may have every field there is', () =>
    expect(
      faultsIn(
        Object.keys(values)
          .map((name) => `{${name}}`)
          .join(' '),
      ),
    ).toEqual([]));
});
