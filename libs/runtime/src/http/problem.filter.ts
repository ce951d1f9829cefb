import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from '../telemetry/describe-error.js';
import type { Logger } from '../telemetry/logger.js';
import { problemOf, sendProblem, type Problem } from '../problems/problem.js';
import { stateOf, type RouteRules } from './route.js';

/** Every error becomes a problem document; those that are our fault are logged, without anybody's data. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const problem = problemOf(error, request.headers['if-match'] !== undefined);
    if (problem.status >= 500) {
      const route = request.routeOptions.url ?? 'unknown';
      const { traceId } = stateOf(request).trace;
      const fields = { method: request.method, route, traceId, code: problem.code, error: describeError(error) };
      if (problem.status === 500) this.logger.error(fields, 'request failed');
      else this.logger.warn(fields, 'request could not be answered');
    }
    if (!reply.sent) refuse(request, reply, problem);
  }
}

/** In the form that the route has for it. */
function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  const { refusal } = (request.routeOptions.config as { readonly ecou?: RouteRules }).ecou ?? {};
  if (!refusal) {
    sendProblem(reply, problem);
    return;
  }
  const { status, contentType, body } = refusal(problem, request.url.split('?')[0] ?? '');
  void reply
    .status(status)
    .headers(problem.options.headers ?? {})
    .header('Content-Type', contentType)
    .send(body);
}
