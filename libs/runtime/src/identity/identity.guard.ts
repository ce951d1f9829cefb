import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import { rulesOf, stateOf } from '../http/route.js';
import { ApiKeys } from './api-keys.js';
import { anyone, type Caller } from './permissions.js';

const unauthorised = (code: string, detail: string): Problem =>
  new Problem(401, code, detail, { headers: { 'WWW-Authenticate': 'Bearer realm="ecou"' } });

/** Says who calls, and whether they may. A wrong key is refused everywhere, also where none is needed. */
@Injectable()
export class IdentityGuard implements CanActivate {
  constructor(private readonly keys: ApiKeys) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.identify(request.headers.authorization);
    stateOf(request).caller = caller;
    const { permission } = rulesOf(execution.getHandler());
    if (permission === null) return true;
    if (caller.isPublic) throw unauthorised('KEY_MISSING', 'Send a key: Authorization: Bearer ecou_...');
    if (permission !== undefined && caller.can(permission)) return true;
    throw new Problem(403, 'PERMISSION_MISSING', `This needs the permission ${permission ?? 'of nobody'}.`);
  }

  private async identify(header: string | undefined): Promise<Caller> {
    if (header === undefined) return anyone;
    const [, key] = /^Bearer +(\S+)$/i.exec(header) ?? [];
    const caller = key === undefined ? undefined : await this.keys.find(key);
    if (!caller) throw unauthorised('KEY_UNKNOWN', 'This key is not known, or was revoked.');
    return caller;
  }
}
