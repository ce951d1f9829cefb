import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, wireTo, type TestProcess, type Wire } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { draft } from '../surveys.samples.js';
import { blindRequest, openRequest, type Ballot, type BallotRequest } from './ballot.samples.js';

const base = '/feedback/v1/questionnaires';
const yes = { item: 'objectives', yes: true };

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
});
afterAll(() => test.stop());

const post = (path: string, body?: unknown) => test.api.post(`${base}${path}`, body);
const get = (path: string) => test.api.get(`${base}${path}`);
const visit = (path: string) => test.visitor.get(`${base}${path}`);
const rows = async (sql: string, ...values: unknown[]) => (await test.context('feedback').pool.query(sql, values)).rows;

/** An open questionnaire that is answered by ballot, and tokens of it. */
async function asked(invitations: number, more: object = {}) {
  const { body } = await post('', { ...draft, access: 'anonymous-once', ...more });
  const id = body.id as string;
  await post(`/${id}/invitations`, { count: invitations });
  expect((await post(`/${id}/open`)).status).toBe(200);
  const list = await get(`/${id}/invitations?limit=${invitations}`);
  const tokens = (list.body.items as { token: string }[]).map(({ token }) => token);
  return { id, tokens, publicKey: (await visit(`/${id}/ballots`)).body.publicKey as string };
}
const request = (id: string, token: string | undefined, { body }: BallotRequest) =>
  test.visitor.post(`${base}/${id}/ballots`, { token, ...body });
async function ballotFor({ id, publicKey }: { id: string; publicKey: string }, token: string): Promise<Ballot> {
  const mine = await blindRequest(publicKey);
  const { status, body } = await request(id, token, mine);
  expect(status).toBe(200);
  return mine.ballotOf(body.signature as string);
}
const answer = (id: string, ballot: Ballot, answers: object[] = [yes]) =>
  test.visitor.post(`${base}/${id}/answers`, { ballot, answers });
const recorded = (id: string) =>
  rows(
    `SELECT right(stream_id, 36) AS id, xmin::text, data, metadata FROM feedback.events
     WHERE type = 'ResponseRecorded' AND data->>'questionnaireId' = $1 ORDER BY global_position`,
    id,
  );
const box = (id: string) => rows(`SELECT * FROM feedback.ballot_boxes WHERE questionnaire_id = $1`, id);

describe('a ballot', () => {
  it('is made of a token, blindly or openly, and answers', async () => {
    const { id, tokens, publicKey } = await asked(2);
    expect((await visit(`/${id}/ballots`)).body).toEqual({
      suite: 'RSABSSA-SHA384-PSS',
      publicKey,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    for (const [index, mine] of [await blindRequest(publicKey), openRequest()].entries()) {
      const { body } = await request(id, tokens[index], mine);
      const ballot = await mine.ballotOf(body.signature as string);
      const given = await answer(id, ballot);
      expect(given).toMatchObject({ status: 202, body: { accepted: true } });
      for (const header of ['ecou-position', 'etag', 'location']) expect(given.headers.has(header)).toBe(false);
    }
  });

  it('is documented: neither step reads a header, and an answer is accepted', async () => {
    const { paths } = (await test.visitor.get('/feedback/openapi.json')).body as {
      paths: Record<string, { post: { parameters: { in: string }[]; responses: object } }>;
    };
    for (const [step, status] of [
      ['ballots', '200'],
      ['answers', '202'],
    ] as const) {
      const { parameters, responses } = paths[`${base}/{id}/${step}`]!.post;
      expect(parameters.map((parameter) => parameter.in)).toEqual(['path']);
      expect(Object.keys(responses)).toEqual([status, 'default']);
    }
  });

  it('is given once per token: the same request again gets the same one, another gets none', async () => {
    const { id, tokens, publicKey } = await asked(1);
    const mine = await blindRequest(publicKey);
    const first = await request(id, tokens[0], mine);
    expect(await request(id, tokens[0], mine)).toMatchObject({ status: 200, body: first.body });
    for (const other of [await blindRequest(publicKey), openRequest()]) {
      expect(await request(id, tokens[0], other)).toMatchObject({ status: 409, body: { code: 'TOKEN_USED' } });
    }
  });

  it('is given once, however many ask at once', async () => {
    const { id, tokens, publicKey } = await asked(1);
    const asking = await Promise.all(Array.from({ length: 6 }, () => blindRequest(publicKey)));
    const answers = await Promise.all(asking.map((mine) => request(id, tokens[0], mine)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });

  it('answers once: what comes again is accepted, and not looked at', async () => {
    const here = await asked(6);
    const ballots = await Promise.all(here.tokens.map((token) => ballotFor(here, token)));
    for (const ballot of [...ballots, ...ballots]) expect((await answer(here.id, ballot)).status).toBe(202);
    expect((await answer(here.id, ballots[0]!, [{ ...yes, yes: false }])).status).toBe(202);
    await post(`/${here.id}/close`);
    await until(async () => (await recorded(here.id)).length > 0);
    const answers = await recorded(here.id);
    expect(answers.map(({ data }) => data.answers)).toEqual(Array(6).fill([{ kind: 'yes-no', ...yes }]));
    expect((await answer(here.id, ballots[0]!)).status).toBe(202);
    expect(await recorded(here.id)).toHaveLength(6);
  });

  it('is of one questionnaire', async () => {
    const [here, there] = [await asked(1), await asked(1)];
    const ballot = await ballotFor(here, here.tokens[0]!);
    expect((await answer(there.id, ballot)).body).toMatchObject({ status: 400, code: 'BALLOT_UNKNOWN' });
    expect((await request(there.id, here.tokens[0], openRequest())).body.code).toBe('TOKEN_UNKNOWN');
  });
});

describe('answers by ballot', () => {
  it('are written in groups of five or more, with the day for a time', async () => {
    const here = await asked(12);
    test.clock.set('2024-03-05T14:25:36.789Z');
    const counts: number[] = [];
    for (const token of here.tokens) {
      await answer(here.id, await ballotFor(here, token), [yes, { item: 'suggestions', text: `Sugestia ${token}` }]);
      counts.push((await recorded(here.id)).length);
    }
    expect(counts).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 5]);
    await post(`/${here.id}/close`);
    await until(async () => (await box(here.id)).length === 0);
    const all = await recorded(here.id);
    expect(all).toHaveLength(12);
    for (const group of [all.slice(0, 5), all.slice(5)]) {
      expect(new Set(group.map(({ xmin }) => xmin)).size).toBe(1);
      expect(new Set(group.map(({ metadata }) => JSON.stringify(metadata))).size).toBe(1);
    }
    const day = '2024-03-05T00:00:00.000Z';
    for (const { data, metadata } of all) {
      expect(data).toMatchObject({ channel: 'ballot', recordedAt: day });
      expect(Object.keys(metadata).sort()).toEqual(['actor', 'causationId', 'correlationId', 'occurredAt']);
      expect(metadata).toMatchObject({ actor: 'system', occurredAt: day });
    }
    await test.settle();
    expect((await get(`/${here.id}/responses`)).body.items).toHaveLength(12);
    expect((await post(`/${here.id}/results/publish`)).status).toBe(200);
    expect((await visit(`/${here.id}/results`)).body).toMatchObject({ respondents: 12, anonymous: 12 });
  });

  it('are all counted when results are published right after the closing', async () => {
    const here = await asked(7);
    for (const token of here.tokens) await answer(here.id, await ballotFor(here, token));
    await post(`/${here.id}/close`);
    expect((await post(`/${here.id}/results/publish`)).status).toBe(200);
    expect((await visit(`/${here.id}/results`)).body.respondents).toBe(7);
    expect(await box(here.id)).toEqual([]);
    expect((await visit(`/${here.id}/ballots`)).status).toBe(404);
  });

  it('are all written when the questionnaire closes by itself', async () => {
    const closesAt = new Date(Date.parse(test.clock.now()) + 3_600_000).toISOString();
    const here = await asked(6, { closesAt });
    for (const token of here.tokens.slice(1)) await answer(here.id, await ballotFor(here, token));
    test.clock.advance(3_600_001);
    const late = await request(here.id, here.tokens[0], openRequest());
    expect(late).toMatchObject({ status: 409, body: { code: 'QUESTIONNAIRE_CLOSED' } });
    await until(async () => (await box(here.id)).length === 0);
    expect(await recorded(here.id)).toHaveLength(5);
  });

  it('lock the items', async () => {
    const here = await asked(1);
    await answer(here.id, await ballotFor(here, here.tokens[0]!));
    const { headers, body } = await get(`/${here.id}`);
    expect(body.staff.answered).toBe(true);
    const revised = { ...draft, access: 'anonymous-once', items: [draft.items[0]] };
    const put = await test.api.put(`${base}/${here.id}`, revised, { headers: { 'if-match': headers.get('etag')! } });
    expect(put.body.code).toBe('ITEMS_LOCKED');
  });

  it('come at once, and each is there', async () => {
    const here = await asked(33);
    const ballots = await Promise.all(here.tokens.map((token) => ballotFor(here, token)));
    const statuses = await Promise.all(ballots.map(async (ballot) => (await answer(here.id, ballot)).status));
    expect(new Set(statuses)).toEqual(new Set([202]));
    await post(`/${here.id}/close`);
    await until(async () => (await box(here.id)).length === 0);
    expect(await recorded(here.id)).toHaveLength(33);
  });

  it('are entered by staff from paper as ever', async () => {
    const { id } = await asked(1);
    expect((await post(`/${id}/responses`, { answers: [yes] })).status).toBe(201);
  });

  it('are none where nobody answered: the box goes all the same', async () => {
    const { id } = await asked(1);
    await post(`/${id}/close`);
    await until(async () => (await box(id)).length === 0);
    expect((await post(`/${id}/results/publish`)).status).toBe(200);
    expect(await recorded(id)).toEqual([]);
    expect((await request(id, randomUUID(), openRequest())).body.code).toBe('QUESTIONNAIRE_CLOSED');
  });
});

describe('a wish to be informed that is asked for apart', () => {
  it('is recorded for whoever answers or not, once per id, and tells nothing of the address that stands there', async () => {
    const { id } = await asked(1);
    const wish = { id: randomUUID(), email: 'ana@example.org' };
    const wished = (body: object) => test.visitor.post(`${base}/${id}/updates-requests`, body);
    expect(await wished(wish)).toMatchObject({ status: 201, body: { id: wish.id, version: 1 } });
    for (const email of [wish.email, 'other@example.org']) {
      expect(await wished({ ...wish, email })).toMatchObject({ status: 200, body: { id: wish.id, version: 1 } });
    }
    await post(`/${id}/close`);
    expect((await wished({ email: 'dan@example.org' })).status).toBe(201);
    const wishes = await rows(
      `SELECT data->'address' AS email FROM feedback.events WHERE type = 'UpdatesRequested' AND data->>'questionnaireId' = $1 ORDER BY global_position`,
      id,
    );
    expect(await test.opened(wishes)).toEqual([{ email: 'ana@example.org' }, { email: 'dan@example.org' }]);
  });
});

describe('a database that is away', () => {
  it('is waited for: an answer that was not acknowledged is sent again, and counts once', async () => {
    let wire: Wire | undefined;
    const through = async (url: string) => (wire = await wireTo(url)).url;
    const cut = await startTestProcess([feedbackContext], { through });
    try {
      const { id } = (await cut.api.post(base, { ...draft, access: 'anonymous-once' })).body as { id: string };
      await cut.api.post(`${base}/${id}/invitations`, { count: 1 });
      await cut.api.post(`${base}/${id}/open`);
      const [{ token }] = (await cut.api.get(`${base}/${id}/invitations`)).body.items as [{ token: string }];
      const mine = openRequest();
      const ballot = () => cut.visitor.post(`${base}/${id}/ballots`, { token, ...mine.body });
      wire?.cut();
      expect((await ballot()).status).toBe(503);
      wire?.mend();
      await until(async () => (await ballot()).status === 200);
      const signed = await mine.ballotOf((await ballot()).body.signature as string);
      const send = () => cut.visitor.post(`${base}/${id}/answers`, { ballot: signed, answers: [yes] });
      wire?.cut();
      expect((await send()).status).toBe(503);
      wire?.mend();
      await until(async () => (await send()).status === 202);
      expect((await send()).status).toBe(202);
      await cut.api.post(`${base}/${id}/close`);
      await until(async () => (await cut.api.post(`${base}/${id}/results/publish`)).status === 200);
      expect((await cut.api.get(`${base}/${id}/results`)).body.respondents).toBe(1);
    } finally {
      await cut.stop();
      await wire?.close();
    }
  });
});
