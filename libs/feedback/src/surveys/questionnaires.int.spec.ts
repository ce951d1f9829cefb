import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { readCsv } from '@ecou/runtime';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Repository } from 'typeorm';
import { feedbackContext } from '../context.js';
import { civicEventId, form, topic } from './surveys.samples.js';

const base = '/feedback/v1/questionnaires';
const templates = '/feedback/v1/questionnaire-templates';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
});
afterAll(() => test.stop());

const post = (path: string, body?: unknown) => test.api.post(path, body);
const get = (path: string) => test.api.get(path);

async function created(path: string, body: object): Promise<string> {
  const { status, body: answer } = await post(path, body);
  expect({ status, answer }).toMatchObject({ status: 201 });
  return answer.id as string;
}
async function revised(id: string, content: object) {
  const { headers } = await get(`${templates}/${id}`);
  return test.api.put(`${templates}/${id}`, content, { headers: { 'if-match': headers.get('etag')! } });
}

describe('a template', () => {
  it('is created once, revised with If-Match, and each of its versions can be read', async () => {
    const id = randomUUID();
    expect(await post(templates, { id, ...form })).toMatchObject({ status: 201, body: { id, version: 1 } });
    expect(await post(templates, { id, ...form })).toMatchObject({ status: 200, body: { id, version: 1 } });
    expect((await post(templates, { id, ...form, themes: [] })).body.code).toBe('TEMPLATE_EXISTS');
    const position = await test.context('feedback').head();
    const shorter = { ...form, items: form.items.slice(0, 2) };
    expect((await test.api.put(`${templates}/${id}`, shorter)).status).toBe(428);
    expect(await revised(id, shorter)).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await get(`${templates}/${id}`)).body).toMatchObject({
      templateVersion: 2,
      newestVersion: 2,
      version: 2,
      retired: null,
      languages: ['ro', 'en'],
    });
    const first = (await get(`${templates}/${id}?version=1`)).body;
    expect(first).toMatchObject({ templateVersion: 1, newestVersion: 2 });
    expect(first.items).toHaveLength(form.items.length);
    expect((await get(`${templates}/${id}?asOf=${position}`)).body).toMatchObject({ newestVersion: 1 });
    expect((await get(`${templates}/${id}?version=3`)).body).toMatchObject({
      code: 'TEMPLATE_VERSION_UNKNOWN',
      errors: [{ path: 'version' }],
    });
    expect((await get(`${templates}/${randomUUID()}`)).body.code).toBe('TEMPLATE_UNKNOWN');
  });

  it('makes questionnaires that say which version they are of, and stay as they are', async () => {
    const template = await created(templates, { ...form, id: randomUUID() });
    const own = { id: randomUUID(), about: { civicEventId }, topics: [topic] };
    const draft = (more: object = {}) => post(`${templates}/${template}/questionnaires`, { ...own, ...more });
    expect(await draft()).toMatchObject({ status: 201, body: { id: own.id, version: 1 } });
    await revised(template, { ...form, items: form.items.slice(0, 2) });
    expect(await draft()).toMatchObject({ status: 200, body: { id: own.id, version: 1 } });
    expect((await draft({ version: 2 })).body.code).toBe('QUESTIONNAIRE_EXISTS');
    const { body } = await get(`${base}/${own.id}`);
    expect(body).toMatchObject({
      status: 'draft',
      template: { id: template, version: 1 },
      title: form.title,
      consentText: form.consentText,
      languages: ['ro', 'en'],
      topics: [topic],
    });
    expect(body.items).toHaveLength(form.items.length);
    const newer = await created(`${templates}/${template}/questionnaires`, {
      about: { theme: 'parks' },
      title: { ro: 'Parcuri', en: 'Parks' },
    });
    const second = (await get(`${base}/${newer}`)).body;
    expect(second).toMatchObject({ template: { version: 2 }, title: { ro: 'Parcuri' }, consentText: null });
    expect(second.items).toHaveLength(2);
    const first = await created(`${templates}/${template}/questionnaires`, { about: { theme: 'parks' }, version: 1 });
    expect((await get(`${base}/${first}`)).body).toMatchObject({ template: { version: 1 } });
  });

  it('that is retired makes no more of them, and repeats are still known', async () => {
    const template = await created(templates, { ...form, id: randomUUID() });
    const own = { id: randomUUID(), about: { theme: 'parks' } };
    await created(`${templates}/${template}/questionnaires`, own);
    expect((await post(`${templates}/${template}/retire`, { reason: 'Altul' })).status).toBe(200);
    expect((await post(`${templates}/${template}/retire`, {})).status).toBe(200);
    expect((await post(`${templates}/${template}/questionnaires`, own)).status).toBe(200);
    const refused = await post(`${templates}/${template}/questionnaires`, { ...own, id: randomUUID() });
    expect(refused).toMatchObject({ status: 409, body: { code: 'TEMPLATE_RETIRED' } });
    expect((await revised(template, { ...form, themes: [] })).body.code).toBe('TEMPLATE_RETIRED');
    await test.settle();
    const listed = async (query: string) =>
      ((await get(`${templates}?${query}`)).body.items as { id: string }[]).map(({ id }) => id);
    expect(await listed('retired=true')).toEqual([template]);
    expect(await listed('retired=false')).not.toContain(template);
    expect((await listed('limit=200'))[0]).toBe(template);
  });
});

/** A questionnaire of the form that takes answers. */
async function opened(more: object = {}): Promise<string> {
  const id = await created(base, { ...form, about: { civicEventId }, topics: [topic], ...more });
  expect((await post(`${base}/${id}/open`)).status).toBe(200);
  return id;
}
/** The messages about a questionnaire; waits until there is one. */
async function toldOf(id: string) {
  const sql = `SELECT type, data FROM feedback.outbox WHERE data->>'questionnaireId' = $1`;
  return until(async () => {
    const { rows } = await test.context('feedback').pool.query<{ type: string; data: object }>(sql, [id]);
    return rows.length > 0 && rows;
  }, `a message about ${id}`);
}
/** The rows of a table, by the names of its columns. */
function cellsIn(csv: string) {
  const names = csv.split('\r\n', 1)[0]!.replace('\u{FEFF}', '').split(',');
  return readCsv(csv, names).map(({ cells }) => cells);
}

const answer = (id: string, ...answers: object[]) => test.visitor.post(`${base}/${id}/responses`, { answers });
const radio = { item: 'channel', choice: 'radio' };
const posters = { item: 'channel', choice: 'posters' };
const sheets = (count: number, ...answers: object[]) => Array.from({ length: count }, () => ({ answers }));
const countsOf = (body: { items: { item: string; distribution: { count: unknown }[] }[] }, id: string) =>
  body.items.find(({ item }) => item === id)?.distribution.map(({ count }) => count);

describe('answers with choices and conditions', () => {
  it('are taken where they fit, told to nobody, and shown to staff in full', async () => {
    const id = await opened();
    const response = randomUUID();
    const answers = [
      { item: 'channel', choice: 'other', other: 'De la un vecin' },
      { item: 'duration', grade: 4 },
      { item: 'suggestions', text: 'Ghiduri scurte' },
    ];
    const send = () => test.visitor.post(`${base}/${id}/responses`, { id: response, answers });
    expect((await send()).status).toBe(201);
    expect((await send()).status).toBe(200);
    await answer(id, posters, { item: 'places', choices: ['parks', 'schools'] }, { item: 'first', yes: true });
    const refused = await answer(id, radio, { item: 'places', choices: ['parks'] });
    expect(refused.body).toMatchObject({ code: 'ANSWER_NOT_ASKED', errors: [{ path: 'answers.1.item' }] });
    await test.settle();
    expect((await toldOf(id)).map(({ type }) => type)).toEqual(['ecou.feedback.questionnaire-opened.v1']);
    const { items } = (await get(`${base}/${id}/responses`)).body;
    expect(items).toContainEqual({ id: response, channel: 'anonymous', language: 'ro', answers, codes: [] });
    const results = (await get(`${base}/${id}/results`)).body;
    expect(results).toMatchObject({ respondents: 2, suppressed: false });
    expect(results.items[1].distribution).toMatchObject([
      { value: 'radio', label: { ro: 'La radio', en: 'On the radio' }, count: 0 },
      { value: 'posters', count: 1 },
      { value: 'other', count: 1 },
    ]);
    expect([results.items[2].n, countsOf(results, 'places')]).toEqual([1, [1, 1, 0]]);
  });
});

describe('a questionnaire about a facility', () => {
  it('says so, is found by it, and others are told', async () => {
    const facilityId = randomUUID();
    const id = await opened({ about: { facilityId } });
    await answer(id, radio);
    await test.settle();
    const found = (await get(`${base}?facility=${facilityId}`)).body.items;
    expect(found).toMatchObject([{ id, about: { civicEventId: null, programmeId: null, theme: null, facilityId } }]);
    expect(await toldOf(id)).toMatchObject([{ data: { facilityId, civicEventId: null } }]);
  });
});

describe('invitation tokens', () => {
  it('come in thousands, each another one, as a list for a spreadsheet', async () => {
    const id = await opened({ access: 'token' });
    expect((await post(`${base}/${id}/invitations`, { count: 5000 })).status).toBe(201);
    const list = await get(`${base}/${id}/invitations?format=csv`);
    const rows = cellsIn(list.body as string);
    expect(rows).toHaveLength(5000);
    expect(new Set(rows.map(({ token }) => token)).size).toBe(5000);
    const { serial, token } = rows.at(-1)!;
    expect(serial).toBe('5000');
    expect((await test.visitor.post(`${base}/${id}/responses`, { token, answers: [radio] })).status).toBe(201);
  });
});

describe('a batch from paper', () => {
  it('is recorded whole, once, and may be tried before', async () => {
    const id = await opened({ access: 'token' });
    const batch = {
      id: randomUUID(),
      responses: [...sheets(7, radio, { item: 'duration', grade: 5 }), ...sheets(5, posters)],
    };
    const enter = (more: object = {}) => post(`${base}/${id}/responses/batch`, { ...batch, ...more });
    expect((await enter({ dryRun: true })).body).toMatchObject({ dryRun: true, recorded: 12, repeated: 0 });
    const [first, ...twins] = await Promise.all([enter(), enter(), enter()]);
    expect([first, ...twins].map(({ status }) => status)).toEqual([200, 200, 200]);
    const recorded = [first, ...twins].map(({ body }) => body.recorded as number);
    expect(recorded.sort((one, other) => other - one)).toEqual([12, 0, 0]);
    const more = { responses: [...batch.responses, ...sheets(1, radio)] };
    const { body } = await enter(more);
    expect(body).toMatchObject({ id: batch.id, dryRun: false, recorded: 1, repeated: 12 });
    expect(body.responses.slice(0, 12)).toEqual(first.body.responses);
    expect((await enter({ responses: sheets(1, posters) })).body.code).toBe('RESPONSE_EXISTS');
    await test.settle();
    const { items } = (await get(`${base}/${id}/responses?limit=50`)).body;
    expect(items).toHaveLength(13);
    expect(new Set(items.map(({ channel }: { channel: string }) => channel))).toEqual(new Set(['paper']));
    expect((await get(`${base}/${id}`)).body.staff).toMatchObject({ answered: true });
  });

  it('takes 500 sheets', async () => {
    const id = await opened();
    const { body } = await post(`${base}/${id}/responses/batch`, { responses: sheets(500, radio) });
    expect(body).toMatchObject({ recorded: 500 });
    await test.settle();
    expect((await get(`${base}/${id}/results`)).body).toMatchObject({ respondents: 500, anonymous: 0 });
  });

  it('that is wrong says where in every row, and records nothing', async () => {
    const id = await opened();
    const before = await test.context('feedback').head();
    const responses = [
      { answers: [radio] },
      { answers: [{ item: 'duration', grade: 4 }] },
      { answers: [radio, { item: 'places', choices: ['parks'] }] },
      { answers: [{ item: 'channel', choice: 'television' }] },
    ];
    for (const dryRun of [true, false]) {
      const refused = await post(`${base}/${id}/responses/batch`, { responses, dryRun });
      expect(refused).toMatchObject({ status: 400, body: { code: 'BATCH_REFUSED' } });
      expect(refused.body.errors.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`)).toEqual([
        'ANSWER_MISSING responses.1.answers',
        'ANSWER_NOT_ASKED responses.2.answers.1.item',
        'OPTION_UNKNOWN responses.3.answers.0.choice',
      ]);
    }
    expect(await test.context('feedback').head()).toBe(before);
  });
});

describe('suggestions', () => {
  it('are coded to themes, and again, and counted by theme', async () => {
    const id = await opened();
    const [one, two] = [randomUUID(), randomUUID()];
    for (const response of [one, two]) {
      const answers = [radio, { item: 'suggestions', text: 'Ghiduri pentru școli' }];
      await test.visitor.post(`${base}/${id}/responses`, { id: response, answers });
    }
    const code = (response: string, ...themes: string[]) =>
      test.api.put(`${base}/${id}/responses/${response}/themes`, { item: 'suggestions', themes });
    expect(await code(one, 'guides', 'schools')).toMatchObject({ status: 200, body: { id: one, version: 2 } });
    expect(await code(one, 'schools', 'guides')).toMatchObject({ status: 200, body: { version: 2 } });
    await code(two, 'guides');
    await code(two, 'schools');
    await test.settle();
    const suggestions = (await get(`${base}/${id}/results`)).body.items.at(-1);
    expect(suggestions).toMatchObject({
      n: 2,
      themes: [
        { theme: 'guides', label: { ro: 'Ghiduri', en: 'Guides' }, count: 1 },
        { theme: 'schools', count: 2 },
      ],
    });
    const { items } = (await get(`${base}/${id}/responses?theme=guides`)).body;
    expect(items).toMatchObject([{ id: one, codes: [{ item: 'suggestions', themes: ['guides', 'schools'] }] }]);
    expect(items[0].codes[0].by).toMatch(/^key:/);
    expect((await get(`${base}/${id}/responses?theme=shops`)).body.items).toEqual([]);
    expect(await code(randomUUID(), 'guides')).toMatchObject({ status: 404, body: { code: 'RESPONSE_UNKNOWN' } });
  });
});

describe('tables for spreadsheets', () => {
  it('hold all single answers once, and are read page by page', async () => {
    const id = await opened();
    const responses = sheets(401, radio);
    expect((await post(`${base}/${id}/responses/batch`, { responses })).status).toBe(200);
    await test.settle();
    const find = jest.spyOn(Repository.prototype, 'find');
    const rows = cellsIn((await get(`${base}/${id}/responses/table`)).body as string);
    const pages = (await Promise.all(find.mock.results.map(({ value }) => value as Promise<unknown[]>))).map(
      ({ length }) => length,
    );
    find.mockRestore();
    expect(pages).toEqual([200, 200, 1]);
    expect(new Set(rows.map((row) => row['response_id'])).size).toBe(401);
    expect(rows).toHaveLength(401);
  });

  it('hold single answers and results, and no formula', async () => {
    const id = await opened();
    const formula = '=HYPERLINK("http://example.org","x")';
    await answer(id, radio, { item: 'duration', grade: 4 }, { item: 'suggestions', text: formula });
    await answer(id, posters, { item: 'places', choices: ['parks', 'shops'] });
    await test.settle();
    const answers = await get(`${base}/${id}/responses/table?bom=true`);
    expect(answers.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answers.headers.get('content-disposition')).toContain('responses.csv');
    const rows = cellsIn(answers.body as string);
    expect(rows).toHaveLength(2);
    expect(answers.body).toContain(`"'=HYPERLINK(""http`);
    expect(rows).toContainEqual(
      expect.objectContaining({ channel: 'radio', duration: '4', suggestions: formula, response_channel: 'anonymous' }),
    );
    expect(rows).toContainEqual(expect.objectContaining({ channel: 'posters', places: 'parks; shops' }));
    expect((await test.visitor.get(`${base}/${id}/responses/table`)).status).toBe(401);
    const results = await get(`${base}/${id}/results/table?format=csv`);
    const cells = cellsIn(results.body as string);
    expect(cells).toContainEqual(
      expect.objectContaining({ item: 'channel', value: 'posters', label_en: 'From posters', count: '1', n: '2' }),
    );
    expect(cells).toContainEqual(expect.objectContaining({ item: 'suggestions', theme: 'guides', count: '0', n: '1' }));
    expect((await test.visitor.get(`${base}/${id}/results/table`)).body.code).toBe('RESULTS_UNPUBLISHED');
  });
});

describe('a second publication', () => {
  it('after one late sheet of paper tells nothing of it; after five that can be told, it moves', async () => {
    const id = await opened();
    const enter = (responses: object[]) => post(`${base}/${id}/responses/batch`, { responses });
    await enter([
      ...sheets(6, radio, { item: 'duration', grade: 4 }),
      ...sheets(6, posters, { item: 'duration', grade: 5 }),
    ]);
    await post(`${base}/${id}/close`);
    const publish = () => post(`${base}/${id}/results/publish`, {});
    const published = async () => (await test.visitor.get(`${base}/${id}/results`)).body;
    expect((await publish()).status).toBe(200);
    const first = await published();
    expect(first).toMatchObject({ publication: 1, respondents: 12 });
    expect(first.items.map(({ item }: { item: string }) => item)).not.toContain('first');
    expect([countsOf(first, 'channel'), countsOf(first, 'duration')]).toEqual([
      [6, 6, 0],
      [0, 0, 0, 6, 6],
    ]);
    expect((await answer(id, radio)).body.code).toBe('QUESTIONNAIRE_CLOSED');
    expect((await enter(sheets(1, radio, { item: 'duration', grade: 1 }))).body).toMatchObject({ recorded: 1 });
    await publish();
    expect(await published()).toEqual(first);
    await enter([
      ...sheets(4, radio, { item: 'duration', grade: 5 }),
      ...sheets(5, posters, { item: 'duration', grade: 5 }),
    ]);
    await publish();
    const second = await published();
    expect(second).toMatchObject({ publication: 2, respondents: 22 });
    expect(countsOf(second, 'channel')).toEqual([11, 11, 0]);
    expect(countsOf(second, 'duration')).toEqual(countsOf(first, 'duration'));
    await test.settle();
    expect(countsOf((await get(`${base}/${id}/results`)).body, 'duration')).toEqual([1, 0, 0, 6, 15]);
  });
});

describe('every view', () => {
  it.each(feedbackContext.views.map(({ name }) => name))('%s equals the one that a replay makes', (name) =>
    test.replayEqualsIncremental('feedback', name),
  );
});
