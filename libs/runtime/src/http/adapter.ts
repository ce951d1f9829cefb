import { mayBeUnstorable } from '@ecou/event-sourcing';
import multipart from '@fastify/multipart';
import { isUtf8 } from 'node:buffer';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Publisher } from '../config/publisher.js';
import { anyone } from '../identity/permissions.js';
import { noTrace, startTrace, type RequestTrace } from '../telemetry/trace.js';
import { Methods } from './routes/methods.js';
import { Problem, problemOf } from '../problems/problem.js';
import { answerHeaders, docsHeaders, openHeaders, preflightHeaders } from './security-headers.js';
import { setState, stateOf, type RouteRules } from './routes/route.js';
import { tellProblem } from './problems/tell-problem.js';
import { unstorableIn } from '../problems/unstorable.js';

const bodyLimit = 64 * 1024;
const maxDepth = 20;
const tooDeep = `The body is nested more than ${maxDepth} levels deep.`;

/** A request that was answered, as logs and metrics see it. */
export interface Answered {
  readonly method: string;
  /** Pattern of the route; `none` where there is none. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly traceId: string | undefined;
  readonly actor: string;
}

const isDeeperThan = (value: unknown, depth: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1)));

const rulesIn = (config: unknown): RouteRules => (config as { ecou?: RouteRules } | undefined)?.ecou ?? {};

/** The problem of a body, before any schema. */
function faultOf(text: string, body: unknown): Problem | null {
  if (isDeeperThan(body, maxDepth)) return new Problem(400, 'JSON_TOO_DEEP', tooDeep);
  return (mayBeUnstorable(text) ? unstorableIn(body) : undefined) ?? null;
}

function parsers(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser(
    ['application/json', 'application/geo+json'],
    { parseAs: 'string' },
    (request, text, done) => {
      if (text.length === 0) {
        done(null, undefined);
        return;
      }
      if (rulesIn(request.routeOptions.config).keepsText) stateOf(request).text = text as string;
      void parse(request, text as string, (error, body: unknown) => {
        if (error) done(new Problem(400, 'JSON_INVALID', 'The body is not valid JSON.'));
        else done(faultOf(text as string, body), body);
      });
    },
  );
  // Fastify's types know parsers with a callback only.
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, parseForm as never);
  fastify.addContentTypeParser('text/csv', { parseAs: 'buffer' }, parseTable as never);
}

/** A table as text. */
// eslint-disable-next-line @typescript-eslint/require-await -- what is thrown must reject
async function parseTable({ routeOptions }: FastifyRequest, bytes: Buffer): Promise<string> {
  if (!rulesIn(routeOptions.config).acceptsCsv)
    throw new Problem(415, 'MEDIA_TYPE_UNSUPPORTED', 'This address takes no CSV.');
  if (!isUtf8(bytes)) throw new Problem(400, 'CSV_NOT_UTF8', 'The file is not in UTF-8: save it as CSV UTF-8.');
  const text = bytes.toString('utf8');
  const fault = unstorableIn(text);
  if (fault) throw fault;
  return text;
}

const noForms = () => new Problem(415, 'MEDIA_TYPE_UNSUPPORTED', 'This address takes no forms.');

/** True where a form with parts came to a route that takes none. Where one is taken, the conventions read it, once they know who calls. */
const isUnwanted = (request: FastifyRequest): boolean => {
  const { acceptsForm, files } = rulesIn(request.routeOptions.config);
  return request.isMultipart() && !acceptsForm && !files;
};

/** The fields of a form. */
async function parseForm({ routeOptions, headers }: FastifyRequest, bytes: Buffer): Promise<object> {
  if (!rulesIn(routeOptions.config).acceptsForm) throw noForms();
  const type = { 'content-type': headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(bytes), { headers: type }).formData().catch(() => {
    throw new Problem(400, 'FORM_INVALID', 'The body is not a valid form.');
  });
  const body = fieldsOf(form);
  const fault = unstorableIn(body);
  if (fault) throw fault;
  return body;
}

/** A field that comes several times holds all of its values. */
const fieldsOf = (form: FormData): Record<string, unknown> =>
  Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );

/** The problem of an address. */
function addressFault({ is404, method, url, query, params }: FastifyRequest, methods: Methods): Problem | undefined {
  if (is404) {
    const known = methods.of(url);
    if (known.length === 0) return undefined;
    const detail = `This address knows ${known.join(', ')}, and not ${method}.`;
    return new Problem(405, 'METHOD_NOT_ALLOWED', detail, { headers: { Allow: known.join(', ') } });
  }
  return url.includes('%00') ? (unstorableIn(params) ?? unstorableIn(query)) : undefined;
}

function traceOf({ headers, routeOptions }: FastifyRequest): RequestTrace {
  if (rulesIn(routeOptions.config).untraced) return noTrace();
  return startTrace(typeof headers.traceparent === 'string' ? headers.traceparent : undefined);
}

/** The pages to try the API, of a context or of all: `/docs`, `/events/docs/swagger-ui.css`. */
const isDocs = ({ routeOptions: { url = '' } }: FastifyRequest): boolean => /^(?:\/[a-z]+)?\/docs(?:\/|$)/.test(url);

/** True for a route that everybody may call, and for the documents of the API. */
const isOpen = ({ url, config }: { readonly url?: string | undefined; readonly config?: unknown }): boolean =>
  rulesIn(config).permission === null || /^(?:\/[a-z]+)?\/openapi\.json$/.test(url ?? '');

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** True where nothing in the request says who calls. */
const isAnonymous = ({ headers }: FastifyRequest): boolean =>
  headers.authorization === undefined && headers.cookie === undefined;

function begin(request: FastifyRequest, reply: FastifyReply): void {
  setState(request, { caller: anyone, trace: traceOf(request) });
  reply.headers({
    'Cache-Control': isAnonymous(request) ? 'no-cache' : 'private, no-cache',
    ...(isDocs(request) ? docsHeaders : answerHeaders),
    ...(isRead(request.method) && isOpen(request.routeOptions) && openHeaders),
  });
}

/** Answers a browser that asks whether the page of another site may read something that everybody may; otherwise false. */
function answerPreflight({ method, url, headers }: FastifyRequest, reply: FastifyReply, methods: Methods): boolean {
  if (method !== 'OPTIONS' || !isRead(headers['access-control-request-method'] ?? '') || !methods.isOpen(url))
    return false;
  void reply
    .code(204)
    .headers({ ...openHeaders, ...preflightHeaders })
    .send();
  return true;
}

/** While the server closes, connections are ended as soon as their last answer has gone out, however long clients would keep them. */
function closeSoon({ server }: FastifyInstance): void {
  const closing = setInterval(() => {
    server.closeIdleConnections();
  }, 50);
  server.once('close', () => {
    clearInterval(closing);
  });
}

interface AdapterOptions {
  readonly onAnswered: (answered: Answered, request: FastifyRequest) => void;
  readonly trustedProxies: string;
  readonly publisher: Publisher;
}

/** Fastify as our conventions want it: what it parses, how much of it, and who hears of each answer. */
export function createAdapter({ onAnswered, trustedProxies, publisher }: AdapterOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy: trustedProxies,
    bodyLimit,
    // Files over a slow line take their time; headers do not.
    requestTimeout: 5 * 60_000,
    http: { headersTimeout: 30_000 },
    // Nothing here is Express' middleware, which would cost every request a hook.
    skipMiddie: true,
    // What the router itself refuses: an address that is malformed, or too long.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      tellProblem(request, reply, { problem: problemOf(error), publisher });
    },
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
  });
  const fastify = adapter.getInstance();
  const methods = new Methods();
  parsers(fastify);
  void fastify.register(multipart);
  fastify.addHook('onRoute', (route) => {
    methods.add(route.method, route.url, isOpen(route));
    const limit = rulesIn(route.config).bodyLimit;
    if (limit !== undefined) route.bodyLimit = limit;
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    begin(request, reply);
    if (answerPreflight(request, reply, methods)) return;
    done(addressFault(request, methods));
  });
  fastify.addHook('preClose', (done) => {
    closeSoon(fastify);
    done();
  });
  // A command that needs no input may come without a body.
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (request.body === undefined && request.method !== 'GET' && request.method !== 'HEAD') request.body = {};
    done(isUnwanted(request) ? noForms() : undefined);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { trace, caller } = stateOf(request);
    const route = request.routeOptions.url ?? 'none';
    trace.end(`${request.method} ${route}`, reply.statusCode);
    const answered = {
      ...{ method: request.method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 },
      ...{ traceId: trace.traceId, actor: caller.actor },
    };
    onAnswered(answered, request);
    done();
  });
  return adapter;
}
