import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '../testing/index.js';
import { countersContext } from '../testing/toy/counter.js';
import { encodeCursor } from './input/queries.js';

const counters = '/counters/v1/counters';
const nothingStored = 'nothing is stored';

describe('the conventions of HTTP', () => {
  let test: TestProcess;

  beforeAll(async () => {
    test = await startTestProcess([countersContext], { env: { LOG_LEVEL: 'silent' } });
  });

  afterAll(() => test.stop());

  const open = async (name: string = randomUUID()) => {
    const { body } = await test.api.post(counters, { name });
    return body.id as string;
  };
  const count = (id: string, by: number, headers = {}) => test.api.post(`${counters}/${id}/count`, { by }, { headers });
  const head = () => test.context('counters').head();

  describe('answers of commands', () => {
    it('carry id, version, ETag and position', async () => {
      const { status, body, headers } = await test.api.post(counters, { name: 'answered' });
      expect({ status, body }).toEqual({ status: 201, body: { id: expect.any(String), version: 1 } });
      expect(headers.get('etag')).toBe('"1"');
      expect(headers.get('ecou-position')).toBe(`counters:${await head()}`);
    });

    it('are 200 for a repeat with the same id and content, and 409 for other content', async () => {
      const id = randomUUID();
      const first = await test.api.post(counters, { id, name: 'twice' });
      const second = await test.api.post(counters, { id, name: 'twice' });
      const other = await test.api.post(counters, { id, name: 'other' });
      expect([first.status, second.status, other.status]).toEqual([201, 200, 409]);
      expect(second.body).toEqual({ id, version: 1 });
      expect(other.body).toMatchObject({ code: 'COUNTER_EXISTS', status: 409 });
    });
  });

  describe('problem documents', () => {
    it('say what a rule of the domain refused', async () => {
      const id = await open();
      const { status, headers, body } = await count(id, -1);
      expect(status).toBe(409);
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
      expect(body).toEqual({
        type: 'urn:ecou:problem:counter-below-zero',
        title: 'Conflict',
        status: 409,
        code: 'COUNTER_BELOW_ZERO',
        detail: 'A counter never goes below zero.',
      });
    });

    it('tell nothing of an error that nobody foresaw', async () => {
      const { status, body } = await test.visitor.post(`${counters}/fails`);
      expect(status).toBe(500);
      expect(body).toMatchObject({ code: 'INTERNAL_ERROR' });
      expect(JSON.stringify(body)).not.toContain('Popescu');
    });

    it('are answered to a command about something that is not there', async () => {
      expect(await count(randomUUID(), 1)).toMatchObject({ status: 404, body: { code: 'COUNTER_UNKNOWN' } });
    });
  });

  const fields: readonly (readonly [what: string, body: unknown, path: string, code: string])[] = [
    ['an unknown field', { name: 'a', nmae: 'b' }, 'nmae', 'UNKNOWN_FIELD'],
    ['an unknown field inside', { name: 'a', tags: [{ tag: 'x', colour: 'red' }] }, 'tags.0.colour', 'UNKNOWN_FIELD'],
    ['a wrong type', { name: 7 }, 'name', 'INVALID_TYPE'],
    ['a wrong type inside', { name: 'a', tags: [{ tag: 'x' }, { tag: 7 }] }, 'tags.1.tag', 'INVALID_TYPE'],
    ['a missing field', {}, 'name', 'INVALID_TYPE'],
    ['a text that is too long', { name: 'x'.repeat(101) }, 'name', 'TOO_BIG'],
    ['an id that is none', { id: '7', name: 'a' }, 'id', 'INVALID_FORMAT'],
    ['U+0000', { name: 'a\0b' }, 'name', 'TEXT_NOT_ALLOWED'],
    ['U+0000 inside', { name: 'a', tags: [{ tag: 'b' }, { tag: '\0' }] }, 'tags.1.tag', 'TEXT_NOT_ALLOWED'],
    ['half a surrogate pair', { name: 'a\ud800' }, 'name', 'TEXT_NOT_ALLOWED'],
  ];

  it.each(fields)('refuses %s with its path; nothing is stored', async (_what, body, path, code) => {
    const before = await head();
    const answer = await test.api.post(counters, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual({ path, code, message: expect.any(String) });
    expect({ [nothingStored]: await head() }).toEqual({ [nothingStored]: before });
  });

  it('takes text beyond the basic plane as it is', async () => {
    const id = await open('Ș 🏛');
    expect((await test.api.get(`${counters}/${id}`)).body.name).toBe('Ș 🏛');
  });

  describe('requests that no route would understand', () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const json = { 'content-type': 'application/json' };
    const requests: readonly (readonly [
      what: string,
      method: string,
      path: string,
      body: string | undefined,
      headers: Record<string, string>,
      status: number,
      code: string,
    ])[] = [
      ['JSON that is malformed', 'POST', counters, '{"name": ', json, 400, 'JSON_INVALID'],
      ['a name that JSON must not have', 'POST', counters, '{"__proto__": {}}', json, 400, 'JSON_INVALID'],
      ['JSON that is nested too deeply', 'POST', counters, deep(21), json, 400, 'JSON_TOO_DEEP'],
      ['JSON that is nested absurdly', 'POST', counters, '['.repeat(60_000), json, 400, 'JSON_INVALID'],
      [
        'a body over 64 KiB',
        'POST',
        counters,
        JSON.stringify({ name: 'x'.repeat(65_536) }),
        json,
        413,
        'BODY_TOO_LARGE',
      ],
      ['text', 'POST', counters, 'name=a', { 'content-type': 'text/plain' }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
      ['XML', 'POST', counters, '<name/>', { 'content-type': 'application/xml' }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
      [
        'a form where none is taken',
        'POST',
        counters,
        'name=a',
        { 'content-type': 'application/x-www-form-urlencoded' },
        415,
        'MEDIA_TYPE_UNSUPPORTED',
      ],
      ['an address where nothing is', 'GET', '/counters/v1/nothing', undefined, {}, 404, 'NOT_FOUND'],
      ['a body for nothing', 'POST', '/counters/v1/nothing', '{}', json, 404, 'NOT_FOUND'],
      ['a method that the address does not know', 'DELETE', counters, undefined, {}, 405, 'METHOD_NOT_ALLOWED'],
      ['an address that cannot be decoded', 'GET', '/counters/v1/%zz', undefined, {}, 400, 'BAD_REQUEST'],
      ['U+0000 in the address', 'GET', `${counters}/a%00b`, undefined, {}, 400, 'TEXT_NOT_ALLOWED'],
      ['U+0000 in the query', 'GET', `${counters}?cursor=a%00b`, undefined, {}, 400, 'TEXT_NOT_ALLOWED'],
      [
        'U+0000 in a cursor',
        'GET',
        `${counters}?cursor=${encodeCursor(['\0', 'b'])}`,
        undefined,
        {},
        400,
        'CURSOR_INVALID',
      ],
      ['an unknown parameter', 'GET', `${counters}?page=2`, undefined, {}, 400, 'INVALID_INPUT'],
      ['a parameter twice', 'GET', `${counters}?limit=2&limit=3`, undefined, {}, 400, 'INVALID_INPUT'],
    ];

    it.each(requests)(
      '%s: refused with a problem document',
      async (...[, method, path, body, headers, status, code]) => {
        const answer = await test.api.call(method, path, body, { headers });
        expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
      },
    );

    it('a method that the address does not know: told which it knows', async () => {
      expect((await test.api.call('DELETE', counters)).headers.get('allow')).toBe('GET, HEAD, POST');
    });

    it('the parameter that is wrong is named', async () => {
      const { body } = await test.api.get(`${counters}?limit=1000`);
      expect(body.errors).toMatchObject([{ path: 'limit' }]);
      expect((await test.api.get(`${counters}?cursor=a%00b`)).body.errors).toMatchObject([{ path: 'cursor' }]);
      expect((await test.api.get(`${counters}/7`)).body.errors).toMatchObject([{ path: 'id' }]);
    });

    it('a body of 64 KiB is taken, and more where the route says so', async () => {
      const taken = await test.visitor.post(`${counters}/large`, { text: 'x'.repeat(150_000) });
      expect(taken).toMatchObject({ status: 200, body: { length: 150_000 } });
      expect((await test.visitor.post(`${counters}/large`, { text: 'x'.repeat(200_000) })).status).toBe(413);
    });

    it('a form is taken where the route says so', async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const { body } = await test.visitor.post(`${counters}/form`, 'name=Ana+Pop', { headers });
      expect(body).toEqual({ name: 'Ana Pop' });
    });
  });

  describe('ETag and conditions', () => {
    it('a resource that is known already is not sent again', async () => {
      const id = await open();
      const first = await test.visitor.get(`${counters}/${id}`);
      expect(first.headers.get('etag')).toBe('"1"');
      const again = await test.visitor.get(`${counters}/${id}`, { headers: { 'if-none-match': 'W/"1"' } });
      expect(again).toMatchObject({ status: 304, body: undefined });
      await count(id, 1);
      expect((await test.visitor.get(`${counters}/${id}`, { headers: { 'if-none-match': '"1"' } })).status).toBe(200);
    });

    it('a stale If-Match is refused, and changes nothing', async () => {
      const id = await open();
      await count(id, 1);
      const before = await head();
      expect(await count(id, 1, { 'if-match': '"1"' })).toMatchObject({
        status: 412,
        body: { code: 'PRECONDITION_FAILED' },
      });
      expect(await head()).toBe(before);
      expect(await count(id, 1, { 'if-match': '"2"' })).toMatchObject({ status: 200, body: { version: 3 } });
    });

    it('of many with the same If-Match one wins, and the others hear 412', async () => {
      const id = await open();
      const answers = await Promise.all(Array.from({ length: 8 }, () => count(id, 1, { 'if-match': '"1"' })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)]);
    });

    it('where If-Match is needed its absence is told', async () => {
      const id = await open();
      const put = (headers = {}) => test.api.put(`${counters}/${id}/count`, { by: 1 }, { headers });
      expect(await put()).toMatchObject({ status: 428, body: { code: 'IF_MATCH_REQUIRED' } });
      expect(await put({ 'if-match': '1' })).toMatchObject({ status: 400, body: { code: 'IF_MATCH_INVALID' } });
      expect(await put({ 'if-match': '"other"' })).toMatchObject({ status: 412 });
      expect(await put({ 'if-match': '"1"' })).toMatchObject({ status: 200, body: { version: 2 } });
    });
  });

  it.each([
    ['an answer', counters],
    ['a refusal', `${counters}/none`],
    ['what is not there', '/nowhere'],
  ])('nothing in %s is run or shown within another page', async (_what, path) => {
    const { headers } = await test.visitor.get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  describe('Idempotency-Key', () => {
    const keyed = (key: string, body: unknown, headers = {}) =>
      test.api.post(counters, body, { headers: { 'idempotency-key': key, ...headers } });

    it('answers the first result again', async () => {
      const key = randomUUID();
      const first = await keyed(key, { name: 'once' });
      const before = await head();
      const again = await keyed(key, { name: 'once' });
      expect(first.status).toBe(201);
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(again.headers.get('ecou-position')).toBe(first.headers.get('ecou-position'));
      expect(await head()).toBe(before);
    });

    it('makes one of many that come at once', async () => {
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 8 }, () => keyed(key, { name: 'one of many' })));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    });

    it('is refused with another body', async () => {
      const key = randomUUID();
      await keyed(key, { name: 'first' });
      expect(await keyed(key, { name: 'second' })).toMatchObject({
        status: 422,
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    });

    it('is looked up before If-Match', async () => {
      const id = await open();
      const headers = { 'idempotency-key': randomUUID(), 'if-match': '"1"' };
      const first = await count(id, 2, headers);
      await count(id, 1);
      expect(await count(id, 2, headers)).toMatchObject({ status: first.status, body: { version: 2 } });
    });

    it('makes a PUT repeatable whose first answer was lost', async () => {
      const id = await open();
      const put = () => test.api.put(`${counters}/${id}/count`, { by: 7 }, { headers: { ...once, 'if-match': '"1"' } });
      const once = { 'idempotency-key': randomUUID() };
      const first = await put();
      expect(first).toMatchObject({ status: 200, body: { version: 2 } });
      expect(await put()).toMatchObject({ status: 200, body: first.body });
    });

    it('of two callers are two keys', async () => {
      const key = randomUUID();
      const first = await keyed(key, { name: 'mine' });
      const other = await test.api
        .with(test.keys.staff)
        .post(counters, { name: 'mine' }, { headers: { 'idempotency-key': key } });
      expect(other.status).toBe(201);
      expect(other.body.id).not.toBe(first.body.id);
    });

    it('does not keep what was refused', async () => {
      const id = await open();
      const headers = { 'idempotency-key': randomUUID() };
      expect((await count(id, -1, headers)).status).toBe(409);
      await count(id, 1);
      expect((await count(id, -1, headers)).status).toBe(200);
    });

    it('that cannot be one is refused', async () => {
      expect(await keyed('x'.repeat(256), { name: 'long' })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'Idempotency-Key' }] },
      });
    });

    it('leaves neither key nor body behind', async () => {
      const key = `key-${randomUUID()}`;
      await keyed(key, { name: 'Ion Secret' });
      const { rows } = await test.context('counters').pool.query(`SELECT a::text AS row FROM counters.answers a`);
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${key}|Ion Secret`));
    });
  });

  describe('lists', () => {
    it('are read page by page, by cursor and by Link', async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) await open(`page ${name}`);
      await test.settle();
      const names: string[] = [];
      const ids = new Set<string>();
      let next: string | undefined = `${counters}?limit=3`;
      while (next !== undefined) {
        const { body, headers } = await test.visitor.get(next);
        expect(body.items.length).toBeLessThanOrEqual(3);
        for (const { id, name } of body.items as { id: string; name: string }[]) {
          names.push(name);
          ids.add(id);
        }
        const link: string | undefined = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
        expect(link === undefined).toBe(body.next === null);
        if (link !== undefined) expect(new URLSearchParams(link.split('?')[1]).get('cursor')).toBe(body.next);
        next = link;
      }
      expect(names.filter((name) => name.startsWith('page '))).toEqual([
        'page a',
        'page b',
        'page c',
        'page d',
        'page e',
      ]);
      expect(ids.size).toBe(names.length);
    });

    it('refuse a cursor that they did not give', async () => {
      expect(await test.visitor.get(`${counters}?cursor=abc`)).toMatchObject({
        status: 400,
        body: { code: 'CURSOR_INVALID', errors: [{ path: 'cursor' }] },
      });
    });
  });

  describe('pages of other sites', () => {
    const preflight = (path: string, method: string) =>
      fetch(`${test.visitor.url}${path}`, {
        method: 'OPTIONS',
        headers: { origin: 'https://example.org', 'access-control-request-method': method },
      });
    const allowed = (headers: Headers) => headers.get('access-control-allow-origin');

    it('may read what everybody may, refusals too', async () => {
      for (const path of [counters, `${counters}/${randomUUID()}`, '/counters/openapi.json'])
        expect([path, allowed((await test.visitor.get(path)).headers)]).toEqual([path, '*']);
      const { status, headers } = await preflight(`${counters}/${randomUUID()}`, 'GET');
      expect([status, allowed(headers), headers.get('access-control-allow-methods')]).toEqual([204, '*', 'GET, HEAD']);
      expect(headers.get('access-control-allow-headers')).not.toMatch(/authorization/i);
    });

    it('may not send commands, nor read what needs a key', async () => {
      expect(allowed((await test.api.post(counters, { name: 'elsewhere' })).headers)).toBeNull();
      expect(allowed((await test.api.get('/counters/ops/v1/views')).headers)).toBeNull();
      expect((await preflight(counters, 'POST')).status).toBe(405);
      expect((await preflight('/counters/ops/v1/views', 'GET')).status).toBe(405);
    });
  });

  describe('positions', () => {
    const at = (position: string) =>
      test.visitor.get(`${counters}?limit=200`, { headers: { 'ecou-min-position': position } });

    it('let a caller read what it just wrote', async () => {
      for (let round = 0; round < 20; round += 1) {
        const { body, headers } = await test.api.post(counters, { name: `round ${round}` });
        const { body: list } = await at(headers.get('ecou-position') ?? '');
        expect((list.items as { id: string }[]).some(({ id }) => id === body.id)).toBe(true);
      }
    });

    it.each([['counters:999999999'], ['events:1'], ['1'], ['counters:-1']])('refuse %s', async (position) => {
      expect(await at(position)).toMatchObject({
        status: 400,
        body: { code: 'MIN_POSITION_INVALID', errors: [{ path: 'Ecou-Min-Position' }] },
      });
    });

    it('show a resource as it stood', async () => {
      const id = await open();
      const { headers } = await count(id, 1);
      await count(id, 1);
      const position = headers.get('ecou-position')?.split(':')[1];
      const then = await test.visitor.get(`${counters}/${id}?asOf=${position}`);
      expect(then.body).toMatchObject({ count: 1 });
      expect(then.headers.get('ecou-as-of')).toBe(`counters:${position}`);
      expect((await test.visitor.get(`${counters}/${id}?asOf=999999999`)).body).toMatchObject({
        status: 400,
        errors: [{ path: 'asOf' }],
      });
    });
  });
});
