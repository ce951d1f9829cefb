import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { rulesOf, stateOf } from './routes/route.js';
import type { FormTurns } from '../files/form-turns.js';
import type { Callers } from '../identity/callers.js';
import type { Caller } from '../identity/permissions.js';
import { unauthorised } from '../identity/refusals.js';

/** Standards that have the key in a form answer 403 whatever is wrong with it. */
const refused = (keyField: string | undefined, code: string, detail: string): Problem =>
  keyField === undefined ? unauthorised(code, detail) : new Problem(403, code, detail);

const missing = (keyField: string | undefined): Problem =>
  refused(keyField, 'KEY_MISSING', `Send a key: ${keyField ?? 'Authorization: Bearer ecou_...'}`);

/** The text of a field in a form; nothing where it is empty. */
function fieldOf(body: unknown, name: string): string | undefined {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Says who calls, and whether they may. A wrong key or token is refused everywhere, also where none is needed. */
@Injectable()
export class IdentityGuard implements CanActivate {
  constructor(
    private readonly callers: Callers,
    private readonly forms: FormTurns,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const { permission, keyField } = rulesOf(execution.getHandler());
    // Whoever calls may be known by a field of the form only.
    if (keyField !== undefined && request.headers.authorization === undefined && request.isMultipart()) {
      request.body = await this.forms.receive(request, undefined, true);
      stateOf(request).hasForm = true;
    }
    const caller = await this.identify(request, { keyField, isPublic: permission === null });
    stateOf(request).caller = caller;
    if (permission === null) return true;
    if (caller.isPublic) throw missing(keyField);
    if (permission !== undefined && caller.can(permission)) return true;
    throw new Problem(403, 'PERMISSION_MISSING', `This needs the permission ${permission ?? 'of nobody'}.`);
  }

  private async identify(request: FastifyRequest, { keyField, isPublic }: RouteOfCaller): Promise<Caller> {
    const { headers, body, method } = request;
    const { authorization } = headers;
    const field = authorization === undefined && keyField !== undefined ? fieldOf(body, keyField) : undefined;
    if (authorization === undefined && field === undefined) {
      const called = await this.callers.bySession({ method, headers, isPublic });
      stateOf(request).browser = called;
      return called.caller;
    }
    const key = field ?? /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    const caller = key === undefined ? undefined : await this.callers.byBearer(key);
    if (!caller) throw refused(keyField, 'KEY_UNKNOWN', 'This key is not known, was revoked, or has expired.');
    return caller;
  }
}

interface RouteOfCaller {
  readonly keyField: string | undefined;
  readonly isPublic: boolean;
}
