import type { IncomingHttpHeaders } from 'node:http';
import proxy from '@fastify/http-proxy';
import fastify, { type FastifyError, type FastifyRequest } from 'fastify';
import { processing as events } from '@ecou/events/processing';
import { processing as facilities } from '@ecou/facilities/processing';
import { processing as feedback } from '@ecou/feedback/processing';
import { processing as identity } from '@ecou/identity/processing';
import { processing as integrations } from '@ecou/integrations/processing';
import { processing as notifications } from '@ecou/notifications/processing';
import { languageOf, privacyPage, publisherOf, renderPage, startPage, type Publisher } from '@ecou/runtime/pages';
import { answerHeaders, docsHeaders } from '@ecou/runtime/security-headers';
import { startGroups } from '../start-groups.js';
import { StartError } from '../start-error.js';
import { pageHeaders, refusals } from './refusals.js';
import { serveWhole } from './whole.js';

/** In the order of the platform's contexts. */
const activities = [...events, ...feedback, ...facilities, ...notifications, ...integrations, ...identity];

export interface GatewayOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** The address that it listens at; all of this machine by default. */
  readonly host?: string;
  /** The address of each service, by the name of its context: `{ events: 'http://127.0.0.1:3001' }`. */
  readonly services: Readonly<Record<string, string>>;
  /** Proxies in front of it, whose word about the caller's address is taken; those of this machine by default. */
  readonly trustedProxies?: string;
  /** Whose start page and pages of errors it shows; that of Ecou by default. */
  readonly publisher?: Publisher;
}

export interface Gateway {
  /** The URL by which it can be called from this machine. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * One address for all services: each path goes to the service that its first segment names, and
 * what the platform tells of itself as a whole (documents, health, metrics) is put together from what each service tells.
 * Throws `StartError` where the port is taken.
 */
export async function startGateway({
  port,
  host = '0.0.0.0',
  services,
  trustedProxies = 'loopback',
  publisher = publisherOf({ PORT: port }),
}: GatewayOptions): Promise<Gateway> {
  const { refuse, nothingHere, away } = refusals(publisher);
  const app = fastify({ forceCloseConnections: true, frameworkErrors: refuse, trustProxy: trustedProxies });
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.routeOptions.url?.startsWith('/docs') ? docsHeaders : answerHeaders);
    done();
  });
  const replyOptions = { onError: away, rewriteRequestHeaders };
  for (const [name, upstream] of Object.entries(services)) {
    await app.register(proxy, { upstream, prefix: `/${name}`, rewritePrefix: `/${name}`, replyOptions });
  }
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // A body is read before it is known that nothing is there.
    if (request.is404) nothingHere(request, reply);
    else refuse(error, request, reply);
  });
  serveWhole(app, services);
  app.get('/', ({ url, headers }, reply) => {
    const page = startPage(startGroups, languageOf(url, headers['accept-language']));
    return reply.headers(pageHeaders).send(renderPage(page, { publisher, url }));
  });
  app.get('/privacy', ({ url, headers }, reply) => {
    const page = privacyPage(activities, languageOf(url, headers['accept-language']), publisher);
    return reply.headers(pageHeaders).send(renderPage(page, { publisher, url }));
  });
  app.setNotFoundHandler(nothingHere);
  try {
    const address = await app.listen({ port, host });
    return { url: urlOf(address), stop: () => app.close() };
  } catch (error) {
    await app.close();
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} is in use already. Choose another one with PORT.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartError(`This machine has no address ${host}. Choose another one with HOST.`);
    throw error;
  }
}

/** The URL for this machine: `0.0.0.0` and `::` are all of its addresses. */
function urlOf(address: string): string {
  const url = new URL(address);
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  return url.origin;
}

/**
 * The services hear whom the gateway takes the caller for, whatever the caller says. `Expect: 100-continue` is between the caller and the
 * gateway, which has answered it (RFC 9110, 10.1.1).
 */
function rewriteRequestHeaders(request: unknown, { expect: _, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return { ...headers, 'x-forwarded-for': (request as FastifyRequest).ip };
}
