import type { FastifyRequest } from 'fastify';
import type { Answered } from '../http/adapter.js';
import { stateOf, type RouteRules } from '../http/routes/route.js';
import type { Audit } from './audit.js';
import { shortened, type AuditOutcome } from './entry.js';

/** Parts of addresses that open something: they stand nowhere but in the link itself. */
const secret = new Set(['token', 'code']);

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** True where the caller is one whose reads of the route are noted, as far as the route says. */
const readsPersonal = ({ readsPersonal: by }: RouteRules, request: FastifyRequest): boolean =>
  by === 'link' || (by === 'key' && !stateOf(request).caller.isPublic);

/** True where a request will have an entry if it succeeds, as far as its route says. */
export const isAudited = (request: FastifyRequest, rules: RouteRules): boolean =>
  isRead(request.method) ? readsPersonal(rules, request) : !stateOf(request).caller.isPublic;

function outcomeOf({ method, status }: Answered, request: FastifyRequest, rules: RouteRules): AuditOutcome | undefined {
  if ([401, 403, 429].includes(status)) return 'refused';
  if (status >= 400) return undefined;
  const { caller, hasOpened = false, signIn } = stateOf(request);
  if (signIn !== undefined) return 'done';
  const opens = readsPersonal(rules, request) || (hasOpened && !caller.isPublic);
  if (isRead(method)) return opens ? 'read' : undefined;
  return caller.isPublic ? undefined : 'done';
}

function resourceOf(request: FastifyRequest): string | null {
  const named = Object.entries((request.params ?? {}) as Record<string, string>).filter(([name]) => !secret.has(name));
  if (named.length > 0) return named.map(([, value]) => value).join('/');
  return stateOf(request).made ?? null;
}

interface Noting {
  readonly audit: Audit;
  /** Ids of operations, by method and pattern. */
  readonly operations: ReadonlyMap<string, string>;
}

const rulesIn = ({ routeOptions }: FastifyRequest): RouteRules =>
  (routeOptions.config as { readonly ecou?: RouteRules }).ecou ?? {};

/** The id of the command, as its events have it; of the trace, where there is none. */
const correlationOf = ({ command, trace }: ReturnType<typeof stateOf>): string | null =>
  command?.commandId ?? trace.traceId ?? null;

function operationOf({ method, route }: Answered, operations: Noting['operations']): string {
  const name = `${method === 'HEAD' ? 'GET' : method} ${route}`;
  return operations.get(name) ?? name;
}

/** Notes what a request came to: who changed or read something, and who was refused. */
export function audit(answered: Answered, request: FastifyRequest, { audit: kept, operations }: Noting): void {
  const rules = rulesIn(request);
  const outcome = outcomeOf(answered, request, rules);
  if (!outcome || rules.untraced) return;
  const { status } = answered;
  const state = stateOf(request);
  const { isPublic } = state.caller;
  const actor = state.signIn ?? state.caller.actor;
  const from = { status, code: state.refusal ?? null, network: shortened(request.ip) };
  if (outcome === 'refused' && isPublic && state.signIn === undefined) {
    kept.count(from);
    return;
  }
  kept.note({
    ...{ actor, outcome, ...from, permission: rules.permission ?? null },
    operation: operationOf(answered, operations),
    resource: resourceOf(request),
    correlation: correlationOf(state),
  });
}
