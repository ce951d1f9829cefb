import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { rule, stateOf } from '../http/routes/route.js';
import { Problem } from '../problems/problem.js';
import { askedAnswer } from './approval.schemas.js';
import type { Approving } from './approvals.js';

/** The route takes orders of these kinds, which are carried out once somebody else has approved: it answers 202 before. */
export const NeedsApproval = (...kinds: readonly { readonly name: string }[]): MethodDecorator =>
  applyDecorators(
    rule({ approvals: kinds.map(({ name }) => name) }),
    ApiResponse({ status: 202, description: 'Somebody else has to approve first.', standardSchema: askedAnswer }),
  );

const header = 'Ecou-Approval';

function approvingOf(_data: unknown, execution: ExecutionContext): Approving {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const { caller } = stateOf(request);
  const value = request.headers[header.toLowerCase()];
  if (value === undefined) return { caller, approval: null };
  const id = z.uuid().safeParse(value);
  if (id.success) return { caller, approval: id.data };
  const message = 'The id of an approval is a UUID.';
  throw new Problem(400, 'APPROVAL_INVALID', `${header} does not name an approval.`, {
    errors: [{ path: header, code: 'APPROVAL_INVALID', message }],
  });
}

/** Parameter: the caller, and the approval that the request names (`Approving`), on a route that says `@NeedsApproval(...)`. */
export const GivenApproval = createParamDecorator(approvingOf);
