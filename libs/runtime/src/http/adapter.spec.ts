import { describe, expect, it } from '@jest/globals';
import { createAdapter } from './adapter.js';

describe('the server', () => {
  it('gives a whole request five minutes, for files over slow lines, and its headers half of one', async () => {
    const fastify = createAdapter(() => undefined, 'loopback').getInstance();
    await fastify.ready();
    const { requestTimeout, headersTimeout } = fastify.server;
    await fastify.close();
    expect({ requestTimeout, headersTimeout }).toEqual({ requestTimeout: 300_000, headersTimeout: 30_000 });
  });
});
