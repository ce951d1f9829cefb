import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { startTestProcess, type TestProcess } from '../testing/index.js';
import { countersContext } from '../testing/toy/counter.js';
import { talliesContext } from '../testing/toy/tally.js';

describe('the documents of the API', () => {
  let test: TestProcess;

  beforeAll(async () => {
    test = await startTestProcess([countersContext, talliesContext]);
  });

  afterAll(() => test.stop());

  const documentAt = async (path: string) => {
    const { status, body } = await test.visitor.get(path);
    expect(status).toBe(200);
    return body;
  };

  it.each(['/openapi.json', '/counters/openapi.json', '/tallies/openapi.json'])(
    '%s is valid OpenAPI 3.1',
    async (path) => {
      const document = await documentAt(path);
      expect(document.openapi).toBe('3.1.0');
      const { valid, errors } = await new Validator().validate(document);
      expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    },
  );

  it.each(['/docs', '/counters/docs'])('the pages at %s run no script but their own files', async (path) => {
    const { status, headers, body } = await test.visitor.get(path);
    const policy = headers.get('content-security-policy');
    expect([status, policy]).toEqual([200, expect.stringContaining("script-src 'self';")]);
    expect(policy).toContain("frame-ancestors 'none'");
    const scripts = [...(body as string).matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.every((attributes) => /src=/.test(attributes ?? ''))).toBe(true);
    expect(await test.visitor.get('/counters/health/live')).toMatchObject({ status: 200 });
  });

  it('a context describes its own routes, and the merged document those of all', async () => {
    const [counters, tallies, all] = await Promise.all(
      ['/counters/openapi.json', '/tallies/openapi.json', '/openapi.json'].map(documentAt),
    );
    const pathsOf = (document: { paths: object }) => Object.keys(document.paths);
    expect(pathsOf(counters).every((path) => path.startsWith('/counters/'))).toBe(true);
    expect(pathsOf(tallies)).toContain('/tallies/v1/marks');
    expect(pathsOf(all)).toEqual(
      expect.arrayContaining([...pathsOf(counters), ...pathsOf(tallies), '/identity/v1/keys']),
    );
  });

  it('operations have ids of their own, and say who may call them', async () => {
    const { paths } = (await documentAt('/openapi.json')) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const operations = Object.values(paths).flatMap((one) => Object.values(one));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('counters_Counter_open');
    const { post: open, get: list } = paths['/counters/v1/counters'] ?? {};
    expect(open).toMatchObject({ 'x-permission': 'counters:write', security: [{ key: [] }] });
    expect(list).toMatchObject({ 'x-permission': null, security: [] });
  });

  it('bodies, parameters, headers and problems are described by what validates', async () => {
    const { paths, components } = await documentAt('/counters/openapi.json');
    const put = paths['/counters/v1/counters/{id}/count'].put;
    expect(put.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'id', in: 'path', required: true }),
        expect.objectContaining({ name: 'If-Match', in: 'header', required: true }),
      ]),
    );
    const body = put.requestBody.content['application/json'].schema;
    const schema = body.$ref ? components.schemas[body.$ref.split('/').at(-1)] : body;
    expect(schema).toMatchObject({
      properties: { by: { type: 'integer', minimum: -1000 } },
      additionalProperties: false,
    });
    expect(put.responses.default.content['application/problem+json'].schema.$ref).toBe('#/components/schemas/Problem');
  });

  it('conditions are promised where they are heeded', async () => {
    const { paths } = (await documentAt('/openapi.json')) as {
      paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
    };
    const headersOf = (path: string) =>
      (paths[path]?.['post']?.parameters ?? []).filter((each) => each.in === 'header').map(({ name }) => name);
    expect(headersOf('/counters/v1/counters')).toEqual(['Idempotency-Key', 'If-Match']);
    expect(headersOf('/identity/v1/keys')).toEqual(['Ecou-Approval']);
    for (const path of ['/counters/v1/counters/form', '/counters/ops/v1/parked/{id}/retry'])
      expect([path, headersOf(path)]).toEqual([path, []]);
  });

  it.each(['/docs', '/counters/docs'])('%s is a page to try it', async (path) => {
    const { status, headers, body } = await test.visitor.get(path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(body).toContain('swagger-ui');
    const script = /src="([^"]*swagger-ui-bundle\.js)"/.exec(body as string)?.[1] ?? '';
    const at = new URL(script, `${test.process.url}${path}`).pathname;
    expect((await test.visitor.get(at)).status).toBe(200);
  });

  it.each(['/docs', '/counters/docs'])(
    '%s begins with what people do, can be filtered, and keeps the key',
    async (path) => {
      const page = (await test.visitor.get(path)).body as string;
      const script = /src="([^"]*swagger-ui-init\.js)"/.exec(page)?.[1] ?? '';
      const { body } = await test.visitor.get(new URL(script, `${test.process.url}${path}`).pathname);
      for (const option of ['"filter": true', '"persistAuthorization": true', '"docExpansion": "none"'])
        expect(body).toContain(option);
      const { tags } = (await documentAt(path.replace('docs', 'openapi.json'))) as { tags: { name: string }[] };
      expect(tags.at(-1)).toEqual({ name: 'Operation' });
      expect(tags[0]).not.toEqual({ name: 'Operation' });
    },
  );

  it('says where it is, under which licence, and what a key is', async () => {
    expect(await documentAt('/openapi.json')).toMatchObject({
      info: { license: { name: 'EUPL-1.2' } },
      servers: [{ url: expect.stringMatching(/^http/) }],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', bearerFormat: 'ecou_...' } } },
    });
  });

  it('answers of commands are named, with their headers, also where nothing was new', async () => {
    const { paths, components } = await documentAt('/counters/openapi.json');
    const { responses } = paths['/counters/v1/counters'].post;
    for (const status of ['200', '201'])
      expect(responses[status]).toMatchObject({
        headers: { ETag: {}, 'Ecou-Position': {} },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/CommandAnswer' } } },
      });
    expect(components.schemas.CommandAnswer.required).toEqual(['id', 'version']);
  });

  it('bodies have an example', async () => {
    const { paths } = await documentAt('/counters/openapi.json');
    expect(paths['/counters/v1/counters'].post.requestBody.content['application/json'].example).toEqual({
      name: 'Exemplu',
    });
    const form = paths['/counters/v1/counters/form'].post.requestBody.content;
    expect(form['application/x-www-form-urlencoded'].example).toEqual({ name: 'Exemplu' });
  });

  it.each(['/asyncapi.json', '/counters/asyncapi.json'])(
    '%s is the catalogue of what others can subscribe to',
    async (path) => {
      expect(await documentAt(path)).toMatchObject({ asyncapi: '3.0.0' });
    },
  );
});
