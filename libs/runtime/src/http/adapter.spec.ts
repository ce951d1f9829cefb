import { describe, expect, it } from '@jest/globals';
import { createAdapter } from './adapter.js';

const serverOf = () =>
  createAdapter({
    onAnswered: () => undefined,
    trustedProxies: 'loopback',
    publisher: { institution: 'Primăria Exemplu', publicUrl: 'http://localhost', mark: 'data:,' },
  }).getInstance();

describe('the server', () => {
  it('gives a whole request five minutes, for files over slow lines, and its headers half of one', async () => {
    const fastify = serverOf();
    await fastify.ready();
    const { requestTimeout, headersTimeout } = fastify.server;
    await fastify.close();
    expect({ requestTimeout, headersTimeout }).toEqual({ requestTimeout: 300_000, headersTimeout: 30_000 });
  });

  it.each([
    ['text/html', 'text/html; charset=utf-8', '<h1>Cererea nu este corectă</h1>'],
    ['application/json', 'application/problem+json; charset=utf-8', '"code":"BAD_REQUEST"'],
  ])('tells who asks for %s of an address that is none', async (accept, type, told) => {
    const fastify = serverOf();
    const answer = await fastify.inject({ url: '/%ff', headers: { accept } });
    await fastify.close();
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, type]);
    expect(answer.body).toContain(told);
  });
});
