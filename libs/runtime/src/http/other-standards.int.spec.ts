import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { defineContext } from '../context/define-context.js';
import { startTestProcess, testRoom, walkRoutes, type TestProcess } from '../testing/index.js';
import { Representation } from './answers/answers.js';
import type { Problem } from '../problems/problem.js';
import { KeyInForm, Permission, RefusesAs } from './routes/route.js';

const path = '/reports/v2/requests.xml';
const body = z.object({ api_key: z.string().optional(), code: z.union([z.string(), z.array(z.string())]) });

const refusal = ({ status, code }: Problem, { url: at }: { readonly url: string }) => ({
  status,
  contentType: 'text/xml; charset=utf-8',
  body: `<error path="${at}">${code}</error>`,
});

@Controller('reports/v2')
class ReportsController {
  @Post(['requests.xml', 'requests.json'])
  @HttpCode(200)
  @Permission('handed-in:write')
  @KeyInForm('api_key')
  @RefusesAs(refusal)
  report(@Body({ schema: body }) { code }: z.output<typeof body>) {
    return new Representation('text/xml', `<codes>${[code].flat().join()}</codes>`);
  }
}

const permissions = { 'handed-in:write': ['administrator', 'reporter'] } as const;

declare module '../identity/permission-names.js' {
  interface ContextPermissions {
    'handed-in': 'handed-in:read' | 'handed-in:write';
  }
}

const reports = defineContext({
  name: 'reports',
  title: 'Reports',
  permissions,
  modules: [testRoom({ controllers: [ReportsController] })],
});

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([reports], { env: { LOG_LEVEL: 'silent' } });
});
afterAll(() => test.stop());

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const send = (fields: string, headers: object = form) => test.visitor.post(path, fields, { headers: { ...headers } });

describe('a route of another standard', () => {
  it('finds the key of its caller in a form', async () => {
    expect(await send(`code=a&api_key=${test.keys.reporter}`)).toMatchObject({ status: 200, body: '<codes>a</codes>' });
    expect((await test.api.with(test.keys.reporter).post(path, 'code=a', { headers: form })).status).toBe(200);
  });

  it('gets every value of a field that comes several times', async () => {
    expect((await send(`code=a&code=b&api_key=${test.keys.reporter}`)).body).toBe('<codes>a,b</codes>');
  });

  it.each([
    ['a missing key', 'code=a', 403, 'KEY_MISSING'],
    ['an empty key', 'code=a&api_key=', 403, 'KEY_MISSING'],
    ['a wrong key', 'code=a&api_key=ecou_wrong', 403, 'KEY_UNKNOWN'],
  ])('refuses %s in its own form', async (_, fields, status, code) => {
    const answer = await send(fields);
    expect(answer).toMatchObject({ status, body: `<error path="${path}">${code}</error>` });
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
  });

  it('refuses in its own form what never reaches it', async () => {
    const key = `api_key=${test.keys.reporter}`;
    expect((await send(key)).body).toContain('INVALID_INPUT');
    expect((await send(`code=a&api_key=${test.keys.analyst}`)).body).toContain('PERMISSION_MISSING');
    expect((await send('{"code":', { 'content-type': 'application/json' })).body).toContain('JSON_INVALID');
    expect((await send(`${key}&code=${'a'.repeat(70_000)}`)).body).toContain('BODY_TOO_LARGE');
    expect((await send('code', { 'content-type': 'text/csv' })).body).toContain('MEDIA_TYPE_UNSUPPORTED');
  });

  it('says in the document where the key may stand, and the walk minds it', async () => {
    const { paths } = (await test.visitor.get('/openapi.json')).body;
    expect(paths[path].post).toMatchObject({ 'x-permission': 'handed-in:write', 'x-key-field': 'api_key' });
    expect(paths[path].post.operationId).not.toBe(paths['/reports/v2/requests.json'].post.operationId);
    const steps = await walkRoutes({ url: test.process.url, keys: test.keys, permissions });
    expect(steps.filter((step) => step.path === path && step.status === 403).length).toBeGreaterThan(3);
    expect(steps.filter(({ fault }) => fault !== null)).toEqual([]);
  });
});
