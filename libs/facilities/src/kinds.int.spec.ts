import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from './context.js';
import type { FacilityKind } from './kinds/facility-kinds.events.js';

const kindsPath = '/facilities/v1/kinds';
const base = '/facilities/v1/facilities';
let test: TestProcess;

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext]);
});
afterAll(() => test.stop());

const head = () => test.context('facilities').head();
const read = async (query = '') => (await test.visitor.get(`${kindsPath}${query}`)).body;
const put = (body: object, ifMatch = '*') => test.api.put(kindsPath, body, { headers: { 'if-match': ifMatch } });

/** Changes some kinds, and adds those that there are not, over what stands. */
async function change(changes: Readonly<Record<string, Partial<FacilityKind> | object>>): Promise<void> {
  const kinds = (await read()).kinds as FacilityKind[];
  const known = kinds.map((kind) => ({ ...kind, ...changes[kind.id] }));
  const more = Object.keys(changes).filter((id) => !kinds.some((kind) => kind.id === id));
  const added = more.map((id) => ({ id, name: { ro: id }, ...changes[id] }));
  expect(await put({ kinds: [...known, ...added] })).toMatchObject({ status: 200 });
}

const add = (kind: string, more: object = {}) => test.api.post(base, { kind, name: { ro: 'Exemplu' }, ...more });
const say = (id: string, kind: string, more: object = {}) =>
  test.api.put(`${base}/${id}`, { kind, name: { ro: 'Exemplu' }, ...more }, { headers: { 'if-match': '*' } });

const refused = (code: string, path: string) => ({ status: 400, body: { errors: [{ code, path }] } });

const plug = { key: 'plug', name: { ro: 'Mufă' }, type: 'choice', choices: [{ value: 'ccs', name: { ro: 'CCS' } }] };
const power = { key: 'peakPower', name: { ro: 'Putere' }, type: 'number', unit: 'kW' };

describe('the kinds of facilities', () => {
  it('are the built-in list until somebody changes it, over what they read', async () => {
    const { body, headers } = await test.visitor.get(kindsPath);
    expect([body.version, body.changedAt, headers.get('etag')]).toEqual([1, null, '"1"']);
    expect(await put({ kinds: body.kinds }, '"1"')).toMatchObject({ status: 200, body: { version: 1 } });
    const before = await head();
    const museum = { id: 'museum', name: { ro: 'muzeu', en: 'museum' }, verifyEveryMonths: 12, fields: [power] };
    const changed = await put({ kinds: [...body.kinds, museum], note: { ro: 'Un fel nou' } }, '"1"');
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect(await put({ kinds: body.kinds }, '"1"')).toMatchObject({ status: 412 });
    expect(await read()).toMatchObject({ version: 2, note: { ro: 'Un fel nou' } });
    expect((await read()).kinds.at(-1)).toMatchObject({ ...museum, description: null, retired: false });
    expect(await read('?version=1')).toEqual(body);
    expect((await read(`?asOf=${before}`)).version).toBe(1);
    const { items } = (await test.visitor.get(`${kindsPath}/versions`)).body;
    expect(items).toMatchObject([{ version: 1, changedAt: null }, { version: 2 }]);
  });

  it.each([
    ['none', [], 'kinds', null],
    ['an id that is no slug', [{ id: 'A B', name: { ro: 'x' } }], 'kinds.0.id', null],
    ['one twice', [1, 2].map(() => ({ id: 'a', name: { ro: 'x' } })), 'kinds.1.id', 'KIND_REPEATED'],
    ['one left out', [{ id: 'a', name: { ro: 'x' } }], 'kinds', 'KIND_LEFT_OUT'],
  ])('are refused, and nothing is stored: %s', async (_name, kinds, path, code) => {
    const before = await head();
    expect(await put({ kinds })).toMatchObject({ status: 400, body: { errors: [{ path, ...(code && { code }) }] } });
    expect(await head()).toBe(before);
  });

  it.each([
    ['a type that there is not', { type: 'colour' }, 'type', null],
    ['a key that is none', { key: 'Two Words' }, 'key', null],
    ['a choice of nothing', { type: 'choice' }, 'choices', 'CHOICES_MISSING'],
    ['values of what is no choice', { choices: plug.choices }, 'choices', 'CHOICES_UNUSED'],
    ['a unit of a text', { unit: 'kW' }, 'unit', 'UNIT_WITHOUT_NUMBER'],
  ])('have no field with %s', async (_name, more, path, code) => {
    const field = { key: 'x', name: { ro: 'x' }, type: 'text', ...more };
    const error = { path: `kinds.0.fields.0.${path}`, ...(code && { code }) };
    expect(await put({ kinds: [{ id: 'a', name: { ro: 'x' }, fields: [field] }] })).toMatchObject({
      status: 400,
      body: { errors: [error] },
    });
  });

  it('are changed by whoever may, and only over what was read', async () => {
    const body = { kinds: [{ id: 'a', name: { ro: 'x' } }] };
    expect((await test.visitor.put(kindsPath, body, { headers: { 'if-match': '*' } })).status).toBe(401);
    expect((await test.api.put(kindsPath, body)).status).toBe(428);
    expect(await test.visitor.get(`${kindsPath}?version=99`)).toMatchObject({
      status: 404,
      body: { code: 'KINDS_VERSION_UNKNOWN' },
    });
  });
});

describe('what a facility says', () => {
  beforeAll(() =>
    change({ 'charging-point': { fields: [{ ...plug, required: true }, power] }, fax: { retired: true } }),
  );

  it('fits the fields of its kind', async () => {
    const fields = { plug: 'ccs', peakPower: 22 };
    const { body } = await add('charging-point', { fields });
    expect((await test.visitor.get(`${base}/${body.id}`)).body).toMatchObject({ fields });
  });

  it.each([
    ['an unknown kind', 'castle', {}, refused('KIND_UNKNOWN', 'kind')],
    ['a retired kind', 'fax', {}, refused('KIND_RETIRED', 'kind')],
    ['a field that the kind lacks', 'charging-point', { plug: 'ccs', a: 1 }, refused('FIELD_UNKNOWN', 'fields.a')],
    ['a value of another type', 'charging-point', { plug: 7 }, refused('FIELD_WRONG', 'fields.plug')],
    ['a field that is missing', 'charging-point', {}, refused('FIELD_MISSING', 'fields.plug')],
  ])('is refused, and nothing is stored: %s', async (_name, kind, fields, expected) => {
    const before = await head();
    expect(await add(kind, { fields })).toMatchObject(expected);
    expect(await head()).toBe(before);
  });

  it('stays as it was said when its kind changes', async () => {
    await change({ tram: { fields: [plug] } });
    const { id } = (await add('tram', { fields: { plug: 'ccs' } })).body;
    await change({ tram: { fields: [{ ...power, required: true }], retired: true } });
    const fields = { plug: 'ccs' };
    expect(await say(id, 'tram', { fields, address: 'Strada Nouă 2' })).toMatchObject({ status: 200 });
    expect(await say(id, 'tram', { fields: { plug: 'x' } })).toMatchObject(refused('FIELD_UNKNOWN', 'fields.plug'));
    expect(await add('tram', { fields })).toMatchObject(refused('KIND_RETIRED', 'kind'));
    expect((await test.visitor.get(`${base}?kind=tram`)).status).toBe(200);
  });

  it('is called on its page what the municipality calls its kind', async () => {
    await change({ wifi: { name: { ro: 'internet gratuit' } } });
    const { id } = (await add('wifi')).body;
    expect((await test.visitor.get(`${base}/${id}?format=html`)).body).toContain('internet gratuit');
  });
});
