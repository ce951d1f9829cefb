import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Rejected } from '@ecou/event-sourcing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { prefers } from '../../accept/accept.js';
import type { Publisher } from '../../config/publisher.js';
import { renderPage, type HtmlPage } from '../../pages/page.js';
import { Problem } from '../../problems/problem.js';
import type { ProblemFilter } from './problem.filter.js';
import { stateOf } from '../routes/route.js';
import { pagePolicy } from '../security-headers.js';

/** A form as somebody sent it. */
export interface SentForm {
  /** Path and query. */
  readonly url: string;
  /** The address of the caller. */
  readonly ip: string;
  readonly headers: FastifyRequest['headers'];
  readonly params: unknown;
  /** The fields; `undefined` where they were not read yet. */
  readonly body: unknown;
}

/** The fields of a form that are texts. */
export const textsOf = (body: unknown): Readonly<Record<string, string>> =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(
        Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      )
    : {};

/**
 * Refusals on routes with forms, before their handlers: a person gets the form again with what they typed. Whoever else asks is told as
 * everywhere. A filter of a controller is a subclass under `@Catch(Problem)`.
 */
export abstract class FormFilter implements ExceptionFilter<Problem> {
  constructor(
    private readonly problems: ProblemFilter,
    private readonly publisher: Publisher,
  ) {}

  /** The form again; `undefined` where the problem is told as everywhere. */
  protected abstract page(problem: Problem, form: SentForm): Promise<HtmlPage | undefined>;

  async catch(problem: Problem, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const { method, url, headers } = request;
    try {
      const isForm = method === 'POST' && problem.status < 500 && prefers(headers.accept, 'text/html');
      const page = isForm ? await this.page(problem, request) : undefined;
      if (!page) throw problem;
      stateOf(request).refusal = problem.code;
      void reply
        .status(problem.status)
        .headers({ ...problem.options.headers, Vary: 'Accept', 'Content-Security-Policy': pagePolicy })
        .header('Cache-Control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(renderPage(page, { publisher: this.publisher, url }));
    } catch (error) {
      // Who may not see the page is told of the problem that there was first.
      this.problems.catch(error instanceof Rejected || error instanceof Problem ? problem : error, host);
    }
  }
}
