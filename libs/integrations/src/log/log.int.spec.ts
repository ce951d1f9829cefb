import { randomUUID } from 'node:crypto';
import {
  DiscussionPointRedactedV1,
  FacilityAddedV1,
  FacilityChangedV1,
  QuestionnaireClosedV1,
  RecommendationRecordedV1,
  ResponseRecordedV1,
} from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { OwnTables } from '@ecou/runtime';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationsContext } from '../context.js';
import { publishers, tellAll } from '../testing/publishers.js';
import { LogTrimmer } from './log-trimmer.js';
import type { LogEntry } from './log.reader.js';

const path = '/integrations/v1/messages';
let test: TestProcess;

beforeAll(async () => {
  test = await startTestProcess([...publishers, integrationsContext]);
  await test.context('integrations').pool.query('UPDATE integrations.log SET partition_size = 40');
});
afterAll(() => test.stop());

const system = () => test.api.with(test.keys.system);

async function read(query = ''): Promise<{ readonly items: LogEntry[]; readonly position: number }> {
  const { status, body } = await system().get(`${path}?${query}`);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body;
}

/** The position of the newest message. */
async function head(): Promise<number> {
  const { rows } = await test.context('integrations').pool.query<{ last: number }>('SELECT last FROM integrations.log');
  return rows[0]?.last ?? 0;
}

/** Tells of a facility that was added, and changed so many times; waits until the log has all of it. */
async function facility(changes: number): Promise<string> {
  const id = randomUUID();
  const before = await head();
  await tellAll(test, id, [[FacilityAddedV1], ...Array.from({ length: changes }, () => [FacilityChangedV1] as const)]);
  await until(async () => (await head()) >= before + changes + 1, 'the log to have all of it');
  return id;
}

describe('the log', () => {
  it('has every message of every context, once, at a position without holes', async () => {
    const [one, other] = await Promise.all([facility(3), facility(70)]);
    await tellAll(test, randomUUID(), [[RecommendationRecordedV1]]);
    await until(async () => (await head()) >= 76);
    const { items, position } = await read('limit=1000');
    expect(items.map((entry) => entry.position)).toEqual(items.map((_, index) => index + 1));
    expect(position).toBe(items.length);
    for (const [id, count] of [
      [one, 4],
      [other, 71],
    ] as const) {
      const own = items.filter(({ partitionkey }) => partitionkey === id);
      expect(own.map(({ sequence }) => Number(sequence))).toEqual(Array.from({ length: count }, (_, at) => at + 1));
    }
    expect(items.map(({ source }) => source)).toContain('/ecou/events');
    const { rows } = await test.context('facilities').pool.query<{ id: string }>('SELECT id FROM facilities.outbox');
    expect(new Set(items.filter(({ source }) => source === '/ecou/facilities').map(({ id }) => id))).toEqual(
      new Set(rows.map(({ id }) => id)),
    );
  });

  it('says each message as its Kafka record does, in the JSON format of CloudEvents', async () => {
    const id = await facility(0);
    const [entry] = (await read(`key=${id}`)).items;
    expect(entry).toMatchObject({
      specversion: '1.0',
      type: FacilityAddedV1.type,
      source: '/ecou/facilities',
      subject: id,
      partitionkey: id,
      sequence: '00000000000000000001',
      datacontenttype: 'application/json',
      dataschema: `urn:ecou:contract:${FacilityAddedV1.type}`,
      data: { name: { ro: 'Exemplu' } },
    });
  });

  it('is filtered by contract and by key, and goes on from where it was read', async () => {
    const id = await facility(5);
    const changed = await read(`type=${FacilityChangedV1.type}&key=${id}&limit=2`);
    expect(changed.items.map(({ sequence }) => Number(sequence))).toEqual([2, 3]);
    const rest = await read(`type=${FacilityChangedV1.type}&key=${id}&after=${changed.position}`);
    expect(rest.items.map(({ sequence }) => Number(sequence))).toEqual([4, 5, 6]);
    expect(rest.position).toBe(await head());
    const both = await read(`type=${FacilityAddedV1.type}&type=${RecommendationRecordedV1.type}&limit=1000`);
    expect(new Set(both.items.map(({ type }) => type))).toEqual(
      new Set([FacilityAddedV1.type, RecommendationRecordedV1.type]),
    );
    const twice = await read(`type=${FacilityAddedV1.type}&type=${FacilityAddedV1.type}&limit=1000`);
    expect(twice).toEqual(await read(`type=${FacilityAddedV1.type}&limit=1000`));
    expect(both.items.map((one) => one.position)).toEqual(
      both.items.map((one) => one.position).toSorted((a, b) => a - b),
    );
  });

  it('names the address under which it goes on', async () => {
    const { headers, body } = await system().get(`${path}?since=2020-01-01T00:00:00Z&limit=2`);
    expect(headers.get('link')).toBe(`<${path}?limit=2&after=${body.position}>; rel="next"`);
  });

  it('begins at a time', async () => {
    const id = await facility(1);
    const all = await read(`key=${id}`);
    const [first] = all.items;
    const since = await read(`since=${encodeURIComponent(first?.loggedat ?? '')}&key=${id}`);
    expect(since.items).toEqual(all.items);
    expect((await read('since=2999-01-01T00:00:00Z')).items).toEqual([]);
  });

  it('waits for the next message', async () => {
    const [after, key] = [await head(), randomUUID()];
    const waiting = read(`after=${after}&key=${key}&wait=30`);
    await facility(0);
    await tellAll(test, key, [[FacilityAddedV1]]);
    const began = performance.now();
    const { items } = await waiting;
    expect(items.map(({ partitionkey }) => partitionkey)).toEqual([key]);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await read(`after=${await head()}&wait=1`)).toEqual({ items: [], position: await head() });
  });

  it('is answered whole, a message in a line', async () => {
    const { body, headers } = await system().get(`${path}?format=ndjson`);
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = String(body)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LogEntry);
    expect(lines.map(({ position }) => position)).toEqual(lines.map((_, index) => index + 1));
    expect(lines).toHaveLength(await head());
  });

  it('streams what there is and what comes, and goes on after the last event that was seen', async () => {
    const id = await facility(2);
    const first = await listen(`key=${id}`, {}, 2);
    expect(first.map(({ partitionkey }) => partitionkey)).toEqual([id, id]);
    const rest = listen(`key=${id}`, { 'last-event-id': String(first[1]?.position) }, 2);
    await tellAll(test, id, [[FacilityChangedV1]], 3);
    expect((await rest).map(({ sequence }) => Number(sequence))).toEqual([3, 4]);
  });

  it('leaves out words that were taken out of what was said, in messages before that too', async () => {
    const id = randomUUID();
    const before = await head();
    await tellAll(test, id, [
      [RecommendationRecordedV1, { recommendationId: id, text: { ro: 'Domnul Sintetic doarme.' } }],
      [DiscussionPointRedactedV1, { discussionPointId: id, text: { ro: '[redactat] doarme.' } }],
    ]);
    await until(async () => (await head()) >= before + 2);
    const { items } = await read(`key=${id}`);
    expect(items.map(({ data }) => (data as { text: unknown }).text)).toEqual([
      { ro: '[redactat] doarme.' },
      { ro: '[redactat] doarme.' },
    ]);
    expect(JSON.stringify(items)).not.toContain('Domnul');
  });

  it('leaves out what was told before its contract was withdrawn, and goes on with its key', async () => {
    const [id, before] = [randomUUID(), await head()];
    await tellAll(test, id, [[QuestionnaireClosedV1], [ResponseRecordedV1], [QuestionnaireClosedV1]]);
    await until(async () => (await head()) >= before + 2);
    const { items } = await read(`key=${id}`);
    expect(items.map(({ type, sequence }) => [type, Number(sequence)])).toEqual([
      [QuestionnaireClosedV1.type, 1],
      [QuestionnaireClosedV1.type, 3],
    ]);
    const { body } = await system().get(`${path}?format=ndjson&after=${before}`);
    expect(String(body)).not.toContain(ResponseRecordedV1.type);
  });

  it.each([
    ['after=1&since=2020-01-01T00:00:00Z', 'since'],
    ['type=petition', 'type'],
    ['limit=1001', 'limit'],
    ['wait=61', 'wait'],
    ['after=-1', 'after'],
    ['after=999999999', 'after'],
    ['sort=id', ''],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await system().get(`${path}?${query}`);
    expect(status).toBe(400);
    expect(body.errors[0].path).toContain(field);
  });

  it('refuses an id of a stream that is not its own', async () => {
    const answer = await system().get(`${path}?format=sse`, { headers: { 'last-event-id': 'abc' } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'Last-Event-ID' }] } });
  });

  it('is for systems, analysts and who operates it', async () => {
    expect((await test.visitor.get(path)).status).toBe(401);
    for (const role of ['editor', 'registry', 'reporter'] as const)
      expect((await test.api.with(test.keys[role]).get(path)).status).toBe(403);
    for (const role of ['analyst', 'auditor', 'operator'] as const)
      expect((await test.api.with(test.keys[role]).get(path)).status).toBe(200);
  });

  it('is trimmed partition by partition, and says so to whoever asks for less', async () => {
    await facility(40);
    const { pool, dataSource, engine } = test.context('integrations');
    const trimmer = new LogTrimmer({ logDays: undefined }, new OwnTables(dataSource, pool), engine);
    await trimmer.trim(1);
    expect((await read('limit=1')).items[0]?.position).toBe(1);
    await pool.query(`UPDATE integrations.messages SET logged_at = now() - interval '2 days' WHERE position <= 40`);
    await trimmer.trim(1);
    expect((await read('limit=1')).items[0]?.position).toBe(41);
    expect(await system().get(`${path}?after=39`)).toMatchObject({
      status: 410,
      body: { code: 'LOG_TRIMMED', errors: [{ path: 'after', message: 'Must be 40 or more.' }] },
    });
    expect((await system().get(`${path}?since=2020-01-01T00:00:00Z`)).status).toBe(410);
    expect((await read('after=40&limit=1')).items[0]?.position).toBe(41);
  });
});

/** So many events of a stream; then the caller goes. */
async function listen(query: string, headers: Record<string, string>, count: number): Promise<LogEntry[]> {
  const gone = new AbortController();
  const response = await fetch(`${test.process.url}${path}?${query}`, {
    headers: { authorization: `Bearer ${test.keys.system}`, accept: 'text/event-stream', ...headers },
    signal: gone.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  let text = '';
  const entries = () =>
    [...text.matchAll(/^id: (\d+)\ndata: (.*)\n\n/gm)].map(([, id, data]) => {
      const entry = JSON.parse(data ?? '') as LogEntry;
      expect(Number(id)).toBe(entry.position);
      return entry;
    });
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString();
    if (entries().length >= count) break;
  }
  gone.abort();
  return entries().slice(0, count);
}
