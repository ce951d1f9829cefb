import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { addFacilityBody, changeFacilityBody, facilitiesQuery, verifyFacilityBody } from './facility.schemas.js';
import { library, portal } from './facility.samples.js';

/** The paths of what is wrong; unknown fields by their name. */
const wrongWith = (schema: z.ZodType, input: unknown) =>
  (schema.safeParse(input).error?.issues ?? []).map(({ path, ...issue }) =>
    [...path, ...('keys' in issue ? issue.keys : [])].join('.'),
  );

describe('the body that adds a facility', () => {
  it('takes a whole one', () => expect(addFacilityBody.parse(library)).toEqual({ ...library, status: 'open' }));

  it('needs kind and name only', () =>
    expect(addFacilityBody.parse({ kind: 'portal', name: { ro: 'Portalul exemplu' } })).toEqual({
      ...portal,
      onlineOnly: false,
      status: 'open',
    }));

  it.each([
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['a kind that is no id', { kind: 'Two Words' }, 'kind'],
    ['a missing Romanian name', { name: { en: 'Library' } }, 'name.ro'],
    ['a language that is not spoken', { name: { ro: 'Bibliotecă', xx: '?' } }, 'name.xx'],
    ['a longitude off the globe', { position: [180.1, 44] }, 'position.0'],
    ['a latitude off the globe', { position: [26, -90.5] }, 'position.1'],
    ['a position of one number', { position: [26] }, 'position'],
    ['a position that is online only', { onlineOnly: true, address: null, approximate: false }, 'position'],
    ['an address that is online only', { onlineOnly: true, position: null, approximate: false }, 'address'],
    ['an approximate position that is missing', { position: null }, 'approximate'],
    ['a link that runs code', { links: [{ kind: 'guide', url: 'javascript:alert(1)' }] }, 'links.0.url'],
    ['a contact without a way', { contact: {} }, 'contact'],
    ['a telephone number of words', { contact: { phone: 'sună' } }, 'contact.phone'],
    ['a mailbox that is none', { contact: { email: 'primarie' } }, 'contact.email'],
    ['a key of a field with a space', { fields: { 'two words': 1 } }, 'fields.two words'],
    ['a field that is a list', { fields: { seats: [1] } }, 'fields.seats'],
    ['a guide that says nothing', { guides: [{ title: { ro: 'x' } }] }, 'guides.0.text'],
    ['a guide that runs code', { guides: [{ title: { ro: 'x' }, url: 'javascript:1' }] }, 'guides.0.url'],
    [
      'a language that is none',
      { assistancePoints: [{ name: { ro: 'x' }, languages: ['română'] }] },
      'assistancePoints.0.languages.0',
    ],
    [
      'help off the globe',
      { assistancePoints: [{ name: { ro: 'x' }, position: [0, 91] }] },
      'assistancePoints.0.position.1',
    ],
    ['the id of an incentive twice', { incentives: [library.incentives[0], library.incentives[0]] }, 'incentives.1.id'],
    ['a verification each half month', { verifyEveryMonths: 0.5 }, 'verifyEveryMonths'],
    ['an external id of nothing', { externalId: ' ' }, 'externalId'],
    ['a link of no kind', { links: [{ url: 'https://example.org' }] }, 'links.0.kind'],
    [
      'an incentive that ends before it starts',
      { incentives: [{ title: { ro: 'x' }, validFrom: '2026-02-01', validUntil: '2026-01-31' }] },
      'incentives.0.validUntil',
    ],
    ['a day that is none', { incentives: [{ title: { ro: 'x' }, validUntil: '--13-01' }] }, 'incentives.0.validUntil'],
    ['an id that is no UUID', { id: 'library' }, 'id'],
    ['a status that only a command gives', { status: 'retired' }, 'status'],
  ])('refuses %s at its path', (_, change, path) =>
    expect(wrongWith(addFacilityBody, { ...library, ...change })).toEqual([path]),
  );

  it('takes days of every year in any order', () =>
    expect(
      wrongWith(addFacilityBody, {
        ...library,
        incentives: [{ title: { ro: 'x' }, validFrom: '--11-01', validUntil: '--03-31' }],
      }),
    ).toEqual([]));

  it.each(['tel:0219441', 'mailto:office@example.org', 'sms:7424', 'https://example.org/?a=b'])('takes %s', (url) =>
    expect(wrongWith(addFacilityBody, { ...library, links: [{ kind: 'contact', url }] })).toEqual([]),
  );
});

describe('other bodies', () => {
  it('a change has neither id nor status', () =>
    expect(wrongWith(changeFacilityBody, { ...library, id: crypto.randomUUID(), status: 'open' })).toEqual([
      'id.status',
    ]));
  it('a verification says who', () =>
    expect(wrongWith(verifyFacilityBody, { at: '2026-01-01' })).toEqual(['by', 'at']));
});

describe('the query that finds facilities', () => {
  const parse = (query: object) => facilitiesQuery.parse(query);

  it('reads boxes and places', () =>
    expect(parse({ bbox: '26.0,44.3,26.2,44.5', near: '26.1, 44.4', limit: '10' })).toEqual({
      bbox: [26, 44.3, 26.2, 44.5],
      near: [26.1, 44.4],
      limit: 10,
      lang: 'ro',
    }));
  it('takes a box across the antimeridian', () => expect(parse({ bbox: '170,-20,-170,20' }).bbox?.[0]).toBe(170));

  it.each([
    ['bbox', '26,44,27'],
    ['bbox', '26,44,27,91'],
    ['bbox', '-181,44,27,45'],
    ['bbox', '26,45,27,44'],
    ['bbox', '26,44,27,x'],
    ['bbox', '26,44,27,'],
    ['near', '26'],
    ['near', '26,95'],
    ['near', 'Infinity,0'],
    ['kind', 'Two Words'],
    ['status', 'none'],
    ['q', 'ab'],
    ['q', ' a b '],
    ['q', '%%%'],
    ['q', 'a\u0306b'],
    ['limit', '0'],
    ['limit', '201'],
    ['surprise', '1'],
  ])('refuses %s=%s', (name, value) => expect(wrongWith(facilitiesQuery, { [name]: value })).toEqual([name]));

  it('can be written down for OpenAPI', () => {
    const { properties } = z.toJSONSchema(facilitiesQuery, { io: 'input' });
    expect(properties).toMatchObject({ bbox: { type: 'string' }, near: { type: 'string' } });
  });
});
