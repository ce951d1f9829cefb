import { TestClock } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from '../context.js';

const base = '/facilities/v1';
/** A Thursday; Good Friday follows. */
const clock = new TestClock('2027-04-29T06:00:00.000Z');
/** Synthetic. */
const env = {
  ECOU_LINKS: 'off',
  ECOU_INSTITUTION: 'Primăria Exemplu',
  PUBLIC_URL: 'https://ecou.example.ro',
  ECOU_AREA: 'Sectorul Exemplu',
};
const nasty = '</script><script>alert(1)</script> & „țărm” <b>';
let test: TestProcess;
let id: string;

const library = {
  kind: 'library',
  name: { ro: 'Biblioteca Șotron', en: 'Hopscotch Library' },
  description: { ro: 'Calculatoare și ajutor.', en: 'Computers and help.' },
  externalId: 'registru/7',
  position: [26.1, 44.4],
  approximate: true,
  address: 'Strada Exemplului 1',
  openingHours: 'Mo-Fr 08:00-16:30; Sa 00:00-24:00; PH off',
  accessibility: { wheelchair: 'limited', note: { ro: 'Rampă în spate', en: 'A ramp at the back' } },
  operator: 'Biblioteca Exemplu',
  contact: { phone: '021 000 00 00', email: 'biblioteca@example.ro', url: 'https://biblioteca.example.ro' },
  source: 'Pagina bibliotecii',
  fields: { seats: 12, free: true, floor: 'ground' },
  links: [{ kind: 'payment', url: 'https://plati.example.ro', title: { ro: 'Plăți', en: 'Payments' } }],
  guides: [{ title: { ro: 'Cum te înscrii', en: 'How to join' }, text: { ro: 'Vii cu buletinul.' } }],
  assistancePoints: [
    {
      name: { ro: 'Biroul de la intrare', en: 'The desk at the door' },
      openingHours: 'Th 10:00-14:00',
      languages: ['ro', 'rsl'],
      by: 'ONG Exemplu',
    },
  ],
  incentives: [
    {
      title: { ro: 'Permis gratuit', en: 'Free permit' },
      description: { ro: 'La prima vizită' },
      validFrom: '--01-01',
      validUntil: '--06-30',
    },
  ],
};

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext], { clock, env });
  const { body, headers } = await test.api.get(`${base}/kinds`);
  const name = (ro: string, en: string) => ({ ro, en });
  const fields = [
    { key: 'seats', name: name('Locuri', 'Seats'), type: 'number', unit: 'locuri' },
    { key: 'free', name: name('Gratuit', 'Free of charge'), type: 'boolean' },
    {
      key: 'floor',
      name: name('Etaj', 'Floor'),
      type: 'choice',
      choices: [{ value: 'ground', name: name('parter', 'ground floor') }],
    },
  ];
  const kinds = body.kinds.map((kind: { id: string }) => (kind.id === 'library' ? { ...kind, fields } : kind));
  const changed = await test.api.put(
    `${base}/kinds`,
    { kinds },
    { headers: { 'if-match': headers.get('etag') ?? '' } },
  );
  expect(changed.status).toBe(200);
  const added = await test.api.post(`${base}/facilities`, library);
  expect([added.status, added.body.errors]).toEqual([201, undefined]);
  id = added.body.id;
  await test.settle();
});
afterAll(() => test.stop());

const page = async (query = '', of = id) => {
  const { status, headers, body } = await test.visitor.get(`${base}/facilities/${of}?format=html${query}`);
  expect({ status, type: headers.get('content-type') }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  return body as string;
};

const jsonLdIn = (html: string) => {
  const scripts = [...html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)];
  expect(scripts.map(([, attributes]) => attributes)).toEqual([' type="application/ld+json"']);
  return JSON.parse(scripts[0]?.[2] ?? '') as Record<string, unknown>;
};

describe('the page of a facility', () => {
  it('tells all that is public of it, in Romanian', async () => {
    const text = (await page()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    for (const part of [
      'bibliotecă',
      'Biblioteca Șotron',
      'Calculatoare și ajutor.',
      'Strada Exemplului 1',
      '44.4, 26.1 (aproximativ)',
      'deschis acum, se închide',
      'joi, 29 aprilie 08:00–16:30',
      'vineri, 30 aprilie închis',
      'sâmbătă, 1 mai închis',
      'Locuri 12 locuri',
      'Gratuit da',
      'Etaj parter',
      'Acces cu scaun rulant parțial',
      'Rampă în spate',
      'Biblioteca Exemplu',
      '021 000 00 00',
      'biblioteca@example.ro',
      'Biroul de la intrare',
      'ONG Exemplu',
      'joi, 29 aprilie : 10:00–14:00',
      'Cum te înscrii',
      'Vii cu buletinul.',
      'plată: Plăți',
      'Permis gratuit',
      'de la 1 ianuarie până la 30 iunie, în fiecare an; în vigoare',
      'Sursa datelor Pagina bibliotecii',
      'registru/7',
      'încă nu a fost verificată',
      'Actualizată la',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('tells it in English, and marks what was said in Romanian only', async () => {
    const html = await page('&lang=en');
    for (const part of [
      '<h1>Hopscotch Library</h1>',
      'Free of charge',
      'ground floor',
      'A ramp at the back',
      'from 1 January until 30 June, every year; valid now',
      'payment: ',
      '<span lang="ro">Vii cu buletinul.</span>',
      'Friday 30 April',
      `<link rel="canonical" href="https://ecou.example.ro${base}/facilities/${id}?format=html&amp;lang=en"`,
    ]) {
      expect(html).toContain(part);
    }
  });

  it('holds a GovernmentService of schema.org that a browser leaves alone', async () => {
    expect(jsonLdIn(await page())).toMatchObject({
      '@type': 'GovernmentService',
      serviceType: 'bibliotecă',
      areaServed: { name: 'Sectorul Exemplu' },
      provider: { name: 'Biblioteca Exemplu' },
      hoursAvailable: [{ opens: '08:00', closes: '16:30' }, { opens: '00:00', closes: '23:59' }, {}, {}, {}],
      offers: [{ name: 'Permis gratuit', validThrough: '2027-06-30' }],
    });
    const { body } = await test.api.post(`${base}/facilities`, {
      ...library,
      externalId: null,
      name: { ro: nasty },
      description: { ro: nasty },
    });
    expect(jsonLdIn(await page('', body.id))).toMatchObject({ name: nasty, description: nasty });
  });

  it('tells of another day without hours and without a word to search engines', async () => {
    const asOf = await test.context('facilities').head();
    const html = await page(`&asOf=${String(asOf)}`);
    expect(html).toContain('Cum este astăzi');
    expect(html).not.toContain('ld+json');
    expect(html).not.toContain('Programul săptămânii');
  });

  it('has another ETag on another day, and once its kind is called otherwise', async () => {
    const tag = async () => (await test.visitor.get(`${base}/facilities/${id}?format=html`)).headers.get('etag') ?? '';
    const [first, again] = [await tag(), await tag()];
    expect(again).toBe(first);
    clock.set('2027-04-30T06:00:00.000Z');
    const nextDay = await tag();
    expect(nextDay).not.toBe(first);
    const { body, headers } = await test.api.get(`${base}/kinds`);
    const kinds = body.kinds.map((kind: { id: string }) =>
      kind.id === 'library' ? { ...kind, name: { ro: 'bibliotecă publică' } } : kind,
    );
    await test.api.put(`${base}/kinds`, { kinds }, { headers: { 'if-match': headers.get('etag') ?? '' } });
    expect(await tag()).not.toBe(nextDay);
  });
});
