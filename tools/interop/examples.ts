import { randomUUID } from 'node:crypto';
import type { Route } from '@ecou/runtime';
import type { TestApi } from '@ecou/runtime/testing';

interface Media {
  readonly example?: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

/** The part of an OpenAPI document that this file reads. */
export interface Documented {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const operationsOf = ({ paths }: Documented) =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

const isOf = (route: Route, method: string, path: string): boolean =>
  route.method === method && route.path.replaceAll(/:(\w+)/g, '{$1}') === path;

/** Ids of the operations that answer in a media type. */
export const answering = (document: Documented, mediaType: string): readonly string[] =>
  operationsOf(document).flatMap(({ operation: { operationId, responses } }) =>
    Object.values(responses).some(({ content }) => content && mediaType in content) ? [operationId] : [],
  );

/** Operations without a body of success, each with what to add. */
export const withoutSuccess = (document: Documented): readonly string[] =>
  operationsOf(document)
    .filter(({ operation: { responses } }) =>
      Object.entries(responses).every(([status, { content }]) => !status.startsWith('2') || content === undefined),
    )
    .map(
      ({ path, method, operation }) =>
        `${operation.operationId} (${method} ${path}) documents no body of success: give it @Answers(schema), or @Produces('text/html') and the like.`,
    );

/** Examples of bodies that the schema of their route refuses, each with what it says against them, and what to add. */
export const refusedExamples = (document: Documented, routes: readonly Route[]): readonly string[] =>
  operationsOf(document).flatMap(({ path, method, operation }) => {
    const route = routes.find((one) => isOf(one, method, path));
    // A file cannot be written down.
    if (route?.rules.files?.required) return [];
    return Object.entries(operation.requestBody?.content ?? {}).flatMap(([type, { example }]) => {
      const parsed = route?.body?.safeParse(example);
      if (parsed?.success) return [];
      const why = parsed?.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      return `${operation.operationId} (${method} ${path}, ${type}) has an example that its schema refuses (${why ?? 'no schema'}): give the schema .meta({ example }), or the route @Example(...). It is ${JSON.stringify(example)}.`;
    });
  });

interface Sending {
  readonly api: TestApi;
  readonly routes: readonly Route[];
  /** Names of what is meant, by the address of the list that it is in, or by the path of one operation. */
  readonly known: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** The name of the first item of a list. */
async function firstOf(api: TestApi, list: string): Promise<string | undefined> {
  const answer: { status: number; body: unknown } = await api.get(`${list}?limit=1`);
  if (answer.status !== 200 || typeof answer.body !== 'object') return undefined;
  const { items = [] } = answer.body as { items?: readonly { id?: string; code?: string }[] };
  const [first] = items;
  return first?.id ?? first?.code;
}

/** The address of a path: each of its names is that of something that is there, or else of nothing. */
async function addressOf({ api, known }: Sending, path: string): Promise<{ address: string; isThere: boolean }> {
  let [address, isThere] = ['', true];
  for (const part of path.split('/').slice(1)) {
    const name = part.startsWith('{') ? (known[path] ?? known[address] ?? (await firstOf(api, address))) : part;
    isThere &&= name !== undefined;
    address += `/${name ?? randomUUID()}`;
  }
  return { address, isThere };
}

/** A picture, the smallest there is. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** The headers of an operation: the version that is there, or of what its verb is about, where it must be said. */
async function headersFor({ api, headers }: Sending, address: string, rules: Route['rules'] = {}) {
  if (!rules.requiresIfMatch) return headers;
  const etagAt = async (path: string) => (await api.get(path)).headers.get('etag');
  const etag = (await etagAt(address)) ?? (await etagAt(address.slice(0, address.lastIndexOf('/'))));
  return { ...headers, 'if-match': etag ?? '"0"' };
}

/** A body as it goes over the wire in a media type; a file is a picture. */
function bodyIn(type: string, example: unknown, fileField: string | undefined): string | FormData {
  if (typeof example === 'string') return example;
  if (/[/+]json$/.test(type)) return JSON.stringify(example);
  const fields = Object.entries(example ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
  if (type === 'application/x-www-form-urlencoded') return new URLSearchParams(fields).toString();
  const form = new FormData();
  for (const [name, value] of fields) {
    if (name === fileField) form.append(name, new Blob([pixel], { type: 'image/png' }), value);
    else form.append(name, value);
  }
  return form;
}

/** Paths whose body holds, or is signed by, a secret that no example can know. */
const bySecret: readonly string[] = [
  '/feedback/v1/status',
  '/identity/v1/backchannel-logout',
  ...['invitation/options', 'invitation/passkeys', 'login/passkey'].map((path) => `/identity/v1/${path}`),
  ...['mail-reports', 'inbound-mails', 'telegram/webhook', 'whatsapp/webhook'].map(
    (path) => `/notifications/v1/${path}`,
  ),
];

interface Example {
  readonly path: string;
  readonly method: string;
  readonly type: string;
  readonly example: unknown;
}

/** Refusals of an example where it is sent. What is done already may say no (409), and something that is not there be missing (404). */
async function refusalOf({ path, method, type, example }: Example, sending: Sending): Promise<string | null> {
  const rules = sending.routes.find((route) => isOf(route, method, path))?.rules;
  const { address, isThere } = await addressOf(sending, path);
  const own = await headersFor(sending, address, rules);
  const headers = { ...own, ...(type !== 'multipart/form-data' && { 'content-type': type }) };
  const sent = bodyIn(type, example, rules?.files?.field);
  const answer: { status: number; body: unknown } = await sending.api.call(method, address, sent, { headers });
  const known = [409, ...(isThere ? [] : [404]), ...(bySecret.includes(path) ? [401, 404] : [])];
  if (answer.status < 400 || known.includes(answer.status)) return null;
  return `${method} ${address} (${type}) answers ${answer.status}: ${JSON.stringify({ example, body: answer.body })}`;
}

/** Examples that are refused where they are sent, in the order of the document, each with what is said against it. */
export async function refusedOverHttp(document: Documented, sending: Sending): Promise<readonly string[]> {
  const examples = operationsOf(document).flatMap(({ path, method, operation }) =>
    Object.entries(operation.requestBody?.content ?? {}).map(([type, { example }]) => ({
      path,
      method,
      type,
      example,
    })),
  );
  const refused: string[] = [];
  for (const one of examples) refused.push(...[(await refusalOf(one, sending)) ?? []].flat());
  return refused;
}
