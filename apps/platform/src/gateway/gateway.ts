import { STATUS_CODES } from 'node:http';
import proxy from '@fastify/http-proxy';
import fastify, { type FastifyReply } from 'fastify';
import { StartError } from '../start-error.js';
import { serveWhole } from './whole.js';

export interface GatewayOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly host?: string;
  /** The address of each service, by the name of its context: `{ events: 'http://127.0.0.1:3001' }`. */
  readonly services: Readonly<Record<string, string>>;
}

export interface Gateway {
  /** Where it can be called from this machine. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * One address for all services: each path goes to the service that its first segment names, `/identity` to the first of them, and
 * what the platform tells of itself as a whole (documents, health, metrics) is put together from what each service tells.
 * Throws `StartError` where the port is taken.
 */
export async function startGateway({ port, host = '0.0.0.0', services }: GatewayOptions): Promise<Gateway> {
  const app = fastify({ forceCloseConnections: true });
  const [identity = ''] = Object.values(services);
  for (const [name, upstream] of Object.entries({ ...services, identity })) {
    await app.register(proxy, { upstream, prefix: `/${name}`, rewritePrefix: `/${name}`, replyOptions: { onError } });
  }
  serveWhole(app, services);
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, 404, 'NOT_FOUND', 'There is nothing at this address.'),
  );
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

/** A service that is away is told as services tell their own troubles. */
function onError(reply: unknown): void {
  const answer = (reply as FastifyReply).header('retry-after', '1');
  sendProblem(answer, 503, 'SERVICE_UNAVAILABLE', 'The service that answers here is away at the moment.');
}

function sendProblem(reply: FastifyReply, status: number, code: string, detail: string): void {
  const type = `urn:ecou:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  const body = { type, title: STATUS_CODES[status], status, code, detail };
  void reply.code(status).type('application/problem+json').send(JSON.stringify(body));
}
