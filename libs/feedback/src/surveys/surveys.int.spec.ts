import { randomUUID } from 'node:crypto';
import { UnitsOfWork } from '@ecou/event-sourcing';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { civicEventId, draft, sessions, topic } from './surveys.samples.js';
import { questionnaire } from './questionnaire/questionnaire.aggregate.js';

const base = '/feedback/v1/questionnaires';
const yes = { item: 'objectives', yes: true };

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
});
afterAll(() => test.stop());

const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  test.api.post(`${base}${path}`, body, { headers });
const put = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  test.api.put(`${base}${path}`, body, { headers });
const get = (path: string) => test.api.get(`${base}${path}`);
const visit = (path: string) => test.visitor.get(`${base}${path}`);
const answer = (id: string, body: object) => test.visitor.post(`${base}/${id}/responses`, { answers: [yes], ...body });

async function drafted(more: object = {}): Promise<string> {
  const { status, body } = await post('', { ...draft, ...more });
  expect(status).toBe(201);
  return body.id as string;
}
async function opened(more: object = {}): Promise<string> {
  const id = await drafted(more);
  expect((await post(`/${id}/open`)).status).toBe(200);
  return id;
}

/** Messages to others about a subject, by contract; waits until so many stand there. */
const told = (subject: string, count: number): Promise<Record<string, unknown>[]> =>
  until(async () => {
    const { rows } = await test
      .context('feedback')
      .pool.query<Record<string, unknown>>(
        `SELECT topic, type, data, envelope FROM feedback.outbox WHERE key = $1 ORDER BY "offset"`,
        [subject],
      );
    return rows.length >= count && rows;
  }, `${count} messages about ${subject}`);
/** The wishes that came with answers to a questionnaire. */
async function wishesOf(id: string) {
  const { rows } = await test
    .context('feedback')
    .pool.query<{ id: string; metadata: Record<string, string> }>(
      `SELECT right(stream_id, 36) AS id, metadata FROM feedback.events WHERE type = 'UpdatesRequested' AND data->>'questionnaireId' = $1`,
      [id],
    );
  return rows;
}
async function tokensOf(id: string): Promise<string[]> {
  const { body } = await get(`/${id}/invitations`);
  return (body.items as { token: string }[]).map(({ token }) => token);
}

describe('a questionnaire', () => {
  it('is drafted once, revised with If-Match, and unknown to the public until it opens', async () => {
    const id = randomUUID();
    expect(await post('', { id, ...draft })).toMatchObject({ status: 201, body: { id, version: 1 } });
    expect(await post('', { id, ...draft })).toMatchObject({ status: 200, body: { id, version: 1 } });
    expect(await post('', { id, ...draft, access: 'token' })).toMatchObject({
      status: 409,
      body: { code: 'QUESTIONNAIRE_EXISTS' },
    });
    expect((await visit(`/${id}`)).body).toMatchObject({ status: 404, code: 'QUESTIONNAIRE_UNKNOWN' });
    expect((await visit(`/${id}/results`)).status).toBe(404);
    for (const path of ['', '?status=draft', `/${id}/reported-summary`, `/${id}/invitations`, `/${id}/responses`])
      expect((await visit(path)).status).toBe(401);
    const revised = { ...draft, title: { ro: 'Ce părere aveți?' } };
    expect((await put(`/${id}`, revised)).status).toBe(428);
    expect((await put(`/${id}`, revised, { 'if-match': '"7"' })).status).toBe(412);
    const { headers } = await get(`/${id}`);
    expect(await put(`/${id}`, revised, { 'if-match': headers.get('etag')! })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    const drafted = await test.context('feedback').head();
    await post(`/${id}/open`);
    expect((await visit(`/${id}?asOf=${drafted}`)).status).toBe(404);
    expect((await get(`/${id}?asOf=${drafted}`)).body).toMatchObject({ status: 'draft' });
    const seen = await visit(`/${id}`);
    expect(seen.body).toMatchObject({ id, status: 'open', title: revised.title, access: 'anyone', version: 3 });
    expect(seen.body).not.toHaveProperty('staff');
    expect((await get(`/${id}`)).body.staff).toEqual({
      answered: false,
      invitations: 0,
      denominator: null,
      summaryReported: false,
    });
    expect(await told(id, 1)).toMatchObject([
      {
        topic: 'ecou.feedback',
        type: 'ecou.feedback.questionnaire-opened.v1',
        data: { questionnaireId: id, civicEventId, programmeId: null, theme: null, access: 'anyone' },
      },
    ]);
    expect((await put(`/${id}`, { ...draft, items: draft.items.slice(0, 2) }, { 'if-match': '"3"' })).status).toBe(200);
  });

  it('keeps its items once somebody has answered', async () => {
    const id = await opened();
    expect((await answer(id, {})).status).toBe(201);
    const { body, headers } = await get(`/${id}`);
    expect(body).toMatchObject({ staff: { answered: true }, version: 3 });
    const ifMatch = { 'if-match': headers.get('etag')! };
    expect((await put(`/${id}`, { ...draft, items: draft.items.slice(6) }, ifMatch)).body.code).toBe('ITEMS_LOCKED');
    expect((await put(`/${id}`, { ...draft, title: { ro: 'Alt titlu' } }, ifMatch)).status).toBe(200);
  });

  it('opens and closes by itself', async () => {
    const [opensAt, closesAt] = ['2024-03-02T10:00:00+02:00', '2024-03-05T18:00:00+02:00'];
    const id = await drafted({ opensAt, closesAt });
    const becomes = (status: string) => until(async () => (await get(`/${id}`)).body.status === status, status);
    expect((await answer(id, {})).body.code).toBe('QUESTIONNAIRE_NOT_OPEN');
    test.clock.set(opensAt);
    await becomes('open');
    expect((await answer(id, {})).status).toBe(201);
    test.clock.set(closesAt);
    expect((await answer(id, {})).body.code).toBe('QUESTIONNAIRE_CLOSED');
    await becomes('closed');
    expect((await visit(`/${id}`)).body).toMatchObject({ openedAt: new Date(opensAt).toISOString() });
  });

  it('is found by each filter, the newest first', async () => {
    const programmeId = randomUUID();
    const ids = [await opened({ about: { programmeId } }), await drafted({ about: { programmeId } })];
    const themed = await drafted({ about: { theme: 'digital-education' } });
    await test.settle();
    const found = async (query: string) => (await get(`?${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await found(`programme=${programmeId}`)).toEqual([ids[1], ids[0]]);
    expect(await found(`programme=${programmeId}&status=open`)).toEqual([ids[0]]);
    expect(await found('theme=digital-education')).toEqual([themed]);
    expect(await found(`civicEvent=${randomUUID()}`)).toEqual([]);
    const first = await get(`?programme=${programmeId}&limit=1`);
    expect(first.headers.get('link')).toContain('rel="next"');
    expect(await found(`programme=${programmeId}&limit=1&cursor=${first.body.next}`)).toEqual([ids[0]]);
  });
});

describe('an answer', () => {
  it('comes anonymously, and is the same when it is sent again', async () => {
    const id = await opened();
    const response = randomUUID();
    const answers = [yes, { item: 'suggestions', text: 'Mai multe întâlniri.' }, { item: 'duration', grade: 3 }];
    expect(await answer(id, { id: response, answers })).toMatchObject({ status: 201, body: { id: response } });
    expect(await answer(id, { id: response, answers })).toMatchObject({ status: 200, body: { version: 1 } });
    expect((await answer(id, { id: response })).body.code).toBe('RESPONSE_EXISTS');
    await test.settle();
    expect(await told(response, 0)).toEqual([]);
    expect((await get(`/${id}/responses`)).body.items).toEqual([
      { id: response, channel: 'anonymous', language: 'ro', answers, codes: [] },
    ]);
    const { rows } = await test
      .context('feedback')
      .pool.query(`SELECT answers FROM feedback.response_list WHERE id = $1`, [response]);
    expect(await test.opened(rows[0].answers[1].text)).toBe('Mai multe întâlniri.');
  });

  it('comes once per invitation token, however many try at once', async () => {
    const id = await opened({ access: 'token' });
    expect((await answer(id, {})).body).toMatchObject({ code: 'TOKEN_MISSING', errors: [{ path: 'token' }] });
    expect(await post(`/${id}/invitations`, { count: 2 })).toMatchObject({ status: 201, body: { id } });
    await post(`/${id}/invitations`, { count: 1 });
    const tokens = await tokensOf(id);
    expect(new Set(tokens).size).toBe(3);
    const [token, second] = tokens;
    const tries = await Promise.all(Array.from({ length: 6 }, () => answer(id, { token })));
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await answer(id, { token })).toMatchObject({ status: 409, body: { code: 'TOKEN_USED' } });
    const response = randomUUID();
    expect((await answer(id, { id: response, token: second })).status).toBe(201);
    expect((await answer(id, { id: response, token: second })).status).toBe(200);
    const other = await opened();
    expect((await answer(other, { token: tokens[2] })).body.code).toBe('TOKEN_UNKNOWN');
    const { rows } = await test
      .context('feedback')
      .pool.query(`SELECT count(*)::int AS n FROM feedback.claims WHERE stream_id = $1`, [`response-${response}`]);
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('lists the tokens page by page', async () => {
    const id = await opened();
    await post(`/${id}/invitations`, { count: 5 });
    const first = (await get(`/${id}/invitations?limit=3`)).body;
    const rest = (await get(`/${id}/invitations?limit=3&cursor=${first.next}`)).body;
    const serials = [...first.items, ...rest.items].map(({ serial }: { serial: number }) => serial);
    expect(serials).toEqual([1, 2, 3, 4, 5]);
    expect(rest.next).toBeNull();
  });

  it('is entered by staff from paper, also where the public needs a token', async () => {
    const id = await opened({ access: 'token' });
    expect((await post(`/${id}/responses`, { answers: [yes] })).status).toBe(201);
    const system = test.api.with(test.keys.system);
    expect((await system.post(`${base}/${id}/responses`, { answers: [yes] })).body.code).toBe('TOKEN_MISSING');
    await test.settle();
    expect((await get(`/${id}/responses`)).body.items).toMatchObject([{ channel: 'paper' }]);
  });

  it('is one of many that come at once: the first locks the items, and all are counted', async () => {
    const id = await opened();
    const statuses = await Promise.all(
      Array.from({ length: 25 }, async () => {
        const { status } = await answer(id, { answers: [yes, { item: 'programme', grade: 5 }] });
        return status;
      }),
    );
    expect(statuses).toEqual(Array(25).fill(201));
    expect((await post(`/${id}/close`)).status).toBe(200);
    await post(`/${id}/results/publish`);
    expect((await visit(`/${id}/results`)).body).toMatchObject({ respondents: 25, anonymous: 25 });
  });
});

describe('the wish to be informed', () => {
  it('goes to others without the address, and with it, sealed, to own services only', async () => {
    const id = await opened();
    const body = { id: randomUUID(), answers: [yes, { item: 'updates', wish: true }], email: 'ana@example.org' };
    const trace = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    const send = () => test.visitor.post(`${base}/${id}/responses`, body, { headers: trace });
    test.clock.advance(90_000);
    expect((await send()).status).toBe(201);
    const ifMatch = { 'if-match': (await get(`/${id}`)).headers.get('etag')! };
    expect((await put(`/${id}`, { ...draft, consentText: { ro: 'Alt text' } }, ifMatch)).status).toBe(200);
    expect((await send()).status).toBe(200);
    const rows = await wishesOf(id);
    expect(rows).toHaveLength(1);
    const [open, internal] = await told(rows[0]!.id, 2);
    const wish = { requestId: rows[0]!.id, questionnaireId: id, civicEventId, topics: [topic], language: 'ro' };
    expect(open).toMatchObject({ topic: 'ecou.feedback', type: 'ecou.feedback.updates-requested.v1', data: wish });
    expect(await test.opened(internal)).toMatchObject({
      topic: 'ecou.feedback.internal',
      type: 'ecou.feedback.updates-requested-contact.v1',
      data: {
        ...wish,
        consentText: draft.consentText.ro,
        channel: 'email',
        address: 'ana@example.org',
      },
    });
    expect(JSON.stringify(open)).not.toContain('ana@');
    expect(await told(body.id, 0)).toEqual([]);
    const { rows: recorded } = await test
      .context('feedback')
      .pool.query<{ metadata: object }>('SELECT metadata FROM feedback.events WHERE stream_id = $1', [
        `response-${body.id}`,
      ]);
    const joins = ['correlationId', 'causationId', 'traceparent'].flatMap(
      (name) => (recorded[0]!.metadata as Record<string, string | undefined>)[name] ?? [],
    );
    expect(joins.length).toBeGreaterThan(1);
    expect(joins.filter((value) => JSON.stringify(rows[0]!.metadata).includes(value))).toEqual([]);
    expect(open!['data']).toMatchObject({ requestedAt: expect.stringMatching(/:00:00\.000Z$/) });
    expect(internal!['data']).toMatchObject({ requestedAt: (open!['data'] as { requestedAt: string }).requestedAt });
  });

  it('comes with a new answer only: repeating one neither records an address nor tells whose it is', async () => {
    const id = await opened();
    const [withWish, without] = [randomUUID(), randomUUID()];
    await answer(id, { id: withWish, email: 'ana@example.org' });
    await answer(id, { id: without });
    for (const close of [false, true]) {
      if (close) await post(`/${id}/close`);
      for (const [response, email] of [
        [withWish, 'ana@example.org'],
        [withWish, 'other@example.org'],
        [without, 'stranger@example.org'],
      ]) {
        const repeated = await answer(id, { id: response, email });
        expect(repeated).toMatchObject({ status: 200, body: { id: response, version: 1 } });
      }
    }
    expect(await wishesOf(id)).toHaveLength(1);
  });

  it('is never left alone by an If-Match, which means nothing to an answer', async () => {
    const id = await opened();
    const body = { answers: [yes], email: 'ana@example.org' };
    const sent = await test.visitor.post(`${base}/${id}/responses`, body, { headers: { 'if-match': '"7"' } });
    expect(sent.status).toBe(201);
    expect(await wishesOf(id)).toHaveLength(1);
  });

  it('is not recorded with an answer that is refused, also where another process has closed the questionnaire', async () => {
    const id = await opened();
    expect((await answer(id, {})).status).toBe(201);
    const others = new UnitsOfWork(test.context('feedback').store);
    const [commandId, at] = [randomUUID(), new Date().toISOString()];
    const metadata = { actor: 'system', correlationId: commandId, causationId: commandId };
    await others.run({ metadata, commandId, now: at }, (work) =>
      work.decide(questionnaire, id, { type: 'CloseQuestionnaire', at }),
    );
    expect((await answer(id, { email: 'ana@example.org' })).body).toMatchObject({ code: 'QUESTIONNAIRE_CLOSED' });
    expect(await wishesOf(id)).toEqual([]);
  });

  it('is refused where no address is asked for, and nothing is stored', async () => {
    const id = await opened({ consentText: null });
    const before = await test.context('feedback').head();
    expect((await answer(id, { email: 'ana@example.org' })).body).toMatchObject({
      code: 'ADDRESS_NOT_ASKED',
      errors: [{ path: 'email' }],
    });
    expect(await test.context('feedback').head()).toBe(before);
  });
});

describe('results', () => {
  it.each([
    ['I', 24, 0.5],
    ['II', null, 'not-reported'],
    ['III', 21, 0.476],
  ] as const)('of session %s carry what was reported and nothing else', async (name, attended, responseRate) => {
    const id = await drafted();
    const summary = sessions[name];
    expect((await put(`/${id}/reported-summary`, summary)).status).toBe(200);
    if (attended) await put(`/${id}/denominator`, { count: attended, source: 'attended' });
    const { body } = await get(`/${id}/results`);
    expect(body).toMatchObject({
      basis: 'reported-summary',
      respondents: summary.respondents,
      anonymous: name === 'II' ? 1 : 'not-reported',
      responseRate,
      suggestions: summary.suggestions.map(({ text }) => text),
      publication: null,
      suppressed: false,
    });
    expect(body.items[0]).toMatchObject({ item: 'programme', n: 'not-reported', mean: 'not-reported' });
    expect(body.items[1].distribution[2]).toEqual({
      value: 3,
      count: name === 'I' ? 1 : name === 'II' ? 'not-reported' : 0,
      occurred: name !== 'III',
      statement: null,
    });
    expect((await get(`/${id}/reported-summary`)).body).toMatchObject({ ...summary, questionnaireId: id });
  });

  it('are published as staff chose, with the single 3 withheld, and told to others', async () => {
    const id = await drafted();
    await put(`/${id}/reported-summary`, sessions.I);
    expect((await visit(`/${id}/results`)).body).toMatchObject({ status: 404, code: 'RESULTS_UNPUBLISHED' });
    const choice = { items: ['duration'], suggestions: [{ id: 'guides' }] };
    expect((await post(`/${id}/results/publish`, choice)).status).toBe(200);
    expect(await post(`/${id}/results/publish`, choice)).toMatchObject({ status: 200, body: { version: 3 } });
    const { body } = await visit(`/${id}/results`);
    expect(body).toMatchObject({ publication: 1, suppressed: true, respondents: 12 });
    expect(body.items).toHaveLength(1);
    expect(body.items[0].distribution[2]).toMatchObject({ value: 3, count: 'suppressed', occurred: null });
    expect((await get(`/${id}/results`)).body.items[1].distribution[2]).toMatchObject({ value: 3, count: 1 });
    expect((await visit(`/${id}`)).body).toMatchObject({ status: 'draft', results: { publication: 1 } });
    expect(await told(id, 1)).toMatchObject([
      { type: 'ecou.feedback.results-published.v1', data: { questionnaireId: id, civicEventId, publication: 1 } },
    ]);
    const analyst = test.api.with(test.keys.analyst);
    expect((await analyst.get(`${base}/${id}/results`)).body.suppressed).toBe(true);
  });

  it('of single answers count each, and wait for the last before they are published', async () => {
    const id = await opened();
    for (const grade of [4, 4, 4, 4, 4, 5, 5, 5, 5, 5]) {
      const answers = [yes, { item: 'duration', grade }];
      await (grade === 4 ? answer(id, { answers }) : post(`/${id}/responses`, { answers }));
    }
    await answer(id, {
      answers: [
        { ...yes, yes: false },
        { item: 'suggestions', text: 'Ghiduri' },
      ],
    });
    expect((await post(`/${id}/results/publish`)).body.code).toBe('RESULTS_NOT_FINAL');
    expect((await put(`/${id}/reported-summary`, sessions.I)).body.code).toBe('RESPONSES_RECORDED');
    await put(`/${id}/denominator`, { count: 22, source: 'invited' });
    await post(`/${id}/close`);
    expect((await post(`/${id}/results/publish`)).status).toBe(200);
    const seen = (await visit(`/${id}/results`)).body;
    expect(seen).toMatchObject({
      basis: 'responses',
      respondents: 11,
      anonymous: 6,
      denominator: { count: 22, source: 'invited' },
      responseRate: 0.5,
    });
    expect(seen.items[1]).toMatchObject({ item: 'duration', n: 10, mean: 4.5, median: 4.5 });
    expect(seen.items[6].distribution.map(({ count }: { count: unknown }) => count)).toEqual([
      'suppressed',
      'suppressed',
    ]);
    await test.settle();
    // Subscribers hear what the public sees: the items of which a group under five would be told, in words only.
    const [, closed, results, counted] = await told(id, 4);
    expect([closed, results].map((message) => message?.['type'])).toEqual([
      'ecou.feedback.questionnaire-closed.v1',
      'ecou.feedback.results-published.v1',
    ]);
    expect(counted).toMatchObject({
      type: 'ecou.feedback.responses-counted.v1',
      data: {
        ...{ questionnaireId: id, civicEventId, publication: 1, respondents: 11 },
        channels: [
          { channel: 'anonymous', count: 6 },
          { channel: 'paper', count: 5 },
        ],
      },
    });
    const { items } = counted?.['data'] as { items: object[] };
    expect(items[1]).toEqual({
      ...{ item: 'duration', kind: 'grade', n: 10, withheld: false },
      counts: [1, 2, 3, 4, 5].map((value) => ({ value, count: value > 3 ? 5 : 0 })),
    });
    expect(items[6]).toMatchObject({ counts: [], withheld: true });
    const known = (await get(`/${id}/results`)).body;
    expect(known.items[6].distribution).toMatchObject([{ count: 10 }, { count: 1 }]);
    expect(known.items[7]).toMatchObject({ item: 'suggestions', n: 1 });
    expect((await answer(id, {})).body.code).toBe('QUESTIONNAIRE_CLOSED');
  });
});

describe('reading as it stood', () => {
  it('shows a questionnaire and its summary at a position', async () => {
    const id = await drafted();
    await put(`/${id}/reported-summary`, sessions.I);
    const before = await test.context('feedback').head();
    await put(`/${id}/reported-summary`, { ...sessions.I, respondents: 13 });
    await post(`/${id}/results/publish`);
    const { body, headers } = await get(`/${id}/reported-summary?asOf=${before}`);
    expect(body).toMatchObject({ respondents: 12, version: 2 });
    expect(headers.get('ecou-as-of')).toBe(`feedback:${before}`);
    expect((await get(`/${id}/reported-summary`)).body).toMatchObject({ respondents: 13, version: 3 });
    expect((await visit(`/${id}?asOf=${before}`)).status).toBe(404);
    expect((await visit(`/${id}`)).status).toBe(200);
  });
});

describe('a command that is sent again', () => {
  it('with the same Idempotency-Key is answered as the first time', async () => {
    const id = await opened();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await post(`/${id}/invitations`, { count: 2 }, headers);
    expect(await post(`/${id}/invitations`, { count: 2 }, headers)).toMatchObject({ status: 201, body: first.body });
    expect(await tokensOf(id)).toHaveLength(2);
  });
});

describe('every view', () => {
  it.each(feedbackContext.views.map(({ name }) => name))('%s equals the one that a replay makes', (name) =>
    test.replayEqualsIncremental('feedback', name),
  );
});
