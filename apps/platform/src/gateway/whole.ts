import type { FastifyInstance } from 'fastify';
import { docsPage } from './docs-page.js';
import { mergeDocuments, mergeMetrics } from './merge.js';

type Services = Readonly<Record<string, string>>;

/** The time that a service may take to tell of itself. */
const ANSWER_WITHIN = 3_000;

interface Told {
  readonly name: string;
  /** 503 where it does not answer. */
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** The platform's account of itself as a whole. */
export function serveWhole(app: FastifyInstance, services: Services): void {
  app.get('/health/live', () => ({ live: true }));

  app.get('/health/ready', async (_request, reply) => {
    const told = await askAll(services, (name) => `${name}/health/ready`);
    const contexts = Object.fromEntries(told.map(({ name, type, body }) => [name, readinessOf(type, body)]));
    const ready = told.every(({ status }) => status === 200);
    return reply.code(ready ? 200 : 503).send({ ready, contexts });
  });

  app.get('/metrics', async ({ headers: { authorization } }, reply) => {
    const told = await askAll(services, () => 'metrics', authorization);
    // One that may not read them is told so as the services say it.
    const { status, type, body } = told.find((one) => one.status === 401 || one.status === 403) ?? {
      status: 200,
      type: told.find((one) => one.status === 200)?.type ?? 'text/plain',
      body: mergeMetrics(new Map(told.flatMap((one) => (one.status === 200 ? [[one.name, one.body] as const] : [])))),
    };
    return reply.code(status).type(type).send(body);
  });

  for (const document of ['openapi.json', 'asyncapi.json']) {
    app.get(`/${document}`, async (_request, reply) => {
      const told = await askAll(services, () => document);
      const documents = told.filter(({ status }) => status === 200).map(({ body }) => JSON.parse(body) as object);
      return reply.send(mergeDocuments(documents));
    });
  }

  docsPage(app);
}

const askAll = (services: Services, path: (name: string) => string, authorization?: string): Promise<Told[]> =>
  Promise.all(Object.entries(services).map(([name, base]) => ask(name, `${base}/${path(name)}`, authorization)));

async function ask(name: string, url: string, authorization?: string): Promise<Told> {
  try {
    const headers = authorization ? { authorization } : {};
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_WITHIN) });
    const type = response.headers.get('content-type') ?? '';
    return { name, status: response.status, type, body: await response.text() };
  } catch {
    return { name, status: 503, type: '', body: '' };
  }
}

const readinessOf = (type: string, body: string): unknown =>
  type.includes('json')
    ? JSON.parse(body)
    : { ready: false, parts: { process: { state: 'down', troubles: ['It does not answer.'] } } };
