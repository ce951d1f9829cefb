import { factsOf, startTestProcess, testOfficer, textOf, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { complaint, defineDirectory, headId, mayorId, officerId } from './petitions.samples.js';
import { handIn } from './testing/hand-in.js';

const base = '/feedback/v1/petitions';
const directory = '/feedback/v1/directory';
const institution = 'Primăria Exemplului';
const answer = {
  salutation: 'Stimată doamnă Exemplu,',
  text: 'Becul sintetic a fost schimbat.',
  legalBasis: 'OG 27/2002, art. 8',
};

let test: TestProcess;
let id: string;
let number: string;
let otherNumber: string;
/** Before and after the answer was written. */
let before: number;
let after: number;

const as = (role: 'officer' | 'auditor' | 'registry') => test.api.with(test.keys[role]);

async function register(said: object) {
  const { status, body } = await as('registry').post(base, { ...complaint, channel: 'paper', ...said });
  expect(status).toBe(201);
  return body as { id: string; number: string };
}

async function act(verb: string, said: object = {}, petition = id): Promise<void> {
  const { status, body } = await test.api.post(`${base}/${petition}/${verb}`, said);
  expect([verb, status, body.code]).toEqual([verb, 200, undefined]);
}

async function fileOf(query = ''): Promise<Buffer> {
  const headers = { authorization: `Bearer ${test.keys.registry}` };
  const response = await fetch(`${test.process.url}${base}/${id}/file${query}`, { headers });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(response.headers.get('cache-control')).toMatch(/private|no-store/);
  return Buffer.from(await response.arrayBuffer());
}

/** Its words, in the order in which they are read. */
const read = async (query = '') => (await textOf(await fileOf(query))).replaceAll(/\s+/g, ' ');

beforeAll(async () => {
  test = await startTestProcess([feedbackContext], { env: { ECOU_INSTITUTION: institution } });
  test.clock.set('2026-03-02T10:00:00.000Z');
  await defineDirectory(test.api, true);
  const petitioner = {
    name: 'Ana Exemplu',
    channel: 'email',
    contact: 'ana@example.org',
    address: 'Strada Sintetică 1',
  };
  const place = { position: [26.1, 44.4], address: 'Strada Sintetică 12' };
  const attachments = [{ file: await handIn(test), name: 'dovada.txt' }];
  ({ id, number } = await register({
    petitioner,
    place,
    attachments,
    text: 'Becul de pe stâlpul sintetic 12 este ars 💡.',
  }));
  const neighbour = { name: 'Vecin Sintetic', channel: 'email', contact: 'vecin@example.org' };
  const other = await register({ petitioner: neighbour, text: 'Și mie îmi e întuneric.' });
  otherNumber = other.number;
  await act('join', { to: id }, other.id);
  await act('assign', { officer: officerId, by: headId });
  // By a key that stands in the table of keys, and names no officer.
  const { key } = (await test.api.post('/identity/v1/keys', { name: 'Registratura', roles: ['registry'] })).body;
  expect((await test.api.with(key).post(`${base}/${id}/start`)).status).toBe(200);
  await act('request-information', { text: 'La care intrare?' });
  await act('messages', { from: 'citizen', text: 'La cea dinspre lac.' });
  await act('request-callback', { phone: '0700 000 000' });
  await act('extend', { reason: 'Piesa se aduce din altă țară.', by: mayorId });
  const right = { ...petitioner, contact: 'ana.exemplu@example.org' };
  await act('correct-petitioner', { petitioner: right, reason: 'O literă greșită.' });
  before = await test.context('feedback').head();
  await act('answer', { ...answer, by: officerId });
  await act('sign', { by: headId });
  await act('sign', { by: mayorId });
  await act('send', { channel: 'post' });
  await act('delivery', { state: 'delivered', note: 'Confirmare de primire.' });
  after = await test.context('feedback').head();
});
afterAll(() => test.stop());

describe('the whole file of a petition', () => {
  it('tells all that is on record, from how it came in to how it was answered', async () => {
    const text = await read();
    for (const told of [
      institution,
      `Dosarul petiției nr. ${number}`,
      '2 martie 2026, ora 12:00',
      'Iluminat public',
      'Lucrări publice',
      'Ana Exemplu',
      'ana.exemplu@example.org (e-mail)',
      'ana@example.org (e-mail)',
      'O literă greșită.',
      'Strada Sintetică 1',
      'Strada Sintetică 12',
      'Becul de pe stâlpul sintetic 12 este ars [U+1F4A1].',
      'La care intrare?',
      'La cea dinspre lac.',
      '0700 000 000',
      'Piesa se aduce din altă țară.',
      ...Object.values(answer),
      'Dan Exemplu',
      'Elena Exemplu, Șef serviciu',
      'Ada Exemplu, Primar',
      'prin poștă',
      'Ana Exemplu, Strada Sintetică 1',
      'E-2026-000001',
      'Confirmare de primire.',
      'dovada.txt',
      'text/plain',
      'cheia „Registratura”',
      'o cheie a instituției (administ)',
      'Repartizată: Lucrări publice; Dan Exemplu; de Elena Exemplu',
    ])
      expect([told, text.includes(told)]).toEqual([told, true]);
    const { body } = await as('registry').get(`${base}/${id}`);
    const [{ sha256 }] = body.personal.attachments;
    expect(text.replaceAll(' ', '')).toContain(sha256);
  });

  it('says nothing of the petition of somebody else, not even its number (art. 10)', async () => {
    const text = await read();
    expect(text).toContain('Cu petiții ale altor persoane');
    for (const theirs of [otherNumber, 'Vecin', 'întuneric'])
      expect([theirs, text.includes(theirs)]).toEqual([theirs, false]);
  });

  it('as it stood before the answer shows none', async () => {
    const text = await read(`?asOf=${before}`);
    expect(text).toContain('Situația la');
    expect(text).toContain('O literă greșită.');
    for (const later of [answer.text, answer.salutation, 'Confirmare de primire.', 'Primar'])
      expect([later, text.includes(later)]).toEqual([later, false]);
    expect(await read(`?asOf=${after}`)).toContain(answer.text);
  });

  it('as of a moment after its last fact is the file as it is', async () => {
    const now = encodeURIComponent(new Date().toISOString());
    expect(await read(`?asOf=${now}`)).toContain(answer.text);
  });

  it('as of a day is the file at its end there', async () => {
    const ends = async (day: string) => (await as('registry').get(`${base}/${id}?asOf=${day}`)).status;
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Bucharest' }).format();
    expect(await read(`?asOf=${today}`)).toContain(answer.text);
    expect([await ends('2000-01-01'), await ends(today), await ends('2026-02-30')]).toEqual([404, 200, 400]);
  });

  it('is there in English, tagged, and the same bytes for the same state', async () => {
    const file = await fileOf('?lang=en');
    expect(await factsOf(file)).toMatchObject({
      Title: `File of the petition no. ${number}`,
      Author: institution,
      Tagged: 'yes',
    });
    expect((await fileOf('?lang=en')).equals(file)).toBe(true);
    expect((await textOf(file)).replaceAll(/\s+/g, ' ')).toContain('Target date of the answer');
    const past = await fileOf(`?asOf=${before}`);
    await act('satisfaction', { grade: 5 });
    expect((await fileOf('?lang=en')).equals(file)).toBe(false);
    expect((await fileOf(`?asOf=${before}`)).equals(past)).toBe(true);
  });

  it('is refused where there was no petition yet, or is none', async () => {
    for (const path of [`${id}/file?asOf=1`, `${officerId}/file`]) {
      expect(await as('registry').get(`${base}/${path}`)).toMatchObject({
        status: 404,
        body: { code: 'PETITION_UNKNOWN' },
      });
    }
    expect(await as('registry').get(`${base}/${id}/file?asOf=999999999`)).toMatchObject({
      status: 400,
      body: { code: 'AS_OF_BEYOND_HEAD' },
    });
    expect((await as('registry').get(`${base}/${id}/file?lang=de`)).body.errors).toMatchObject([{ path: 'lang' }]);
  });

  it('is for those who handle the petition: nobody who reads without what is personal, and no officer of another department', async () => {
    const path = `${base}/${id}/file`;
    expect(await as('auditor').get(path)).toMatchObject({ status: 403, body: { code: 'PERMISSION_MISSING' } });
    expect((await test.visitor.get(path)).status).toBe(401);
    const officer = { department: 'green-spaces', name: 'Ion Exemplu', phone: '021 000 0009' };
    await test.api.put(`${directory}/officers/${testOfficer}`, officer);
    const refused = { status: 403, body: { code: 'DEPARTMENT_OTHER' } };
    for (const query of ['', `?asOf=${before}`])
      expect(await as('officer').get(`${path}${query}`)).toMatchObject(refused);
    await test.api.put(`${directory}/officers/${testOfficer}`, { ...officer, department: 'public-works' });
    expect((await as('officer').get(path)).status).toBe(200);
  });
});
