import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from '../../telemetry/describe-error.js';
import type { Logger } from '../../telemetry/logger.js';
import { problemOf, type Problem } from '../../problems/problem.js';
import type { Publisher } from '../../config/publisher.js';
import { tellProblem } from './tell-problem.js';
import { stateOf, type RouteRules } from '../routes/route.js';

/** Every error becomes a problem document; those that are our fault are logged, without anybody's data. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly publisher: Publisher,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const problem = problemOf(error, request.headers['if-match'] !== undefined);
    const state = stateOf(request);
    state.refusal = problem.code;
    if (problem.options.signIn !== undefined) state.signIn = problem.options.signIn;
    if (problem.status >= 500) {
      const route = request.routeOptions.url ?? 'unknown';
      const { traceId } = state.trace;
      const fields = { method: request.method, route, traceId, code: problem.code, error: describeError(error) };
      if (problem.status === 500) this.logger.error(fields, 'request failed');
      else this.logger.warn(fields, 'request could not be answered');
    }
    if (!reply.sent) refuse(request, reply, problem, this.publisher);
  }
}

/** In the form that the route has for it; as a page, where a person looks. */
function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem, publisher: Publisher): void {
  const { refusal } = (request.routeOptions.config as { readonly ecou?: RouteRules }).ecou ?? {};
  if (!refusal) {
    tellProblem(request, reply, { problem, publisher });
    return;
  }
  const { status, contentType, body } = refusal(problem, request);
  void reply
    .status(status)
    .headers(problem.options.headers ?? {})
    .header('Content-Type', contentType)
    .send(body);
}
