import { until } from '@ecou/event-sourcing/testing';
import { OwnTables } from '@ecou/runtime';
import { startTestProcess, testOfficer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { category, defineDirectory } from './petitions.samples.js';
import { PetitionTokens } from './search/petition-tokens.js';

const base = '/feedback/v1/petitions';
const here: readonly [number, number] = [26.1025, 44.4268];

let test: TestProcess;
let lamp: string;
let pavement: string;
let tree: string;

const registered = async (petition: object): Promise<string> => {
  const { status, body } = await test.api.post(base, { kind: 'complaint', channel: 'paper', category, ...petition });
  expect(status).toBe(201);
  return body.id as string;
};
const tokens = async () => {
  const { rows } = await test.context('feedback').pool.query(`SELECT * FROM feedback.petition_tokens`);
  return rows as { petition_id: string; tokens: string[] }[];
};
const indexed = (count: number) =>
  until(async () => (await tokens()).length >= count, `${count} petitions are indexed`);
const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);
const search = async (body: object, key = test.keys.registry) => {
  const answer = await test.api.with(key).post(`${base}/search`, body);
  expect(answer.status).toBe(200);
  return idsOf(answer);
};

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
  lamp = await registered({
    petitioner: { name: 'Ștefania Exemplu-Pop', channel: 'email', contact: 'Stefania@example.org' },
    text: 'Becul de pe stâlpul sintetic 12, de lângă școală, este ars.',
    place: { position: here },
  });
  pavement = await registered({
    petitioner: { name: 'Ion Exemplu', channel: 'phone', contact: '0722 000 111' },
    text: 'Trotuarul sintetic din fața blocului 7 este surpat.',
    place: { position: [here[0] + 0.0004, here[1]] },
  });
  tree = await registered({
    petitioner: { name: 'Ion Sintetic', channel: 'phone', contact: '0722 000 222' },
    text: 'Un copac sintetic stă să cadă.',
    category: 'parks',
    place: { position: [here[0] + 0.05, here[1]] },
  });
  await indexed(3);
  await test.settle();
});
afterAll(() => test.stop());

describe('petitions are found', () => {
  it.each([
    ['an e-mail address, however it is written', { contact: 'stefania@EXAMPLE.org' }, ['lamp']],
    ['a phone number, however it is written', { contact: '+40 722-000-111' }, ['pavement']],
    ['a word of a name', { name: 'EXEMPLU' }, ['pavement', 'lamp']],
    ['words of a name, in any order', { name: 'pop stefania' }, ['lamp']],
    ['no part of a word of a name', { name: 'Exemp' }, []],
    ['words of the text, in another form', { text: 'stalpului becul' }, ['lamp']],
    ['words of the text that all occur', { text: 'bec copac' }, []],
    ['what is near', { near: here }, ['pavement', 'lamp']],
    ['all of it together', { near: here, name: 'Ion' }, ['pavement']],
  ])('by %s', async (_, body, expected) => {
    const names = new Map([
      [lamp, 'lamp'],
      [pavement, 'pavement'],
      [tree, 'tree'],
    ]);
    expect((await search(body)).map((id) => names.get(id))).toEqual(expected);
  });

  it('by number', async () => {
    const { number } = (await test.api.get(`${base}/${tree}`)).body;
    expect(await search({ number })).toEqual([tree]);
    expect(await search({ number, name: 'Ștefania' })).toEqual([]);
  });

  it('page by page', async () => {
    const { body } = await test.api.post(`${base}/search`, { name: 'exemplu', limit: 1 });
    expect(idsOf({ body })).toEqual([pavement]);
    expect(await search({ name: 'exemplu', limit: 1, cursor: body.next })).toEqual([lamp]);
  });

  it('without anything personal in the answer', async () => {
    const { body } = await test.api.post(`${base}/search`, { name: 'exemplu' });
    expect(JSON.stringify(body)).not.toMatch(/Exemplu|example\.org|0722|surpat/);
  });

  it.each([
    [{}, '', 'NOTHING_TO_FIND'],
    [{ name: '. -' }, 'name', 'NOTHING_TO_FIND'],
    [{ text: 'a de' }, 'text', 'NOTHING_TO_FIND'],
    [{ near: [200, 0] }, 'near.0', 'TOO_BIG'],
    [{ name: 'Ana', cursor: 'x' }, 'cursor', 'CURSOR_INVALID'],
  ])('not for %j', async (body, path, code) => {
    const answer = await test.api.post(`${base}/search`, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path, code }] } });
  });

  it('by officers in their own department, and by nobody who may not read them', async () => {
    await test.api.put(`/feedback/v1/directory/officers/${testOfficer}`, {
      ...{ department: 'green-spaces', name: 'Dan Exemplu', phone: '021 000 0009' },
    });
    expect(await search({ name: 'ion' }, test.keys.officer)).toEqual([tree]);
    const similar = await test.api.with(test.keys.officer).post(`${base}/similar`, { text: 'sintetic' });
    expect(idsOf(similar)).toEqual([tree]);
    for (const key of [test.keys.analyst, test.keys.auditor, test.keys.editor]) {
      expect((await test.api.with(key).post(`${base}/search`, { name: 'ion' })).status).toBe(403);
    }
  });
});

describe('similar petitions', () => {
  it('are offered: those near first, then those with most of the words', async () => {
    const { status, body } = await test.api.post(`${base}/similar`, {
      text: 'Becul stâlpului de lângă copac este ars',
      position: here,
    });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { id: lamp, near: true },
      { id: pavement, near: true },
    ]);
    expect(body.items[0].likeness).toBeGreaterThan(body.items[1].likeness);
    const elsewhere = await test.api.post(`${base}/similar`, { text: 'Copac surpat, trotuar surpat' });
    expect(idsOf(elsewhere)).toEqual([pavement, tree]);
  });
});

describe('a petition whose petitioner was corrected', () => {
  it('is found by what is right now, and by what was wrong no more', async () => {
    const wrong = { name: 'Greșit Exemplu', channel: 'email', contact: 'gresit@example.org' };
    const id = await registered({ petitioner: wrong, text: 'O bancă sintetică este ruptă.' });
    await until(async () => (await search({ contact: wrong.contact })).includes(id), 'it is indexed');
    const { status } = await test.api.post(`${base}/${id}/correct-petitioner`, {
      petitioner: { name: 'Drept Exemplu', channel: 'email', contact: 'drept@example.org' },
      reason: 'O greșeală de scriere.',
    });
    expect(status).toBe(200);
    await until(async () => (await search({ contact: 'drept@example.org' })).includes(id), 'it is indexed again');
    expect(await search({ contact: wrong.contact })).toEqual([]);
    expect(await search({ text: 'banca', name: 'drept' })).toEqual([id]);
    await test.context('feedback').pool.query(`DELETE FROM feedback.petition_tokens WHERE petition_id = $1`, [id]);
  });
});

describe('the table', () => {
  it('keeps what is newer than what is written late, and takes what is the same', async () => {
    const table = new PetitionTokens(new OwnTables(test.context('feedback').dataSource, test.context('feedback').pool));
    const [petitionId, other] = ['a-late-one', 'another'];
    const written = async () => {
      const { rows } = await test
        .context('feedback')
        .pool.query(
          `SELECT petition_id, version, tokens, xmin FROM feedback.petition_tokens WHERE petition_id = ANY ($1) ORDER BY 1`,
          [[petitionId, other]],
        );
      return rows as { version: number; tokens: string[]; xmin: string }[];
    };
    await table.put([{ petitionId, version: 3, tokens: ['3'] }]);
    const [first] = await written();
    await table.put([
      { petitionId, version: 2, tokens: ['2'] },
      { petitionId: other, version: 1, tokens: [] },
    ]);
    await table.put([{ petitionId, version: 3, tokens: ['3'] }]);
    expect(await written()).toMatchObject([first, { version: 1, tokens: [] }]);
    await table.put([{ petitionId, version: 3, tokens: ['-4', '5'] }]);
    expect(await written()).toMatchObject([{ version: 3, tokens: ['-4', '5'] }, { version: 1 }]);
    await test
      .context('feedback')
      .pool.query(`DELETE FROM feedback.petition_tokens WHERE petition_id = ANY ($1)`, [[petitionId, other]]);
  });

  it('holds nothing that can be read, and one row for each petition', async () => {
    const rows = await tokens();
    expect(new Set(rows.map(({ petition_id: id }) => id))).toEqual(new Set([lamp, pavement, tree]));
    for (const { tokens: own } of rows) {
      expect(own.length).toBeGreaterThan(5);
      expect(own.every((token) => /^-?\d+$/.test(token))).toBe(true);
    }
  });
});
