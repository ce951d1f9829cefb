import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { heeds } from '../http/route.js';
import type { Route } from '../http/routes.js';

export interface DocumentOptions {
  readonly title: string;
  readonly description: string;
  /** Modules whose controllers it describes; all by default. */
  readonly modules?: readonly Type[];
  readonly routes: readonly Route[];
}

interface Answer {
  content?: Record<string, object>;
}

interface Operation {
  operationId?: string;
  /** The permission that a caller needs; `null` where the public may call. */
  'x-permission'?: string | null;
  /** The field of the form that may hold the key; one that is missing or wrong is answered 403 then. */
  'x-key-field'?: string;
  description?: string;
  security?: object[];
  responses: Record<string, Answer>;
  parameters?: object[];
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

const problemAnswer = {
  description: 'What was wrong.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const header = (name: string, description: string, required = false) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

/** The headers that the conventions read on a route. */
function headersOf({ method, rules, commands }: Route): object[] {
  if (method === 'GET') {
    return rules.views?.length
      ? [header('Ecou-Min-Position', 'Wait until the views have reached this `Ecou-Position`.')]
      : [];
  }
  if (!commands) return [];
  return [
    ...(method === 'POST' && heeds(rules, 'Idempotency-Key')
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
const operationIdOf = ({ path, handler }: Route): string => {
  const [controller = '', method = ''] = handler.split('.');
  const [, format] = /\.(\w+)$/.exec(path) ?? [];
  return [path.split('/')[1], controller.replace(/Controller$/, ''), method, format].filter(Boolean).join('_');
};

const query = (name: string, description: string, schema: object) => ({ name, in: 'query', description, schema });

/** Adds what every list can be asked for besides its JSON. */
function completeList(operation: Operation, names: readonly string[]): void {
  operation.parameters = [
    ...(operation.parameters ?? []),
    query('format', 'Also asked for by `Accept: text/csv`. A table holds the whole list, and not a page of it.', {
      enum: ['json', 'csv'],
    }),
    query('bom', 'Of a table: begins with a byte order mark, so that spreadsheets show diacritics right.', {
      type: 'boolean',
      default: false,
    }),
  ];
  const table = { schema: { type: 'string', description: `RFC 4180, with the columns \`${names.join('`, `')}\`.` } };
  const answer = operation.responses['200'];
  if (answer) answer.content = { ...answer.content, 'text/csv': table };
}

function complete(operation: Operation, route: Route): void {
  operation.operationId = operationIdOf(route);
  operation['x-permission'] = route.rules.permission ?? null;
  if (route.rules.keyField !== undefined) operation['x-key-field'] = route.rules.keyField;
  operation.description = [operation.description, sentence(route.rules)].filter(Boolean).join(' ');
  operation.security = route.rules.permission === null ? [] : [{ key: [] }];
  if (!route.rules.refusal) operation.responses['default'] = problemAnswer;
  if (route.rules.columns) {
    completeList(
      operation,
      route.rules.columns.map(({ name }) => name),
    );
  }
  const headers = headersOf(route);
  if (headers.length > 0) operation.parameters = [...(operation.parameters ?? []), ...headers];
}

/** The OpenAPI 3.1 document of some modules, out of the schemas that validate. */
export function openApi(
  app: NestFastifyApplication,
  { title, description, modules, routes }: DocumentOptions,
): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: `ecou_...`' }, 'key')
    .build();
  const document = SwaggerModule.createDocument(app, base, modules ? { include: [...modules] } : {});
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problem },
  };
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation = (document.paths[path] as Record<string, Operation> | undefined)?.[route.method.toLowerCase()];
    if (operation) complete(operation, route);
  }
  return document;
}

/** Serves a document, and pages to try it; both are made when somebody first asks. `under` is a path without slashes at its ends. */
export function serveDocument(app: NestFastifyApplication, under: string, options: DocumentOptions): void {
  const prefix = under === '' ? '' : `${under}/`;
  SwaggerModule.setup(`${prefix}docs`, app, () => openApi(app, options), {
    jsonDocumentUrl: `${prefix}openapi.json`,
    raw: ['json'],
    customSiteTitle: options.title,
  });
}
