import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';
import type { View, CommandContext } from '@ecou/event-sourcing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Column } from '../../csv/csv.js';
import type { Bounds } from '../../config/visitor-settings.js';
import type { FileRules } from '../../files/receive.js';
import { filesOfVisitors, pagesOfVisitors, requestsOfVisitors, type NamedBounds } from '../../limits/visitors.js';
import type { Caller as CallerOf, PermissionName } from '../../identity/permissions.js';
import type { CalledByBrowser } from '../../identity/callers.js';
import type { Session } from '../../identity/sessions.js';
import { Problem } from '../../problems/problem.js';
import type { RequestTrace } from '../../telemetry/trace.js';

/** The headers that say under which conditions a command is carried out. */
type ConditionHeader = 'Idempotency-Key' | 'If-Match';

/** Metadata of a route by the decorators of this file. */
export interface RouteRules {
  /** A permission, or `null` where the public may call. */
  readonly permission?: PermissionName | null;
  /** Names of the views that it reads. */
  readonly views?: readonly string[];
  /** True where the route itself says who is behind a browser, and answers 401 where nobody is. */
  readonly ofBrowsers?: boolean;
  readonly requiresIfMatch?: boolean;
  readonly acceptsForm?: boolean;
  readonly acceptsCsv?: boolean;
  /** A table that the route takes as it stands. */
  readonly csvExample?: string;
  readonly files?: FileRules;
  readonly ignores?: readonly ConditionHeader[];
  readonly answersRepeats?: boolean;
  readonly untraced?: boolean;
  readonly keepsText?: boolean;
  /** Bytes. */
  readonly bodyLimit?: number;
  /** The field of the form that holds the caller's key, where it is not in a header. */
  readonly keyField?: string;
  /** The refusals of the route, where it does not speak in problem documents. */
  readonly refusal?: Refusal;
  /** The media types of its answers besides the JSON of `@Answers`. */
  readonly produces?: readonly Produced[];
  /** A body that the route takes as it stands, where its schema says none. */
  readonly example?: unknown;
  /** Of a list: the columns that it has as CSV. */
  readonly columns?: readonly Column[];
  /** Of a list: it can be asked for as lines of JSON. */
  readonly lines?: boolean;
  /** The answer holds personal values: reads by callers with a key are audited, or by those with a link, too. */
  readonly readsPersonal?: 'key' | 'link';
  /** Kinds of orders that the route carries out once somebody else has approved. */
  readonly approvals?: readonly string[];
  /** Bounds of callers without a key, where the route has its own. */
  readonly bounds?: NamedBounds;
}

/** A media type that a route answers, and the schema of its JSON where it has one of its own. */
export type Produced = string | { readonly type: string; readonly schema: z.ZodType };

/** The answer for a problem to a request, in the form of another standard. */
export type Refusal = (
  problem: Problem,
  request: Pick<FastifyRequest, 'url' | 'headers'>,
) => { readonly status: number; readonly contentType: string; readonly body: string };

const routeRules = 'ecou:route';

/** Metadata of a handler by the decorators. */
export const rulesOf = (handler: object): RouteRules =>
  (Reflect.getMetadata(routeRules, handler) as RouteRules | undefined) ?? {};

/** Adds to what is known of a route. */
export const rule =
  (rules: RouteRules): MethodDecorator =>
  (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const all = { ...rulesOf(handler), ...rules };
    Reflect.defineMetadata(routeRules, all, handler);
    RouteConfig({ ecou: all })(target, key, descriptor);
  };

/** Everybody may call the route. A caller with a key is known all the same (`@Caller()`). */
export const Public = (): MethodDecorator => rule({ permission: null });

/** Everybody may call the route, which itself looks who is behind a browser: it answers 401 where nobody is. */
export const OfBrowsers = (): MethodDecorator => rule({ permission: null, ofBrowsers: true });

/**
 * Only callers with a role that carries this permission may call the route: else 401 (no key) or 403. A permission that neither the
 * context nor the process has stops the boot.
 */
export const Permission = (permission: PermissionName): MethodDecorator => rule({ permission });

/**
 * The views that a GET route reads: it answers 503 while one of them is being built, and waits until they have reached the position that
 * the request sends in `Ecou-Min-Position`. A route that folds a stream is always fresh, and needs none.
 */
export const Reads = (...views: readonly Pick<View, 'name'>[]): MethodDecorator =>
  rule({ views: views.map(({ name }) => name) });

/**
 * The answer of the GET route holds what was sealed for a person: who reads it with a key stands in the audit. `byLink`: so does whoever opens it
 * by a link that is theirs; what the public sees besides was published. A guard names routes that open envelopes without saying so.
 */
export const ReadsPersonal = ({ byLink = false } = {}): MethodDecorator =>
  rule({ readsPersonal: byLink ? 'link' : 'key' });

/** The list can be asked for whole as its items in JSON, one in a line (`application/x-ndjson`), as well as in a table. */
export const AsLines = (): MethodDecorator => rule({ lines: true });

/** A request without `If-Match` is answered 428. */
export const RequiresIfMatch = (): MethodDecorator => rule({ requiresIfMatch: true });

/** The route takes `application/x-www-form-urlencoded` besides JSON: pages without script, one-click unsubscribe. */
export const AcceptsForm = (): MethodDecorator => rule({ acceptsForm: true });

/** The route takes `multipart/form-data` with files besides JSON; its body's schema has `filesField` under the name of their field. */
export const AcceptsFiles = (rules: FileRules): MethodDecorator =>
  applyDecorators(
    rule({ files: rules }),
    ApiConsumes('multipart/form-data', ...(rules.required ? [] : ['application/json'])),
  );

/**
 * The route takes forms, and the key of its caller in a field of theirs, too, for standards that have it so. A key that is missing or wrong
 * is answered 403.
 */
export const KeyInForm = (field: string): MethodDecorator =>
  applyDecorators(
    rule({ acceptsForm: true, keyField: field }),
    ApiConsumes('application/x-www-form-urlencoded', 'multipart/form-data', 'application/json'),
  );

/** The route says no in this form instead of with problem documents, for standards that have their own. */
export const RefusesAs = (refusal: Refusal): MethodDecorator => rule({ refusal });

/** The route takes `text/csv` besides JSON: its body is then a text, to be read by `readCsv`, such as `example`. */
export const AcceptsCsv = (example: string): MethodDecorator => rule({ acceptsCsv: true, csvExample: example });

/** Headers that have no meaning on the route: they are not read, and its document does not promise them. */
export const Ignores = (...headers: readonly ConditionHeader[]): MethodDecorator => rule({ ignores: headers });

/** True where a route reads the header; pages with forms read neither. */
export const heeds = ({ acceptsForm, ignores }: RouteRules, header: ConditionHeader): boolean =>
  !acceptsForm && !ignores?.includes(header);

/**
 * The route answers more than a `CommandResult` holds (`with`). When a request is repeated, its handler is called with the first answer in
 * `context.repeated`, carries out nothing, and says the rest again.
 */
export const AnswersRepeats = (): MethodDecorator => rule({ answersRepeats: true });

/**
 * Sets the bounds of callers without a key, for each network. Public routes that change something and do not say it have
 * the bounds of their kind (`boundsOf`).
 */
export const Limited = (name: string, bounds: Bounds): MethodDecorator => rule({ bounds: { name, ...bounds } });

/** The bounds of a public route that is not for reading. */
export const boundsOf = ({ bounds, files, acceptsForm }: RouteRules): NamedBounds => {
  if (bounds) return bounds;
  if (files) return filesOfVisitors;
  return acceptsForm ? pagesOfVisitors : requestsOfVisitors;
};

/** The route takes bodies of up to so many bytes, instead of 64 KiB. */
export const BodyLimit = (bytes: number): MethodDecorator => rule({ bodyLimit: bytes });

/** A request to the route takes over no trace and starts none, and the log has no id of it: nothing joins it to another. */
export const Untraced = (): MethodDecorator => rule({ untraced: true });

/** The JSON that came stays there as it was written (`@BodyText()`), for signatures over it. */
export const KeepsText = (): MethodDecorator => rule({ keepsText: true });

/** Facts about a request; set by the guard and the interceptor of the runtime. */
export interface RequestState {
  readonly trace: RequestTrace;
  caller: CallerOf;
  command?: CommandContext;
  /** True where the fields of a form with parts stand in the body already. */
  hasForm?: boolean;
  /** The body as it came, where the route keeps it. */
  text?: string;
  /** The caller by a browser, where nothing else says who calls. */
  browser?: CalledByBrowser;
  /** True once an envelope was opened for it. */
  hasOpened?: boolean;
  /** Id of what it changed or made. */
  made?: string;
  /** The actor who signed in by it, or tried to with something that is theirs. */
  signIn?: string;
  /** Code of the problem that answered it. */
  refusal?: string;
}

interface KnownRequest extends FastifyRequest {
  ecou: RequestState;
}

export const setState = (request: FastifyRequest, state: RequestState): void => {
  (request as KnownRequest).ecou = state;
};

/** The key under which the runtime keeps it on the request. */
export const stateOf = (request: FastifyRequest): RequestState => (request as KnownRequest).ecou;

const requestOf = (execution: ExecutionContext) => execution.switchToHttp().getRequest<FastifyRequest>();

const commandRoute = 'ecou:command';

/** True for a handler that carries out a command: it has a parameter `@Context()`. */
export const carriesOutCommand = (prototype: object, name: string): boolean =>
  Reflect.getMetadata(commandRoute, prototype, name) === true;

function commandContext(_data: unknown, execution: ExecutionContext): CommandContext {
  const { command } = stateOf(requestOf(execution));
  if (!command) throw new Error('A GET request has no command context.');
  return command;
}

/** Parameter: the `CommandContext` of the request, to be put into a command. Not on GET routes. */
export const Context = createParamDecorator(commandContext, [
  (prototype, name) => {
    if (name !== undefined) Reflect.defineMetadata(commandRoute, true, prototype, name);
  },
]);

/** Parameter: the address that the caller has, behind trusted proxies too. Personal: it is compared, and never kept or logged. */
export const CallerAddress = createParamDecorator(
  (_data: unknown, execution: ExecutionContext): string => requestOf(execution).ip,
);

/** Parameter: the JSON of the body as it came, on a route that says `@KeepsText()`. */
export const BodyText = createParamDecorator(
  (_data: unknown, execution: ExecutionContext): string => stateOf(requestOf(execution)).text ?? '',
);

/** Parameter: the address by which a caller without a key is counted; `undefined` for others. As personal as `CallerAddress`. */
export const PublicAddress = createParamDecorator((_data: unknown, execution: ExecutionContext): string | undefined => {
  const request = requestOf(execution);
  return stateOf(request).caller.isPublic ? request.ip : undefined;
});

/** The way to ask other contexts in the name of a caller. */
export interface OnBehalf {
  /** The headers by which the caller proved who they are; nothing of them is kept or logged. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address of this process, from within it. */
  readonly self: string;
}

/** Parameter: the way to ask other contexts in the caller's name (`OnBehalf`). */
export const InNameOfCaller = createParamDecorator((_data: unknown, execution: ExecutionContext): OnBehalf => {
  const { headers, socket } = requestOf(execution);
  const proofs = ['authorization', 'cookie'].flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { headers: Object.fromEntries(proofs), self: `http://127.0.0.1:${socket.localPort}` };
});

/** Parameter: a signal (`AbortSignal`) that aborts when the caller has gone, or the answer has ended. */
export const CallerGone = createParamDecorator((_data: unknown, execution: ExecutionContext): AbortSignal => {
  const gone = new AbortController();
  execution
    .switchToHttp()
    .getResponse<FastifyReply>()
    .raw.once('close', () => {
      gone.abort();
    });
  return gone.signal;
});

/** Parameter: the `Caller`, for routes that show more to some than to others: `caller.can('petitions:read')`. */
export const CalledBy = createParamDecorator(
  (_data: unknown, execution: ExecutionContext): CallerOf => stateOf(requestOf(execution)).caller,
);

/** Parameter: the session of the browser that calls. Throws 401 where nobody is signed in there, 403 where the request lacks its proof, and 409 for keys and tokens. */
export const OwnSession = createParamDecorator((_data: unknown, execution: ExecutionContext): Session => {
  const { browser } = stateOf(requestOf(execution));
  if (!browser) throw new Problem(409, 'SESSION_MISSING', 'This is for browsers: a key or a token has no session.');
  if (browser.session) return browser.session;
  throw browser.refusal;
});

/** Parameter: who calls by a browser, or why that counts as nobody; `undefined` for whoever calls by a key or a token. */
export const CalledIn = createParamDecorator(
  (_data: unknown, execution: ExecutionContext): CalledByBrowser | undefined => stateOf(requestOf(execution)).browser,
);

/** Parameter: the header `Cookie` of the request. Read by `Cookies`, and never kept or logged. */
export const SentCookies = createParamDecorator(
  (_data: unknown, execution: ExecutionContext): string | undefined => requestOf(execution).headers.cookie,
);

/** Parameter: the query of the request as it was sent. */
export const QueryText = createParamDecorator(
  (_data: unknown, execution: ExecutionContext): string => requestOf(execution).url.split('?')[1] ?? '',
);
