import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { encodeCursor } from '@ecou/runtime';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsContext } from '../context.js';
import { posters } from './dissemination/dissemination.samples.js';

const base = '/notifications/v1/disseminations';
const { title, channel } = posters;
const programme = randomUUID();

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([notificationsContext]);
  test.clock.set('2026-05-20T09:00:00.000Z');
});
afterAll(() => test.stop());

async function logged(more: object = {}): Promise<string> {
  const { status, body } = await test.api.post(base, { title, channel, ...more });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.id as string;
}

const done = (more: object = {}) => logged({ status: 'done', doneOn: '2026-05-18', ...more });
const read = async (id: string, query = '') => (await test.api.get(`${base}/${id}${query}`)).body;
const estimate = { people: 12_000, source: 'Raportul operatorului', method: 'Validări', countedOn: '2026-05-19' };

/** Everything that the log tells others of one. */
async function toldOf(id: string, count: number): Promise<{ type: string; data: Record<string, unknown> }[]> {
  const { pool } = test.context('notifications');
  const sql = 'SELECT type, data FROM notifications.outbox WHERE key = $1 ORDER BY position';
  await until(async () => (await pool.query(sql, [id])).rowCount === count, 'what is told');
  return (await pool.query<{ type: string; data: Record<string, unknown> }>(sql, [id])).rows;
}

describe('the log', () => {
  it('keeps what was suggested, planned and done, and how many it reached, as facts', async () => {
    const id = await logged({ ...posters, status: 'suggested', programmeId: programme });
    const order = (verb: string, body?: object) => test.api.post(`${base}/${id}/${verb}`, body);
    expect((await order('plan')).status).toBe(200);
    const completed = await order('complete', { on: '2026-05-18' });
    const [, position] = (completed.headers.get('ecou-position') ?? '').split(':');
    const reported = await order('reach', estimate);
    expect(reported).toMatchObject({ status: 201, body: { version: 4 } });
    const correction = { people: 11_000, reason: { ro: 'O linie fusese numărată de două ori.' } };
    expect((await order(`reach/${reported.body.id}/corrections`, correction)).status).toBe(200);

    expect(await read(id)).toMatchObject({
      ...posters,
      programmeId: programme,
      status: 'done',
      doneOn: '2026-05-18',
      since: { suggested: test.clock.now(), planned: test.clock.now(), done: test.clock.now() },
      people: 11_000,
      reportedPeople: 12_000,
      reach: [
        {
          ...{ id: reported.body.id, people: 11_000, reportedPeople: 12_000, source: estimate.source },
          corrections: [{ before: estimate, reason: correction.reason }],
        },
      ],
      version: 5,
    });
    expect(await read(id, `?asOf=${position}`)).toMatchObject({ status: 'done', people: null, reach: [], version: 3 });
    const { items, next } = (await test.api.get(`${base}/${id}/history?limit=4`)).body;
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      ...['DisseminationLogged', 'DisseminationPlanned', 'DisseminationDone', 'ReachReported'],
    ]);
    const rest = (await test.api.get(`${base}/${id}/history?cursor=${next}`)).body;
    expect(rest).toMatchObject({
      items: [{ version: 5, type: 'ReachCorrected', data: { people: 11_000, reportedPeople: 12_000 } }],
      next: null,
    });
    expect(
      (await toldOf(id, 5)).map(({ type, data }) => [type.split('.')[2], data['status'] ?? data['people']]),
    ).toEqual([
      ['dissemination-logged', 'suggested'],
      ['dissemination-logged', 'planned'],
      ['dissemination-logged', 'done'],
      ['dissemination-reach-reported', 12_000],
      ['dissemination-reach-reported', 11_000],
    ]);
  });

  it('takes what is sent again once; other content with the id is refused', async () => {
    const body = { id: randomUUID(), title, channel };
    expect((await test.api.post(base, body)).status).toBe(201);
    expect(await test.api.post(base, body)).toMatchObject({ status: 200, body: { id: body.id, version: 1 } });
    expect(await test.api.post(base, { ...body, channel: 'radio' })).toMatchObject({
      ...{ status: 409, body: { code: 'DISSEMINATION_EXISTS' } },
    });
    const headers = { 'idempotency-key': randomUUID() };
    const [one, two] = [
      await test.api.post(base, { title, channel }, { headers }),
      await test.api.post(base, { title, channel }, { headers }),
    ];
    expect([one.status, two.body.id]).toEqual([201, one.body.id]);
    const id = await done();
    const reach = { id: randomUUID(), ...estimate };
    const versions = [
      await test.api.post(`${base}/${id}/reach`, reach),
      await test.api.post(`${base}/${id}/reach`, reach),
    ].map(({ body: { version } }) => version as number);
    expect(versions).toEqual([2, 2]);
  });

  it('is changed only by somebody who has seen what they change', async () => {
    const id = await logged();
    const change = (headers: Record<string, string>) =>
      test.api.put(`${base}/${id}`, { title, channel: 'other', channelName: 'Avizier' }, { headers });
    expect((await change({})).status).toBe(428);
    expect((await change({ 'if-match': '"2"' })).status).toBe(412);
    expect((await change({ 'if-match': '"1"' })).status).toBe(200);
    expect(await read(id)).toMatchObject({ channel: 'other', channelName: 'Avizier', version: 2 });
  });

  it('keeps on record what was cancelled, which counts no more', async () => {
    const id = await done();
    const cancel = { reason: { ro: 'Consemnată din greșeală.' } };
    expect((await test.api.post(`${base}/${id}/cancel`, cancel)).status).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'cancelled', doneOn: '2026-05-18', ...cancel });
    expect(await test.api.post(`${base}/${id}/plan`)).toMatchObject({
      ...{ status: 409, body: { code: 'DISSEMINATION_CANCELLED' } },
    });
  });
});

describe('a search in the log', () => {
  const found = async (query: string) => {
    await test.settle();
    const { status, body } = await test.api.get(`${base}?programme=${searched}&${query}`);
    expect(status).toBe(200);
    return body.items.map((item: { title: { ro: string } }) => item.title.ro);
  };
  const searched = randomUUID();
  const [civicEventId, deliverableId] = [randomUUID(), randomUUID()];
  beforeAll(async () => {
    const of = (ro: string, more: object) => logged({ title: { ro }, programmeId: searched, ...more });
    await of('Unu', { status: 'suggested', audiences: ['pupils', 'students'], civicEventId });
    await of('Doi', { channel: 'radio', period: { from: '2026-05-01', to: '2026-05-10' }, place: 'Postul Țara' });
    await of('Trei', {
      period: { from: '2026-05-15' },
      audiences: ['pupils'],
      deliverableId,
      status: 'done',
      doneOn: '2026-05-15',
    });
  });

  it.each([
    ['a channel', 'channel=radio', ['Doi']],
    ['a status', 'status=suggested', ['Unu']],
    ['an audience', 'audience=pupils', ['Unu', 'Trei']],
    ['a civic event', `civicEvent=${civicEventId}`, ['Unu']],
    ['a deliverable', `deliverable=${deliverableId}`, ['Trei']],
    ['a day within', 'from=2026-05-10&to=2026-05-10', ['Doi']],
    ['a single day', 'from=2026-05-15', ['Trei']],
    ['an end before', 'to=2026-05-14', ['Doi']],
    ['words without diacritics', 'q=tara', ['Doi']],
    ['nothing of the kind', 'channel=press', []],
  ])('finds %s', async (_name, query, titles) => expect(await found(query)).toEqual(titles));

  it('answers page after page, and a table of one moment', async () => {
    await test.settle();
    const first = (await test.api.get(`${base}?programme=${searched}&limit=2`)).body;
    const second = (await test.api.get(`${base}?programme=${searched}&limit=2&cursor=${first.next}`)).body;
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
    const table = String((await test.api.get(`${base}?programme=${searched}&format=csv`)).body).split('\r\n');
    expect(table).toHaveLength(5);
    expect(table[0]).toMatch(/^id,title_ro,title_en,/);
    expect(table[1]).toContain('pupils; students');
  });
});

describe('files of the log', () => {
  const form = (content: string, fields: Readonly<Record<string, string>> = {}, type = 'text/plain') => {
    const body = new FormData();
    body.append('files', new Blob([content], { type }), 'pliant.txt');
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return body;
  };
  const keep = (id: string, body: FormData, headers: Readonly<Record<string, string>> = {}) =>
    test.api.post(`${base}/${id}/materials`, body, { headers });
  const kept = (id: string) => test.context('notifications').parts.files.exists(id);

  it('are kept, saved and removed for good', async () => {
    const id = await logged();
    const key = { 'idempotency-key': randomUUID() };
    const added = await keep(id, form('Veniți!', { name: 'Pliantul hărții' }), key);
    expect(added).toMatchObject({ status: 201, body: { version: 2 } });
    const again = await keep(id, form('Veniți!', { name: 'Pliantul hărții' }), key);
    expect(again.body).toMatchObject({ id: added.body.id, version: 2 });
    const file = added.body.id as string;
    expect((await read(id)).materials).toMatchObject([
      { id: file, name: 'Pliantul hărții.txt', type: 'text/plain', size: 8 },
    ]);
    const path = `${base}/${id}/materials/${file}`;
    const saved = await test.api.get(path);
    expect([saved.status, saved.body]).toEqual([200, 'Veniți!']);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
    expect((await test.api.post(`${path}/remove`)).status).toBe(200);
    expect(await test.api.get(path)).toMatchObject({ status: 404, body: { code: 'MATERIAL_UNKNOWN' } });
    expect(await kept(file)).toBe(false);
  });

  it('are refused, and nothing is kept', async () => {
    const id = await logged();
    expect((await keep(id, form('același'))).status).toBe(201);
    const keys = async () => {
      let count = 0;
      for await (const _key of test.context('notifications').parts.files.keys()) count += 1;
      return count;
    };
    const before = await keys();
    const cases = [
      [form('același'), 409, 'MATERIAL_EXISTS'],
      [form('<svg xmlns="http://www.w3.org/2000/svg"/>', {}, 'image/png'), 415, 'FILE_TYPE_CONTRADICTED'],
      [form(''), 400, 'FILE_EMPTY'],
      [form('x', { colour: 'red' }), 400, 'UNKNOWN_FIELD'],
      [new FormData(), 400, 'FILES_MISSING'],
    ] as const;
    for (const [body, status, code] of cases) {
      const answer = await keep(id, body);
      expect([answer.status, answer.body.errors?.[0]?.code ?? answer.body.code]).toEqual([status, code]);
    }
    expect((await keep(randomUUID(), form('x'))).body).toMatchObject({ code: 'DISSEMINATION_UNKNOWN' });
    expect(await keys()).toBe(before);
  });
});

describe('bad input', () => {
  it.each([
    ['no title', { title: undefined }, 'title'],
    ['a title in one wrong language', { title: { fr: 'Affiche' } }, 'title.ro'],
    ['an unknown channel', { channel: 'pigeons' }, 'channel'],
    ['another channel without a name', { channel: 'other' }, 'channelName'],
    ['a channel that is named twice', { channelName: 'Avizier' }, 'channelName'],
    ['a deliverable of no programme', { deliverableId: randomUUID() }, 'programmeId'],
    ['a period that ends before it begins', { period: { from: '2026-05-02', to: '2026-05-01' } }, 'period.to'],
    ['a day that there is not', { period: { from: '2026-02-30' } }, 'period.from'],
    ['an audience twice', { audiences: ['pupils', 'pupils'] }, 'audiences'],
    ['an unknown audience', { audiences: ['robots'] }, 'audiences.0'],
    ['less than nothing', { quantity: { count: -1, unit: 'copies' } }, 'quantity.count'],
    ['half a copy', { quantity: { count: 0.5, unit: 'copies' } }, 'quantity.count'],
    ['an unknown unit', { quantity: { count: 1, unit: 'bananas' } }, 'quantity.unit'],
    ['a third of a ban', { cost: { amount: 0.333 } }, 'cost.amount'],
    ['an unknown currency', { cost: { amount: 1, currency: 'XYZ' } }, 'cost.currency'],
    ['a status that it cannot begin with', { status: 'cancelled' }, 'status'],
    ['done without a day', { status: 'done' }, 'doneOn'],
    ['a day of what is not done', { doneOn: '2026-05-01' }, 'doneOn'],
    ['done tomorrow', { status: 'done', doneOn: '2026-05-21' }, 'doneOn'],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['an id that is no UUID', { id: '12' }, 'id'],
  ])('of a log is refused at its path, and nothing is stored: %s', async (_name, change, path) => {
    const before = await test.context('notifications').head();
    const { status, body } = await test.api.post(base, { title, channel, ...change });
    expect([status, body.errors?.map((error: { path: string }) => error.path)]).toEqual([
      400,
      expect.arrayContaining([path]),
    ]);
    expect(await test.context('notifications').head()).toBe(before);
  });

  it('of an estimate is refused: what it lacks, and what has reached nobody yet', async () => {
    const [id, planned] = [await done(), await logged()];
    const report = (more: object, of = id) => test.api.post(`${base}/${of}/reach`, { ...estimate, ...more });
    for (const field of ['people', 'source', 'method', 'countedOn'])
      expect(await report({ [field]: undefined })).toMatchObject({ status: 400, body: { errors: [{ path: field }] } });
    expect(await report({ countedOn: '2026-05-21' })).toMatchObject({ status: 400, body: { code: 'DAY_IN_FUTURE' } });
    expect(await report({}, planned)).toMatchObject({ status: 409, body: { code: 'DISSEMINATION_NOT_DONE' } });
    const corrections = `${base}/${id}/reach/${randomUUID()}/corrections`;
    const reason = { ro: 'Greșit' };
    expect((await test.api.post(corrections, { reason })).body.errors).toMatchObject([{ code: 'CORRECTION_EMPTY' }]);
    expect((await test.api.post(corrections, { people: 1, reason })).body).toMatchObject({ code: 'REACH_UNKNOWN' });
  });

  it.each([
    ['a cursor of another list', `cursor=${encodeCursor([1])}`, 'cursor'],
    ['an unknown filter', 'colour=red', 'colour'],
    ['a programme that is no UUID', 'programme=7', 'programme'],
  ])('of a search is refused: %s', async (_name, query, path) => {
    expect(await test.api.get(`${base}?${query}`)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('is refused of what is not there', async () => {
    const path = `${base}/${randomUUID()}`;
    for (const answer of [
      await test.api.get(path),
      await test.api.get(`${path}/history`),
      await test.api.get(`${path}/materials/${randomUUID()}`),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'DISSEMINATION_UNKNOWN' } });
  });
});

it('is read by readers, and written by those who work with it', async () => {
  const as = (role: 'auditor' | 'communicator' | 'officer') => test.api.with(test.keys[role]);
  expect((await test.visitor.get(base)).status).toBe(401);
  expect((await as('officer').get(base)).status).toBe(403);
  expect((await as('auditor').get(base)).status).toBe(200);
  expect((await as('auditor').post(base, { title, channel })).status).toBe(403);
  expect((await as('communicator').post(base, { title, channel })).status).toBe(201);
});

it('is the same when it is made anew', async () => {
  await test.settle();
  await test.replayEqualsIncremental('notifications', 'dissemination_list');
});
