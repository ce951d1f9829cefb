import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from '../context.js';

const base = '/facilities/v1';
let test: TestProcess;

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext]);
});
afterAll(() => test.stop());

const csv = { headers: { 'content-type': 'text/csv' } };
const geoJson = { headers: { 'content-type': 'application/geo+json' } };
const reason = { ro: 'Fișierul era greșit' };

const send = async (body: unknown, query = '', options = {}) => {
  const answer = await test.api.post(`${base}/imports${query}`, body, options);
  expect([answer.status, answer.status === 200 ? '' : answer.body]).toEqual([200, '']);
  return answer.body;
};
const sendTable = (lines: readonly string[], query = '') => send(lines.join('\r\n'), query, csv);
const undo = (id: string) => test.api.post(`${base}/imports/${id}/undo`, { reason });
const read = async (id: string) => (await test.visitor.get(`${base}/facilities/${id}`)).body;
const change = async (id: string, more: object) => {
  const { id: _, status: _s, reason: _r, verified: _v, verifyDueOn: _d, version: _n, ...rest } = await read(id);
  const { changedAt: _c, open: _o, nextChange: _x, ...details } = rest;
  const options = { headers: { 'if-match': '*' } };
  expect((await test.api.put(`${base}/facilities/${id}`, { ...details, ...more }, options)).status).toBe(200);
};
/** Lets every library say how many seats it has. */
const withSeats = async ({ api }: TestProcess) => {
  const { kinds } = (await api.get(`${base}/kinds`)).body;
  const fields = [{ key: 'seats', name: { ro: 'Locuri' }, type: 'number' }];
  const changed = kinds.map((kind: { id: string }) => (kind.id === 'library' ? { ...kind, fields } : kind));
  const options = { headers: { 'if-match': '*' } };
  expect((await api.put(`${base}/kinds`, { kinds: changed }, options)).status).toBe(200);
};
const counts = ({ created, changed, unchanged, failed }: Record<string, number>) => [
  created,
  changed,
  unchanged,
  failed,
];

const header = 'externalId,kind,name_ro,name_en,lon,lat,openingHours,contact_phone';
const row = (key: string, name: string, rest = 'Library,26.1,44.4,Mo-Fr 10:00-18:00,') =>
  `${key},library,${name},${rest}`;

describe('an import of facilities', () => {
  it('adds, changes and leaves alone, by the ids of another system, and tells what a dry run would do', async () => {
    const lines = [header, row('a/1', 'Biblioteca unu'), row('a/2', 'Biblioteca doi')];
    const dry = await sendTable(lines, '?dryRun=true');
    expect([dry.dryRun, ...counts(dry)]).toEqual([true, 2, 0, 0, 0]);
    expect((await test.api.get(`${base}/imports/${dry.id}`)).status).toBe(404);

    const first = await sendTable(lines);
    expect(counts(first)).toEqual([2, 0, 0, 0]);
    const again = await sendTable(lines);
    expect([...counts(again), (await test.api.get(`${base}/imports/${again.id}`)).status]).toEqual([0, 0, 2, 0, 404]);

    lines[2] = row('a/2', 'Biblioteca doi', 'Second library,26.1,44.4,24/7,+40 21 000 00 00');
    const later = await sendTable([...lines, row('a/3', 'Biblioteca trei')]);
    expect(later.rows.map((each: { row: number; outcome: string }) => [each.row, each.outcome])).toEqual([
      [2, 'unchanged'],
      [3, 'changed'],
      [4, 'created'],
    ]);
    expect(await read(later.rows[1].id)).toMatchObject({
      ...{ id: first.rows[1].id, version: 2, externalId: 'a/2', openingHours: '24/7', position: [26.1, 44.4] },
      ...{ name: { ro: 'Biblioteca doi', en: 'Second library' }, contact: { phone: '+40 21 000 00 00', email: null } },
    });
  });

  it('leaves alone what a file does not name, and takes away what it says is not there', async () => {
    const guides = [{ title: { ro: 'Cum te înscrii' }, text: { ro: 'Vii cu buletinul.' } }];
    const full = { kind: 'library', name: { ro: 'Plină', en: 'Full' }, externalId: 'b/1', address: 'Strada 1', guides };
    const { rows } = await send([full]);
    const { id } = rows[0];
    await sendTable(['externalId,name_ro,address', 'b/1,Plină de tot,']);
    expect(await read(id)).toMatchObject({ name: { ro: 'Plină de tot', en: 'Full' }, address: null, guides });
    await sendTable(['externalId,name_en,guides', 'b/1,,']);
    expect(await read(id)).toMatchObject({ name: { ro: 'Plină de tot' }, guides: [] });
    expect((await read(id)).name).not.toHaveProperty('en');
    await send([{ id, address: 'Strada 2' }]);
    expect(await read(id)).toMatchObject({ externalId: 'b/1', address: 'Strada 2' });
  });

  it('says of each row what is wrong with it, by column or field, and carries the others out', async () => {
    const table = await sendTable([
      'externalId,kind,name_ro,lon,lat,links,status,reason_ro',
      'c/1,library,Bună,26.1,44.4,,suspended,Renovare',
      'c/2,library,,26.1,44.4,,,',
      'c/3,library,Lungă,200,44.4,,,',
      'c/4,library,Legături,26.1,44.4,[{},,',
      'c/1,library,Iar,26.1,44.4,,,',
      ',library,Fără cheie,26.1,44.4,,,',
      'c/5,library,Suspendată,26.1,44.4,,suspended,',
    ]);
    const faults = table.rows.map((each: { errors: { path: string; code: string }[] }) =>
      each.errors.map(({ path, code }) => `${path} ${code}`).join(),
    );
    expect(faults).toEqual([
      '',
      'name INVALID_TYPE',
      'position TOO_BIG',
      'links INVALID_TYPE',
      ' ROW_REPEATED',
      'externalId KEY_MISSING',
      'reason REASON_MISSING',
    ]);
    expect(await read(table.rows[0].id)).toMatchObject({ status: 'suspended', reason: { ro: 'Renovare' } });
    const opened = await sendTable(['externalId,status', 'c/1,open']);
    expect(opened.rows[0].errors).toMatchObject([{ path: 'status', code: 'STATUS_DIFFERS' }]);
  });

  it('carries out the rows beside one that a rule refuses', async () => {
    const { rows } = await sendTable([header, row('d/1', 'Una'), row('d/2', 'Alta')]);
    const taken = await send([
      { id: rows[0].id, externalId: 'd/2' },
      { externalId: 'd/3', kind: 'library', name: { ro: 'Lângă' } },
    ]);
    expect(taken.rows.map((each: { outcome: string }) => each.outcome)).toEqual(['failed', 'created']);
    expect(taken.rows[0].errors).toMatchObject([{ code: 'EXTERNAL_ID_TAKEN' }]);
  });

  it('reads GeoJSON of others: a feature has an id of its own, and is a point', async () => {
    const feature = (id: unknown, geometry: object | null) => ({
      ...{ type: 'Feature', id, geometry },
      properties: { kind: 'library', name: { ro: `Biblioteca ${String(id)}` } },
    });
    const features = [
      feature('node/17', { type: 'Point', coordinates: [26.1, 44.4, 80] }),
      feature(18, null),
      feature('way/1', { type: 'LineString', coordinates: [] }),
    ];
    const { rows } = await send(JSON.stringify({ type: 'FeatureCollection', features }), '', geoJson);
    expect(await read(rows[0].id)).toMatchObject({ externalId: 'node/17', position: [26.1, 44.4] });
    expect(await read(rows[1].id)).toMatchObject({ externalId: '18', position: null });
    expect(rows[2].errors[0]).toMatchObject({ path: 'geometry.type' });
  });

  it.each([
    ['an unknown column', 'kynd\nx', 'CSV_COLUMN_UNKNOWN'],
    ['too many rows', `externalId\n${'x\n'.repeat(5_001)}`, 'IMPORT_TOO_LONG'],
  ])('refuses %s as a whole', async (_what, text, code) => {
    const { status, body } = await test.api.post(`${base}/imports`, text, csv);
    expect([status, body.code]).toEqual([400, code]);
  });
});

describe('taking an import back', () => {
  it('retires what it added, gives back what it changed, and leaves what somebody changed since', async () => {
    const before = await sendTable([header, row('u/1', 'Veche unu'), row('u/2', 'Veche doi')]);
    const id = randomUUID();
    await sendTable([header, row('u/1', 'Nouă unu'), row('u/3', 'Adăugată')], `?import=${id}`);
    const part = await sendTable([header, row('u/2', 'Nouă doi'), row('u/4', 'Adăugată și ea')], `?import=${id}`);
    const [changedId, addedId] = part.rows.map((each: { id: string }) => each.id);
    await change(changedId, { address: 'Strada Nouă 2' });
    const record = await test.api.get(`${base}/imports/${id}`);
    expect(record.body).toMatchObject({ status: 'standing', created: 2, changed: 2, retired: 0 });

    const { status, body } = await undo(id);
    expect([status, body]).toMatchObject([200, { status: 'undone', retired: 2, restored: 1, left: 1 }]);
    expect(body.changes.filter((each: { undone: string }) => each.undone === 'left')).toEqual([
      { facilityId: changedId, did: 'changed', undone: 'left', code: 'CHANGED_SINCE' },
    ]);
    expect(await read(before.rows[0].id)).toMatchObject({ name: { ro: 'Veche unu' }, version: 3 });
    expect(await read(changedId)).toMatchObject({ name: { ro: 'Nouă doi' }, address: 'Strada Nouă 2' });
    expect(await read(addedId)).toMatchObject({ status: 'retired', reason });

    const again = await undo(id);
    expect([again.status, again.body.version]).toEqual([200, body.version]);
    const late = await test.api.post(`${base}/imports?import=${id}`, [{ externalId: 'u/5' }]);
    expect([late.status, late.body.code]).toEqual([409, 'IMPORT_UNDONE']);
    expect(counts(await sendTable([header, row('u/3', 'Adăugată iar')]))).toEqual([1, 0, 0, 0]);
  });

  it('of one after the other leads back to where they began', async () => {
    const first = await sendTable([header, row('v/1', 'Întâi')]);
    const second = await sendTable([header, row('v/1', 'Apoi')]);
    const third = await sendTable([header, row('v/1', 'La urmă')]);
    expect((await undo(second.id)).body).toMatchObject({ left: 1 });
    expect((await undo(third.id)).body).toMatchObject({ restored: 1 });
    expect(await read(first.rows[0].id)).toMatchObject({ name: { ro: 'Apoi' } });
  });

  it('leaves what a rule keeps, and says which', async () => {
    const { rows } = await sendTable([header, row('w/1', 'Una')]);
    const renamed = await send([{ id: rows[0].id, externalId: 'w/2' }]);
    await sendTable([header, row('w/1', 'Alta')]);
    const { body } = await undo(renamed.id);
    expect(body.changes).toMatchObject([{ undone: 'left', code: 'EXTERNAL_ID_TAKEN' }]);
    expect(body.status).toBe('undone');
  });

  it('of one that there is not is refused', async () => {
    const { status, body } = await undo(randomUUID());
    expect([status, body.code]).toEqual([404, 'IMPORT_UNKNOWN']);
  });
});

describe('the whole map', () => {
  const formula = '=HYPERLINK("http://example.org")';

  it('is read back unchanged, as a table and as GeoJSON, and fills an empty map with the same', async () => {
    const said = {
      ...{ kind: 'library', name: { ro: formula, en: 'Full' }, externalId: 'x/1', position: [26.1, 44.4] },
      ...{ approximate: true, address: '-1; =2', accessibility: { wheelchair: 'limited', note: { ro: 'Rampă' } } },
      ...{ contact: { phone: '+40 21 000 00 00' }, fields: { seats: 12 }, verifyEveryMonths: 6 },
      links: [{ kind: 'service', url: 'https://example.org/' }],
      guides: [{ title: { ro: 'Cum' }, text: { ro: 'Așa, "simplu"\nși bine' } }],
      assistancePoints: [{ name: { ro: 'Birou' }, languages: ['ro', 'rsl'] }],
      incentives: [{ title: { ro: 'Gratuit' }, validUntil: '--03-31' }],
    };
    await withSeats(test);
    await send([said, { kind: 'portal', name: { ro: 'Portal' }, externalId: 'x/2', onlineOnly: true }]);
    await test.settle();
    const table = await test.api.get(`${base}/facilities?format=csv`);
    expect(table.body).toContain(`"'=HYPERLINK`);
    const file = await test.api.get(`${base}/exports/geojson`);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/geo+json']);
    const collection = typeof file.body === 'string' ? file.body : JSON.stringify(file.body);
    const { features } = JSON.parse(collection);
    for (const back of [await send(table.body, '', csv), await send(collection, '', geoJson)]) {
      expect(counts(back)).toEqual([0, 0, features.length, 0]);
    }

    const other = await startTestProcess([facilitiesContext]);
    try {
      await withSeats(other);
      const { body } = await other.api.post(`${base}/imports`, collection, geoJson);
      expect([body.created, body.failed]).toEqual([features.length, 0]);
      await other.settle();
      const copy = await other.api.get(`${base}/facilities?format=csv`);
      const stable = (text: string) => text.replaceAll(/,\d+,\d{4}-[^,\r]*Z/g, '');
      expect(stable(copy.body)).toBe(stable(table.body));
    } finally {
      await other.stop();
    }
  });
});
