import { randomUUID } from 'node:crypto';
import { TestClock } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from '../context.js';
import type { Schedule, ServiceAtLocation } from './hsds.schemas.js';
import { organizationId } from './ids.js';
import { faultsOf } from './testing/specification.js';

const base = '/facilities/v1/hsds';
/** A Monday, in winter. */
const clock = new TestClock('2027-01-11T08:00:00.000Z');
/** Synthetic. */
const env = {
  ECOU_LINKS: 'off',
  ECOU_INSTITUTION: 'Primăria Exemplu',
  PUBLIC_URL: 'https://ecou.example.ro',
  ECOU_AREA: 'Sectorul Exemplu',
  ECOU_TOWN: 'Orașul Exemplu',
  ECOU_COUNTY: 'Județul Exemplu',
};
let test: TestProcess;
const ids: Record<string, string> = {};

const facilities = {
  library: {
    kind: 'library',
    name: { ro: 'Biblioteca Șotron', en: 'Hopscotch Library' },
    description: { ro: 'Calculatoare și ajutor.', en: 'Computers and help.' },
    position: [26.1, 44.4],
    address: 'Strada Exemplului 1, 012345',
    openingHours: 'Mo-Fr 08:00-16:30; Sa 10:00-24:00; PH off; 2027 Jan 20 12:00-18:00',
    accessibility: { wheelchair: 'limited', note: { ro: 'Rampă în spate' } },
    operator: 'Biblioteca Exemplu',
    contact: { phone: '021 000 00 00', email: 'biblioteca@example.ro', url: 'https://biblioteca.example.ro' },
    fields: { seats: 12 },
    links: [
      { kind: 'guide', url: 'https://ghid.example.ro' },
      { kind: 'payment', url: 'https://plati.example.ro' },
      { kind: 'service', url: 'sms:7424' },
    ],
    guides: [{ title: { ro: 'Cum te înscrii' }, text: { ro: 'Vii cu buletinul.' } }],
    assistancePoints: [
      {
        name: { ro: 'Biroul de la intrare' },
        openingHours: 'Tu 10:00-14:00',
        languages: ['ro', 'rsl'],
        by: 'ONG Exemplu',
      },
    ],
    incentives: [{ title: { ro: 'Permis gratuit' }, description: { ro: 'La prima vizită' }, validUntil: '--03-31' }],
  },
  portal: {
    kind: 'portal',
    name: { ro: 'Portalul' },
    onlineOnly: true,
    links: [{ kind: 'service', url: 'https://portal.example.ro' }],
  },
  kiosk: { kind: 'other', name: { ro: 'Chioșcul' }, operator: 'Primăria Exemplu' },
  gone: { kind: 'other', name: { ro: 'Închis' } },
};

const get = async (path: string) => {
  const { status, body } = await test.visitor.get(`${base}${path}`);
  expect({ path, status }).toEqual({ path, status: 200 });
  return body;
};

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext], { clock, env });
  const { kinds } = (await test.api.get('/facilities/v1/kinds')).body;
  const fields = [{ key: 'seats', name: { ro: 'Locuri', en: 'Seats' }, type: 'number' }];
  const more = kinds.map((kind: { id: string }) => (kind.id === 'library' ? { ...kind, fields } : kind));
  const changed = await test.api.put('/facilities/v1/kinds', { kinds: more }, { headers: { 'if-match': '*' } });
  expect(changed.status).toBe(200);
  for (const [name, body] of Object.entries(facilities)) {
    const added = await test.api.post('/facilities/v1/facilities', body);
    expect([added.status, added.body.errors]).toEqual([201, undefined]);
    ids[name] = added.body.id;
  }
  const reason = { ro: 'Renovare', en: 'Being renovated' };
  await test.api.post(`/facilities/v1/facilities/${ids.kiosk}/suspend`, { reason });
  await test.api.post(`/facilities/v1/facilities/${ids.library}/verify`, { by: 'Serviciul IT' });
  await test.api.post(`/facilities/v1/facilities/${ids.gone}/retire`, { reason });
  await test.settle();
});
afterAll(() => test.stop());

describe('the map as HSDS 3.0', () => {
  it('says its version, its profile and its definition, and both are there', async () => {
    const root = await get('');
    expect(root).toMatchObject({ version: '3.0', publisher: { name: 'Primăria Exemplu' } });
    for (const address of [root.profile, root.openapi_url]) {
      const path = String(address).slice(env.PUBLIC_URL.length);
      expect({ path, status: (await test.visitor.get(path)).status }).toEqual({ path, status: 200 });
    }
    expect((await test.visitor.get(`${base}/profile?lang=en`)).body).toContain('service_at_location');
  });

  it('has pages of services as the specification asks, in each of its forms', async () => {
    const { contents, ...header } = await get('/services?per_page=2');
    expect(header).toEqual({
      ...{ total_items: 3, total_pages: 2, page_number: 1, size: 2 },
      ...{ first_page: true, last_page: false, empty: false },
    });
    const second = await get('/services?per_page=2&page=2');
    expect(second).toMatchObject({ size: 1, first_page: false, last_page: true });
    const found = [...contents, ...second.contents].map(({ id }: { id: string }) => id);
    expect(found).toEqual([ids.library, ids.portal, ids.kiosk].sort());
    expect(await get('/services?page=9')).toMatchObject({ total_items: 3, size: 0, empty: true, last_page: true });
    for (const form of ['', '&full=true']) {
      const page = await get(`/services?per_page=100${form}`);
      expect(faultsOf(page, 'page')).toEqual([]);
      expect(page.contents.flatMap((service: object) => faultsOf(service, 'service'))).toEqual([]);
    }
    const [one] = (await get('/services?minimal=true')).contents;
    expect(Object.keys(one)).toEqual(['id', 'modified_date']);
  });

  it('narrows by words, organisation, kind and time, all together', async () => {
    const found = async (query: string) =>
      (await get(`/services?${query}`)).contents.map(({ name }: { name: string }) => name);
    expect(await found('search=sotron')).toEqual(['Biblioteca Șotron']);
    const of = (name: string) => `organization_id=${organizationId(name)}`;
    expect(await found(of('Biblioteca Exemplu'))).toEqual(['Biblioteca Șotron']);
    expect((await found(of('Primăria Exemplu'))).sort()).toEqual(['Chioșcul', 'Portalul']);
    expect(await found(`${of('Primăria Exemplu')}&search=portalul`)).toEqual(['Portalul']);
    expect(await found(of('Nimeni'))).toEqual([]);
    const { contents } = await get('/taxonomy_terms?per_page=100');
    const portal = contents.find(({ code }: { code: string }) => code === 'portal');
    expect(await found(`taxonomy_term_id=${portal.id}`)).toEqual(['Portalul']);
    expect(await found(`taxonomy_term_id=${randomUUID()}`)).toEqual([]);
    // It is the last that changed, by the clock of the store.
    const { last_modified: since } = await get(`/services/${ids.gone}`);
    const changes = await get(`/services?modified_after=${since}`);
    expect(changes.contents).toMatchObject([{ name: 'Închis', status: 'defunct', alert: 'Renovare' }]);
  });

  it('refuses what it does not know', async () => {
    for (const [query, path] of [
      ['page=0', 'page'],
      ['per_page=101', 'per_page'],
      ['nonsense=1', 'nonsense'],
    ]) {
      const { status, body } = await test.visitor.get(`${base}/services?${query}`);
      expect([query, status, body.errors?.[0]?.path]).toEqual([query, 400, path]);
    }
    for (const list of ['services', 'organizations', 'taxonomies', 'taxonomy_terms'])
      expect((await test.visitor.get(`${base}/${list}/${randomUUID()}`)).status).toBe(404);
  });

  it('tells of a service all that is known', async () => {
    const service = await get(`/services/${ids.library}`);
    expect(faultsOf(service, 'service')).toEqual([]);
    expect(service).toMatchObject({
      name: 'Biblioteca Șotron',
      alternate_name: 'Hopscotch Library',
      url: 'https://plati.example.ro',
      email: 'biblioteca@example.ro',
      status: 'active',
      application_process: 'Cum te înscrii\nVii cu buletinul.',
      assured_date: '2027-01-11',
      organization: { id: organizationId('Biblioteca Exemplu'), name: 'Biblioteca Exemplu' },
      phones: [
        { number: '021 000 00 00', type: 'voice' },
        { number: '7424', type: 'text' },
      ],
      service_areas: [{ name: 'Sectorul Exemplu' }],
      languages: [{ name: 'română', code: 'ro' }, { code: 'rsl' }],
      cost_options: [{ option: 'Permis gratuit', valid_to: '2027-03-31', amount_description: 'La prima vizită' }],
    });
    const attributes = service.attributes.map(({ value, taxonomy_term: { code } }: Attribute) => [code, value]);
    expect(attributes).toEqual([
      ['library', undefined],
      ['seats', '12'],
    ]);
    const again = await get(`/services/${ids.library}`);
    expect(again).toEqual(service);
    expect(await get(`/services/${ids.library}?lang=en`)).toMatchObject({
      name: 'Hopscotch Library',
      alternate_name: 'Biblioteca Șotron',
    });
  });

  it('tells the hours by weekly rules with their offset, and days that are open at other times', async () => {
    const { schedules } = await get(`/services/${ids.library}`);
    const told = schedules.map(({ freq, byday, opens_at, closes_at, valid_from, valid_to }: Schedule) => [
      ...[freq, byday, opens_at, closes_at, valid_from, valid_to],
    ]);
    const window = ['2027-01-11', '2027-02-07'];
    expect(told).toEqual([
      ['WEEKLY', 'MO,TU,WE,TH,FR', '08:00+02:00', '16:30+02:00', ...window],
      ['WEEKLY', 'SA', '10:00+02:00', '23:59+02:00', ...window],
      [undefined, undefined, '12:00+02:00', '18:00+02:00', '2027-01-20', '2027-01-20'],
    ]);
    expect(schedules[0]).toMatchObject({
      timezone: 2,
      description: facilities.library.openingHours,
      schedule_link: `https://ecou.example.ro/facilities/v1/facilities/${ids.library}/hours.ics?lang=ro`,
    });
  });

  it('tells no rule beyond a change of clocks', async () => {
    clock.set('2027-03-22T08:00:00.000Z');
    const { schedules } = await get(`/services/${ids.library}`);
    expect(schedules[0]).toMatchObject({ timezone: 2, valid_from: '2027-03-22', valid_to: '2027-03-27' });
    clock.set('2027-03-28T08:00:00.000Z');
    expect((await get(`/services/${ids.library}`)).schedules[0]).toMatchObject({
      ...{ timezone: 3, opens_at: '08:00+03:00', valid_from: '2027-03-28' },
    });
    clock.set('2027-01-11T08:00:00.000Z');
  });

  it('has its own place, and one for each place of help', async () => {
    const { service_at_locations: at } = await get(`/services/${ids.library}`);
    expect(at).toMatchObject([
      {
        service_id: ids.library,
        location: {
          location_type: 'physical',
          ...{ latitude: 44.4, longitude: 26.1 },
          addresses: [
            {
              address_1: 'Strada Exemplului 1, 012345',
              city: 'Orașul Exemplu',
              state_province: 'Județul Exemplu',
              ...{ postal_code: '012345', country: 'RO' },
            },
          ],
          accessibility: [{ description: 'Parțial accesibil cu scaun rulant', details: 'Rampă în spate' }],
        },
      },
      {
        description: 'Ajută: ONG Exemplu',
        schedules: [{ byday: 'TU', opens_at: '10:00+02:00' }],
        location: { name: 'Biroul de la intrare', languages: [{ code: 'ro' }, { code: 'rsl' }], latitude: 44.4 },
      },
    ]);
    for (const { location_id: id, location } of at as ServiceAtLocation[]) expect(id).toBe(location.id);
    const virtual = (await get(`/services/${ids.portal}`)).service_at_locations;
    expect(virtual).toMatchObject([{ location: { location_type: 'virtual', url: 'https://portal.example.ro' } }]);
    expect((await get(`/services/${ids.kiosk}`)).service_at_locations).toEqual([]);
  });

  it('lists organisations, the institution first, and the terms of its taxonomy', async () => {
    const organizations = await get('/organizations');
    expect(organizations.contents.map(({ name }: { name: string }) => name)).toEqual([
      'Primăria Exemplu',
      'Biblioteca Exemplu',
    ]);
    const { contents: terms, total_items: count } = await get('/taxonomy_terms?per_page=100&lang=en');
    const { contents: taxonomies } = await get('/taxonomies');
    const lists = [
      ['organization', organizations.contents],
      ['taxonomy_term', terms],
      ['taxonomy', taxonomies],
    ] as const;
    for (const [object, contents] of lists)
      expect(contents.flatMap((each: object) => faultsOf(each, object))).toEqual([]);
    expect(count).toBe(terms.length);
    const seats = terms.find(({ code }: { code: string }) => code === 'seats');
    expect(seats).toMatchObject({ name: 'Seats', taxonomy_id: taxonomies[0].id });
    expect(await get(`/taxonomy_terms/${seats.id}?lang=en`)).toEqual(seats);
    expect(await get(`/taxonomies/${taxonomies[0].id}`)).toEqual(taxonomies[0]);
    const [institution] = organizations.contents;
    expect(await get(`/organizations/${institution.id}`)).toEqual(institution);
  });
});

interface Attribute {
  readonly value?: string;
  readonly taxonomy_term: { readonly code: string };
}
