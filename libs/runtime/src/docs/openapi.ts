import type { Type } from '@nestjs/common';
import { exampleOf, type JsonSchema } from '@ecou/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { boundsOf, heeds, type Produced } from '../http/routes/route.js';
import type { Route } from '../http/routes/routes.js';

export interface DocumentOptions {
  readonly title: string;
  readonly description: string;
  /** Base of its addresses. */
  readonly url: string;
  /** Groups of routes, in the order in which people use them. Others follow, and what is for operators comes last. */
  readonly tags: readonly string[];
  /** Modules whose controllers it describes; all by default. */
  readonly modules?: readonly Type[];
  readonly routes: readonly Route[];
}

interface Answer {
  description?: string;
  headers?: Record<string, object>;
  content?: Content;
}

type Content = Record<string, { schema: JsonSchema; example?: unknown }>;

interface Operation {
  operationId?: string;
  /** The permission that a caller needs; `null` where the public may call. */
  'x-permission'?: string | null;
  /** True where personal values are answered: who reads them is audited. */
  'x-reads-personal'?: boolean;
  /** The field of the form that may hold the key; one that is missing or wrong is answered 403 then. */
  'x-key-field'?: string;
  /** True where the route itself looks who is behind a browser, and answers 401 where nobody is. */
  'x-of-browsers'?: true;
  description?: string;
  security?: object[];
  tags?: string[];
  responses: Record<string, Answer>;
  parameters?: { name?: string; schema?: { type?: string; anyOf?: unknown; enum?: readonly string[] } }[];
  requestBody?: { content?: Content };
}

const problem = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; `errors` names each wrong field of an invalid input.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** A `CommandResult`. */
const command = {
  type: 'object',
  description: 'What a command came to.',
  required: ['id', 'version'],
  properties: {
    id: { type: 'string', description: 'Of what it was about, or made.' },
    version: { type: 'integer', description: 'As in `ETag`.' },
    number: { type: 'string', description: 'Where the register drew one.' },
  },
};

const commandHeaders = {
  ETag: { description: 'The version, for `If-Match`.', schema: { type: 'string' } },
  'Ecou-Position': {
    description: 'A read that sends it back as `Ecou-Min-Position` knows of the change.',
    schema: { type: 'string' },
  },
};

const named = { Problem: problem, CommandAnswer: command };

const commandContent = (): Content => ({
  'application/json': { schema: { $ref: '#/components/schemas/CommandAnswer' } },
});

const problemAnswer = {
  description: 'What was wrong.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** A parameter of several forms is a text, which its description explains: generators make a class of a choice, and trip where it is left out. */
function completeParameters({ parameters = [] }: Operation): void {
  for (const parameter of parameters) if (parameter.schema?.anyOf) parameter.schema = { type: 'string' };
}

const header = (name: string, description: string, required = false) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

/** The header of a proof of work, where one may be asked for. */
function proofHeaders(rules: Route['rules']): object[] {
  const { free, most } = boundsOf(rules);
  if (rules.permission !== null || most <= free) return [];
  return [header('Ecou-Proof', 'The solution of a `challenge` (ALTCHA), where one was asked for: 429 `PROOF_NEEDED`.')];
}

/** The header of an order that somebody else has approved. */
const approvalHeaders = ({ approvals }: Route['rules']): object[] =>
  approvals ? [header('Ecou-Approval', 'The approval of this very order, which the answer 202 named.')] : [];

/** The headers that the conventions read on a route. */
function headersOf({ method, rules, commands }: Route): object[] {
  if (method === 'GET') {
    return rules.views?.length
      ? [header('Ecou-Min-Position', 'Wait until the views have reached this `Ecou-Position`.')]
      : [];
  }
  const always = [...proofHeaders(rules), ...approvalHeaders(rules)];
  if (!commands) return always;
  return [
    ...always,
    ...(heeds(rules, 'Idempotency-Key')
      ? [header('Idempotency-Key', 'The same key and body get the first answer again, for a day.')]
      : []),
    ...(heeds(rules, 'If-Match')
      ? [header('If-Match', 'The ETag that was last seen.', rules.requiresIfMatch ?? false)]
      : []),
  ];
}

const sentence = ({ permission }: Route['rules']): string =>
  permission === null ? 'Public.' : `Needs the permission \`${permission ?? ''}\`.`;

/** The same name in the document of a context and in the one of all: `events_Programme_read`. */
export const operationIdOf = ({ path, handler }: Route): string => {
  const [controller = '', method = ''] = handler.split('.');
  const [, format] = /\.(\w+)$/.exec(path) ?? [];
  return [path.split('/')[1], controller.replace(/Controller$/, ''), method, format].filter(Boolean).join('_');
};

const query = (name: string, description: string, schema: object) => ({ name, in: 'query', description, schema });

/** The forms of a whole list, as the document tells of them. */
const wholeAsTable = {
  forms: ['csv'],
  said: '`Accept` decides where it is left out. A table (`csv`) holds the whole list, and not a page of it.',
  content: {},
};
const wholeAsLines = {
  forms: ['csv', 'ndjson'],
  said: '`Accept` decides where it is left out. A table (`csv`), and items in JSON, one in a line (`ndjson`), hold the whole list, and not a page of it.',
  content: { 'application/x-ndjson': { schema: { type: 'string' } } },
};

/** Adds what every list can be asked for besides its JSON. */
function completeList(operation: Operation, names: readonly string[], lines = false): void {
  const { forms, said, content } = lines ? wholeAsLines : wholeAsTable;
  const own = operation.parameters?.find(({ name }) => name === 'format')?.schema?.enum ?? ['json'];
  operation.parameters = [
    ...(operation.parameters ?? []).filter(({ name }) => name !== 'format'),
    query('format', said, { enum: [...own, ...forms] }),
    query('bom', 'Of a table: begins with a byte order mark, so that spreadsheets show diacritics right.', {
      type: 'boolean',
      default: false,
    }),
  ];
  const table = { schema: { type: 'string', description: `RFC 4180, with the columns \`${names.join('`, `')}\`.` } };
  const answer = operation.responses['200'];
  if (answer) answer.content = { ...answer.content, 'text/csv': table, ...content };
}

const isJson = (type: string): boolean => /[/+]json$/.test(type);

/** A schema, and the named ones that stand in it, as the document holds them. */
function withNamed(schema: z.ZodType): { readonly own: JsonSchema; readonly named: Record<string, JsonSchema> } {
  const text = JSON.stringify(z.toJSONSchema(schema)).replaceAll('#/$defs/', '#/components/schemas/');
  const {
    $schema: _,
    $defs: named = {},
    ...own
  } = JSON.parse(text) as { $defs?: Record<string, JsonSchema> } & JsonSchema;
  return { own, named };
}

/** The named schemas of media types that routes answer besides the JSON of `@Answers`. */
const namedOf = (routes: readonly Route[]): Record<string, JsonSchema> =>
  Object.assign(
    {},
    ...routes.flatMap(({ rules: { produces = [] } }) =>
      produces.flatMap((produced) => (typeof produced === 'string' ? [] : withNamed(produced.schema).named)),
    ),
  ) as Record<string, JsonSchema>;

/** Text as a text, other media types as bytes; JSON by its own schema where it has one. */
function schemaOf(produced: Produced): { type: string; schema: JsonSchema } {
  if (typeof produced !== 'string') return { type: produced.type, schema: withNamed(produced.schema).own };
  const isText = /^text\/|[/+](?:xml|json)$|^message\//.test(produced);
  return { type: produced, schema: { type: 'string', ...(!isText && { format: 'binary' }) } };
}

/** The forms in which an address answers that ends in the name of one. */
const formOfPath = ({ path }: Route): ((type: string) => boolean) => {
  if (path.endsWith('.json')) return isJson;
  return path.endsWith('.xml') ? (type) => !isJson(type) : () => true;
};

/** The body of a success: that of the route, that of a command, and each media type besides. */
function contentOf(answer: Answer, route: Route): Content {
  const produced = (route.rules.produces ?? []).map(schemaOf).map(({ type, schema }) => [type, { schema }] as const);
  const isCommand = route.commands && produced.length === 0;
  const own = answer.content ?? (isCommand ? commandContent() : {});
  return Object.fromEntries([...Object.entries(own), ...produced].filter(([type]) => formOfPath(route)(type)));
}

/** True where a repeat is answered 200: what stood there already was not created by it. */
const isRepeatable = ({ rules }: Route): boolean => heeds(rules, 'Idempotency-Key');

/** Gives every success its body, and those of commands their headers. */
function completeAnswers({ responses }: Operation, route: Route): void {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  for (const [status, answer] of successes) {
    const content = contentOf(answer, route);
    if (Object.keys(content).length > 0) answer.content = content;
    if (!route.commands || route.rules.acceptsForm) continue;
    answer.headers = { ...commandHeaders };
    if (status === '201' && isRepeatable(route))
      responses['200'] ??= { ...answer, description: 'It was done before: nothing has changed.' };
  }
}

/** The first form of a body that comes in several: it tells the others in its description. */
const firstOf = (schema: JsonSchema): JsonSchema => (schema as { anyOf?: readonly JsonSchema[] }).anyOf?.[0] ?? schema;

/** Bodies in the media types that the route takes; a table is a text. */
function completeTypes(content: Content, { acceptsForm, acceptsCsv }: Route['rules']): void {
  const json = content['application/json'];
  if (acceptsForm && json) content['application/x-www-form-urlencoded'] ??= json;
  if (!acceptsCsv) return;
  for (const media of Object.values(content)) media.schema = firstOf(media.schema);
  content['text/csv'] = { schema: { type: 'string', description: 'RFC 4180.' } };
}

/** An example on each body. */
function completeBody({ requestBody }: Operation, { rules }: Route, document: JsonSchema): void {
  const content = requestBody?.content;
  if (!content) return;
  completeTypes(content, rules);
  for (const [type, media] of Object.entries(content)) {
    const said = type === 'text/csv' ? rules.csvExample : rules.example;
    media.example = said ?? exampleOf(media.schema, document);
  }
}

function complete(operation: Operation, route: Route, document: JsonSchema): void {
  completeParameters(operation);
  completeAnswers(operation, route);
  completeBody(operation, route, document);
  operation.operationId = operationIdOf(route);
  if (route.rules.readsPersonal) operation['x-reads-personal'] = true;
  operation['x-permission'] = route.rules.permission ?? null;
  if (route.rules.keyField !== undefined) operation['x-key-field'] = route.rules.keyField;
  if (route.rules.ofBrowsers) operation['x-of-browsers'] = true;
  operation.description = [operation.description, sentence(route.rules)].filter(Boolean).join(' ');
  operation.security = route.rules.permission === null ? [] : [{ key: [] }];
  if (!route.rules.refusal) operation.responses['default'] = problemAnswer;
  if (route.rules.columns) {
    completeList(
      operation,
      route.rules.columns.map(({ name }) => name),
      route.rules.lines,
    );
  }
  const headers = headersOf(route);
  if (headers.length > 0) operation.parameters = [...(operation.parameters ?? []), ...headers];
}

type Paths = Readonly<Record<string, Readonly<Record<string, { readonly tags?: readonly string[] }>>>>;

/** Groups that come last: what programs and operators use. */
const last = ['Registrations', 'People', 'Identity', 'Operation'];

/** The groups of a document: those that are named, others as they come, and what is for operators. */
function inOrder(named: readonly string[], paths: Paths): string[] {
  const found = new Set(Object.values(paths).flatMap((path) => Object.values(path).flatMap(({ tags = [] }) => tags)));
  return [
    ...new Set([...named.filter((tag) => found.has(tag)), ...[...found].filter((tag) => !last.includes(tag)), ...last]),
  ].filter((tag) => found.has(tag));
}

const holdsNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && !Array.isArray(value) && Object.values(value).some(holdsNull));

const isWhole = (value: unknown): boolean => Number.isInteger(value);

/**
 * Says what generators trip over in another way, to the bottom of a part of the document: leaves out defaults with null in them, since what may
 * be null is null where it is left out, and gives lists of whole numbers their type.
 */
function mend(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  const schema = part as Record<string, unknown>;
  if ('default' in schema && holdsNull(schema['default'])) delete schema['default'];
  const { enum: values } = schema;
  if (schema['type'] === 'number' && Array.isArray(values) && values.every(isWhole)) schema['type'] = 'integer';
  Object.values(schema).forEach(mend);
}

/** The OpenAPI 3.1 document of some modules, out of the schemas that validate. */
export function openApi(
  app: NestFastifyApplication,
  { title, description, url, tags, modules, routes }: DocumentOptions,
): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description)
    .setVersion('1')
    .setLicense('EUPL-1.2', 'https://spdx.org/licenses/EUPL-1.2.html')
    .addServer(url)
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'ecou_...',
        description: 'An API key, or an access token of the provider of accounts.',
      },
      'key',
    )
    .build();
  const document = SwaggerModule.createDocument(app, base, modules ? { include: [...modules] } : {});
  document.components = {
    ...document.components,
    schemas: { ...namedOf(routes), ...document.components?.schemas, ...named },
  };
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation = (document.paths[path] as Record<string, Operation> | undefined)?.[route.method.toLowerCase()];
    if (operation) complete(operation, route, document as unknown as JsonSchema);
  }
  document.tags = inOrder(tags, document.paths as unknown as Paths).map((name) => ({ name }));
  mend(document.components.schemas);
  mend(document.paths);
  return document;
}

/** Of the pages: groups are closed and can be filtered by name, the key is kept by the browser, and what was asked shows how long it took. */
const pageOptions = { filter: true, persistAuthorization: true, docExpansion: 'none', displayRequestDuration: true };

/** Serves a document, and pages to try it; both are made when somebody first asks. `under` is a path without slashes at its ends. */
export function serveDocument(app: NestFastifyApplication, under: string, options: DocumentOptions): void {
  const prefix = under === '' ? '' : `${under}/`;
  SwaggerModule.setup(`${prefix}docs`, app, () => openApi(app, options), {
    jsonDocumentUrl: `${prefix}openapi.json`,
    raw: ['json'],
    customSiteTitle: options.title,
    swaggerOptions: pageOptions,
  });
}
