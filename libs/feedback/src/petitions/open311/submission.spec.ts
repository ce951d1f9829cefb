import { Invalid, Personal } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { attributesIn, checkAttributes } from './attributes.rules.js';
import type { Attribute } from './offered-service.events.js';
import { offer } from './open311.samples.js';
import { contentOf } from './submission.js';
import { submissionBody } from './submission.schema.js';

const service = { code: 'street-lighting', offer, withdrawn: false };
const form = (fields: object) => submissionBody.parse({ service_code: service.code, lat: '44', long: '26', ...fields });
type PlainContent = { petitioner: { name: string } | null; place: object | null };
const plain = (value: object) =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => (inner instanceof Personal ? inner.value : inner)),
  ) as PlainContent;
const content = (fields: object) => plain(contentOf(form(fields), service, 'Iluminat public'));

describe('what is registered of a form', () => {
  it('is a petition of whoever leaves an address, the e-mail before the phone', () => {
    expect(content({ email: 'ana@example.org', phone: '0700000000', first_name: 'Ana' })).toMatchObject({
      kind: 'complaint',
      petitioner: { name: 'Ana', channel: 'email', contact: 'ana@example.org' },
      text: 'Iluminat public\n\nTelefon: 0700000000',
    });
    expect(content({ phone: '0700 000 000', last_name: 'Exemplu' }).petitioner).toEqual({
      name: 'Exemplu',
      channel: 'phone',
      contact: '0700 000 000',
      address: null,
    });
    expect(content({ email: 'ana@example.org' }).petitioner?.name).toBe('ana@example.org');
  });
  it('is a notice of whoever leaves none, with nothing of theirs', () =>
    expect(content({ first_name: 'Ana', last_name: 'Exemplu', description: 'Bec ars' })).toMatchObject({
      kind: 'notice',
      petitioner: null,
      text: 'Bec ars',
    }));
  it('is where it was said to be', () => {
    expect(content({ address_string: 'Strada 1' }).place).toEqual({ position: [26, 44], address: 'Strada 1' });
    expect(content({ lat: '', long: '', address_id: '7' })).toMatchObject({
      place: null,
      text: 'Iluminat public\n\naddress_id: 7',
    });
  });
  it('takes what is empty for what was not sent', () =>
    expect(form({ email: '', description: ' ' }).email).toBe(undefined));
});

const asked = (datatype: Attribute['datatype'], values: string[] = []): Attribute => ({
  code: 'A',
  datatype,
  required: true,
  description: { ro: 'A' },
  hint: null,
  values: values.map((key) => ({ key, name: { ro: key } })),
});

describe('attributes', () => {
  it('are read one by one, and several at once', () =>
    expect(
      attributesIn({ 'attribute[A]': 'x', 'attribute[B][]': ['1', '2'], 'attribute[C]': '', attribute: 'y', lat: '4' }),
    ).toEqual([
      { code: 'A', values: ['x'] },
      { code: 'B', values: ['1', '2'] },
    ]));

  it.each<[Attribute, string[]]>([
    [asked('string'), ['Ford']],
    [asked('text'), ['a\nb']],
    [asked('number'), ['-3.5']],
    [asked('datetime'), ['2010-01-01T00:00:00Z']],
    [asked('singlevaluelist', ['x', 'y']), ['y']],
    [asked('multivaluelist', ['x', 'y']), ['x', 'y']],
  ])('of kind $datatype may be $values', (attribute, values) =>
    expect(() => {
      checkAttributes([{ code: 'A', values }], [attribute]);
    }).not.toThrow(),
  );

  it.each<[Attribute, string[], string]>([
    [asked('string'), ['a\nb'], 'ATTRIBUTE_INVALID'],
    [asked('string'), ['a'.repeat(501)], 'ATTRIBUTE_INVALID'],
    [asked('text'), ['a'.repeat(4001)], 'ATTRIBUTE_INVALID'],
    [asked('number'), ['1e9'], 'ATTRIBUTE_INVALID'],
    [asked('datetime'), ['2010-01-01'], 'ATTRIBUTE_INVALID'],
    [asked('singlevaluelist', ['x', 'y']), ['x', 'y'], 'ATTRIBUTE_REPEATED'],
    [asked('multivaluelist', ['x', 'y']), ['x', 'z'], 'ATTRIBUTE_INVALID'],
  ])('of kind $datatype may not be $values', (attribute, values, code) => {
    let thrown: unknown;
    try {
      checkAttributes([{ code: 'A', values }], [attribute]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Invalid);
    expect(thrown).toMatchObject({ code, path: ['attribute[A]'] });
  });
});
