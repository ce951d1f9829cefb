import { STATUS_CODES, type IncomingHttpHeaders } from 'node:http';
import proxy from '@fastify/http-proxy';
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { StartError } from '../start-error.js';
import { serveWhole } from './whole.js';

export interface GatewayOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly host?: string;
  /** The address of each service, by the name of its context: `{ events: 'http://127.0.0.1:3001' }`. */
  readonly services: Readonly<Record<string, string>>;
  /** Proxies in front of it, whose word about the caller's address is taken; those of this machine by default. */
  readonly trustedProxies?: string;
}

export interface Gateway {
  /** The URL by which it can be called from this machine. */
  readonly url: string;
  stop(): Promise<void>;
}

const nothingHere = [404, 'NOT_FOUND', 'There is nothing at this address.'] as const;

/**
 * One address for all services: each path goes to the service that its first segment names, `/identity` to the first of them, and
 * what the platform tells of itself as a whole (documents, health, metrics) is put together from what each service tells.
 * Throws `StartError` where the port is taken.
 */
export async function startGateway({
  port,
  host = '0.0.0.0',
  services,
  trustedProxies = 'loopback',
}: GatewayOptions): Promise<Gateway> {
  const app = fastify({ forceCloseConnections: true, frameworkErrors: refuse, trustProxy: trustedProxies });
  const [identity = ''] = Object.values(services);
  const replyOptions = { onError, rewriteRequestHeaders };
  for (const [name, upstream] of Object.entries({ ...services, identity })) {
    await app.register(proxy, { upstream, prefix: `/${name}`, rewritePrefix: `/${name}`, replyOptions });
  }
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // A body is read before it is known that nothing is there.
    if (request.is404) sendProblem(reply, ...nothingHere);
    else refuse(error, request, reply);
  });
  serveWhole(app, services);
  app.setNotFoundHandler((_request, reply) => {
    sendProblem(reply, ...nothingHere);
  });
  try {
    const address = await app.listen({ port, host });
    return { url: `http://127.0.0.1:${new URL(address).port}`, stop: () => app.close() };
  } catch (error) {
    await app.close();
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} is in use already. Choose another one with PORT.`);
    throw error;
  }
}

/** The services hear whom the gateway takes the caller for, whatever the caller says. */
const rewriteRequestHeaders = (request: unknown, headers: IncomingHttpHeaders): IncomingHttpHeaders => ({
  ...headers,
  'x-forwarded-for': (request as FastifyRequest).ip,
});

/** A service that is away is told as services tell their own troubles. */
function onError(reply: unknown): void {
  const answer = (reply as FastifyReply).header('retry-after', '1');
  sendProblem(answer, 503, 'SERVICE_UNAVAILABLE', 'The service that answers here is away at the moment.');
}

/** Answers what neither a service nor a route here words: an address that is malformed or too long, a fault of our own. */
function refuse({ statusCode = 500 }: { readonly statusCode?: number }, _request: unknown, reply: FastifyReply): void {
  if (statusCode === 414) sendProblem(reply, 414, 'URI_TOO_LONG', 'The address is too long.');
  else if (statusCode < 500) sendProblem(reply, statusCode, 'BAD_REQUEST', 'The request cannot be understood.');
  else sendProblem(reply, 500, 'INTERNAL_ERROR', 'Something went wrong on our side.');
}

function sendProblem(reply: FastifyReply, status: number, code: string, detail: string): void {
  const type = `urn:ecou:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  const body = { type, title: STATUS_CODES[status], status, code, detail };
  void reply.code(status).type('application/problem+json').send(JSON.stringify(body));
}
