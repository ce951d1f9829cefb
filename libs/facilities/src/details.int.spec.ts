import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from './context.js';

const base = '/facilities/v1/facilities';
let test: TestProcess;

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext]);
});
afterAll(() => test.stop());

const library = { kind: 'library', name: { ro: 'Biblioteca Șotron' } };

const add = (more: object) => test.api.post(base, { ...library, ...more });

async function added(more: object): Promise<string> {
  const { status, body } = await add(more);
  expect([status, body.errors]).toEqual([201, undefined]);
  return body.id;
}

const change = (id: string, more: object) =>
  test.api.put(`${base}/${id}`, { ...library, ...more }, { headers: { 'if-match': '*' } });

const read = async (id: string) => (await test.visitor.get(`${base}/${id}`)).body;

describe('what the map says of a facility', () => {
  const said = {
    externalId: 'registru/7',
    contact: { phone: '+40 21 000 00 00', email: 'biblioteca@example.ro' },
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
    verifyEveryMonths: 6,
  };

  it('is read as it was said, with what may be left out, and can be sent back as it was read', async () => {
    const id = await added(said);
    const found = await read(id);
    expect(found).toMatchObject({ ...said, fields: {}, contact: { ...said.contact, url: null, note: null } });
    const {
      id: _id,
      status: _status,
      reason: _reason,
      verified: _verified,
      verifyDueOn: _due,
      open: _open,
      nextChange: _nextChange,
      version,
      changedAt: _at,
      ...details
    } = found;
    expect(
      (await test.api.put(`${base}/${id}`, details, { headers: { 'if-match': `"${version}"` } })).body.version,
    ).toBe(version);
  });

  it('gives an incentive and a place of help ids, which they keep while their titles stay', async () => {
    const id = await added({ ...said, externalId: null });
    const ids = async () => {
      const { incentives, assistancePoints } = await read(id);
      return [...incentives, ...assistancePoints].map((each: { id: string }) => each.id);
    };
    const before = await ids();
    const later = { ...said.incentives[0], validUntil: '--04-30' };
    await change(id, { ...said, externalId: null, incentives: [{ title: { ro: 'Altul' } }, later] });
    expect((await ids()).slice(1)).toEqual(before);
  });

  it('is in the list, in its table and in GeoJSON', async () => {
    const id = await added({ ...said, externalId: 'registru/8', name: { ro: 'Biblioteca din listă' } });
    await test.settle();
    const list = await test.visitor.get(`${base}?q=lista`);
    expect(list.body.items).toMatchObject([{ id, externalId: 'registru/8', contact: said.contact }]);
    const csv = await test.visitor.get(`${base}?q=lista`, { headers: { accept: 'text/csv' } });
    expect(csv.status).toBe(200);
    expect(csv.body).toContain('registru/8');
    const feature = (await test.visitor.get(`${base}/${id}?format=geojson`)).body;
    expect(feature.properties).toMatchObject({ guides: said.guides, verifyEveryMonths: 6 });
  });
});

describe('the id of a record in another system', () => {
  it('is that of one facility, which is named to whoever wants it too', async () => {
    const holder = await added({ externalId: 'unic/1' });
    const taken = { status: 409, body: { code: 'EXTERNAL_ID_TAKEN', detail: expect.stringContaining(holder) } };
    expect(await add({ externalId: 'unic/1' })).toMatchObject(taken);
    const other = await added({ externalId: 'unic/2' });
    expect(await change(other, { externalId: 'unic/1' })).toMatchObject(taken);
    expect(await read(other)).toMatchObject({ externalId: 'unic/2', version: 1 });
  });

  it('is free again once its facility has another one, none, or is retired', async () => {
    const holder = await added({ externalId: 'liber/1' });
    await change(holder, { externalId: 'liber/2' });
    await added({ externalId: 'liber/1' });
    await change(holder, {});
    const next = await added({ externalId: 'liber/2' });
    await test.api.post(`${base}/${next}/retire`, { reason: { ro: 'Închis' } });
    await added({ externalId: 'liber/2' });
  });

  it('is taken by one of many who want it at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => add({ id: randomUUID(), externalId: 'mulți/1' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  it('stays with its facility when that is sent again, and is kept by what does not name it', async () => {
    const id = randomUUID();
    expect((await add({ id, externalId: 'iar/1' })).status).toBe(201);
    expect((await add({ id, externalId: 'iar/1' })).status).toBe(200);
    await test.api.post(`${base}/${id}/suspend`, { reason: { ro: 'Renovare' } });
    expect((await add({ externalId: 'iar/1' })).status).toBe(409);
  });
});
