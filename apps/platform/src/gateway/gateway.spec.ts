import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json as jsonOf } from 'node:stream/consumers';
import { asyncApi, catalogue, isTold, type AsyncApiServer } from '@ecou/contracts';
import { publisherOf } from '@ecou/runtime/pages';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { startGateway, type Gateway } from './gateway.js';

const broker: AsyncApiServer = { name: 'kafka', host: 'kafka.example.ro:9092', protocol: 'kafka' };

/** A service that tells what it was asked. */
async function startService(name: string): Promise<{ app: FastifyInstance; url: string }> {
  const app = fastify({ forceCloseConnections: true });
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: 10_000_000 },
    (_request, body, done) => {
      done(null, body.length);
    },
  );
  app.get(`/${name}/health/ready`, () => ({ ready: true, parts: {} }));
  app.get('/openapi.json', () => ({ openapi: '3.1.0', paths: { [`/${name}`]: {} } }));
  app.get('/asyncapi.json', () => asyncApi({ contexts: [name], servers: [broker] }));
  app.get('/metrics', (request, reply) =>
    request.headers.authorization === 'Bearer key'
      ? reply.type('text/plain').send('# TYPE up gauge\nup 1\n')
      : reply.code(401).type('application/problem+json').send('{"code":"KEY_MISSING"}'),
  );
  app.all('/*', (request, reply) =>
    reply
      .code(request.method === 'POST' ? 201 : 200)
      .header('etag', '"3"')
      .send({
        name,
        method: request.method,
        url: request.url,
        ifMatch: request.headers['if-match'],
        from: request.headers['x-forwarded-for'],
        body: request.body,
      }),
  );
  return { app, url: await app.listen({ port: 0, host: '127.0.0.1' }) };
}

describe('the gateway', () => {
  let events: Awaited<ReturnType<typeof startService>>;
  let feedback: Awaited<ReturnType<typeof startService>>;
  let gateway: Gateway;
  const get = async (path: string, headers = {}) => {
    const response = await fetch(`${gateway.url}${path}`, { headers });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const json = async (path: string) => JSON.parse((await get(path)).text) as unknown;

  beforeAll(async () => {
    [events, feedback] = await Promise.all([startService('events'), startService('feedback')]);
    const services = { events: events.url, feedback: feedback.url };
    const publisher = publisherOf({ PORT: 0, ECOU_INSTITUTION: 'Primăria Exemplu' });
    gateway = await startGateway({ port: 0, host: '127.0.0.1', services, publisher });
  });

  afterAll(async () => {
    await gateway.stop();
    await Promise.all([events.app.close(), feedback.app.close()]);
  });

  it('hands a request to the service that its path names, whole, and the answer back', async () => {
    const response = await fetch(`${gateway.url}/feedback/v1/things?q=a%20b`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-match': '"2"' },
      body: '{"a":[1]}',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('"3"');
    const asked = { name: 'feedback', method: 'POST', url: '/feedback/v1/things?q=a%20b', ifMatch: '"2"' };
    expect(await response.json()).toEqual({ ...asked, from: '127.0.0.1', body: { a: [1] } });
  });

  it('tells the service where the request came from, as a proxy of this machine says, and hands large forms on', async () => {
    const form = new FormData();
    form.append('files', new Blob([Buffer.alloc(3_000_000)]), 'a.txt');
    const response = await fetch(`${gateway.url}/feedback/v1/things`, {
      method: 'POST',
      headers: { 'x-forwarded-for': '203.0.113.9' },
      body: form,
    });
    const told = (await response.json()) as { from: string; body: number };
    expect([told.from, told.body > 3_000_000]).toEqual(['203.0.113.9', true]);
    expect(await json('/feedback/v1/things')).toMatchObject({ from: '127.0.0.1' });
  });

  it('takes a body that is announced by Expect: 100-continue', async () => {
    const body = 'x'.repeat(2_000_000);
    const headers = { 'content-type': 'multipart/form-data; boundary=x', expect: '100-continue' };
    const asked = request(`${gateway.url}/feedback/v1/things`, { method: 'POST', headers });
    asked.flushHeaders();
    await once(asked, 'continue');
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect([answer.statusCode, await jsonOf(answer)]).toEqual([201, expect.objectContaining({ body: body.length })]);
  });

  it('listens at the address that it is told, and nowhere else', async () => {
    const other = await startGateway({ port: 0, host: '127.0.0.2', services: { events: events.url } });
    try {
      expect((await fetch(`${other.url}/health/live`)).status).toBe(200);
      await expect(fetch(other.url.replace('127.0.0.2', '127.0.0.1'))).rejects.toThrow();
    } finally {
      await other.stop();
    }
    await expect(startGateway({ port: 0, host: '203.0.113.1', services: { events: events.url } })).rejects.toThrow(
      'This machine has no address 203.0.113.1. Choose another one with HOST.',
    );
  });

  it('unites the documents', async () => {
    expect(await json('/openapi.json')).toEqual({ openapi: '3.1.0', paths: { '/events': {}, '/feedback': {} } });
  });

  it('unites what the services publish for other systems, with the broker that they all name', async () => {
    const document = await json('/asyncapi.json');
    expect(document).toMatchObject({
      asyncapi: '3.0.0',
      servers: { kafka: { host: 'kafka.example.ro:9092', protocol: 'kafka' } },
      operations: { 'events.publish': {}, 'feedback.publish': {} },
    });
    const { components, channels, info } = document as Record<'components' | 'channels' | 'info', object>;
    const published = [...catalogue.values()].filter(
      (contract) => isTold(contract) && ['events', 'feedback'].includes(contract.context),
    );
    expect(Object.keys((components as { messages: object }).messages).sort()).toEqual(
      published.map(({ type }) => type).sort(),
    );
    expect(Object.keys(channels)).toHaveLength(2);
    expect(JSON.stringify(info)).not.toContain('has no broker');
  });

  it('shows metrics to whom the services show them', async () => {
    expect(await get('/metrics')).toMatchObject({ status: 401, text: '{"code":"KEY_MISSING"}' });
    expect((await get('/metrics', { authorization: 'Bearer key' })).text).toContain('up{service="feedback"} 1');
  });

  it('has pages that read the document of all', async () => {
    const { status, text, headers } = await get('/docs');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await get('/docs/start.js')).text).toContain('"url":"/openapi.json"');
    // Nothing that stands in the page is run.
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(text).not.toMatch(/<script>/);
    for (const [, asset] of text.matchAll(/(?:src|href)="([^"]+)"/g)) expect((await get(asset!)).status).toBe(200);
    expect((await get('/docs/assets/package.json')).status).toBe(404);
  });

  it.each([
    ['/', {}, 'ro', 'Consultări, petiții și servicii digitale'],
    ['/', { 'accept-language': 'en-GB,en;q=0.9' }, 'en', 'Consultations, petitions and digital services'],
    ['/?lang=en', { 'accept-language': 'ro' }, 'en', 'Consultations, petitions and digital services'],
  ])('has a start page at %s that leads to everything public: %j', async (path, headers, lang, title) => {
    const page = await get(path, headers);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.text).toContain(`<html lang="${lang}">`);
    expect(page.text).toContain(`<h1>${title}</h1>`);
    expect(page.text).toContain('<span>Primăria Exemplu</span>');
    expect(page.text).toContain(`href="/?lang=${lang === 'ro' ? 'en' : 'ro'}"`);
    for (const to of ['/events/v1/civic-events', '/feedback/v1/petition-form', '/feedback/v1/status', '/docs'])
      expect(page.text).toMatch(new RegExp(`href="${to}[?"&][^"]*lang=${lang}"`));
  });

  it.each([
    ['/nowhere', 'ro', 404, 'Pagina nu există'],
    ['/nowhere?lang=en', 'en', 404, 'There is no such page'],
    ['/events/v1/%zz', 'ro', 400, 'Cererea nu este corectă'],
    ['/%ff', 'ro', 400, 'Cererea nu este corectă'],
  ])('tells a person who looks at %s on a page, in %s', async (path, lang, status, title) => {
    const page = await get(path, { accept: 'text/html,application/xhtml+xml;q=0.9' });
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.headers.get('vary')).toBe('Accept');
    expect(page.text).toContain(`<html lang="${lang}">`);
    expect(page.text).toContain(`<h1>${title}</h1>`);
    expect(page.text).toContain('<span>Primăria Exemplu</span>');
    expect(page.text).toContain(`href="/?lang=${lang}"`);
  });

  it('answers a path that no service has with a problem document', async () => {
    const { status, text, headers } = await get('/nowhere');
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(JSON.parse(text)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it.each([
    ['an address that is malformed', '/events/v1/%zz', undefined, 400, 'BAD_REQUEST'],
    ['JSON that is malformed, where nothing is', '/nowhere', '{"a":', 404, 'NOT_FOUND'],
    ['text, where nothing is', '/nowhere', 'a', 404, 'NOT_FOUND'],
  ])('answers %s with a problem document of its own', async (_what, path, body, status, code) => {
    const headers = { 'content-type': body === 'a' ? 'text/csv' : 'application/json' };
    const response = await fetch(`${gateway.url}${path}`, body === undefined ? {} : { method: 'POST', body, headers });
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(JSON.parse(text)).toMatchObject({ status, code });
    expect(text).not.toContain('zz');
  });

  it('refuses a port that is in use, in one line', async () => {
    const { port } = new URL(gateway.url);
    await expect(
      startGateway({ port: Number(port), host: '127.0.0.1', services: { events: events.url } }),
    ).rejects.toThrow(`Port ${port} is in use already. Choose another one with PORT.`);
  });

  it('tells that a service is away, and is not ready then', async () => {
    expect(await json('/health/ready')).toMatchObject({ ready: true, contexts: { feedback: { ready: true } } });
    await feedback.app.close();
    const { status, text, headers } = await get('/feedback/v1/things');
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(JSON.parse(text)).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    const page = await get('/feedback/v1/things', { accept: 'text/html' });
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '1']);
    expect(page.text).toContain('<h1>Revenim imediat</h1>');
    const whole = await get('/health/ready');
    expect(whole.status).toBe(503);
    expect(JSON.parse(whole.text)).toMatchObject({
      ready: false,
      contexts: { events: { ready: true }, feedback: { ready: false } },
    });
    expect((await get('/events/v1/things')).status).toBe(200);
  });
});
