import type { FastifyReply, FastifyRequest } from 'fastify';
import { prefers } from '../../accept/accept.js';
import type { Publisher } from '../../config/publisher.js';
import { errorPage, languageOf } from '../../pages/error-page.js';
import { renderPage } from '../../pages/page.js';
import { sendProblem, type Problem } from '../../problems/problem.js';
import { pagePolicy } from '../security-headers.js';

interface Told {
  readonly problem: Problem;
  readonly publisher: Publisher;
}

/** Answers with a problem document; with a page, where a person looks. */
export function tellProblem(request: FastifyRequest, reply: FastifyReply, { problem, publisher }: Told): void {
  const { method, url, headers } = request;
  if (!prefers(headers.accept, 'text/html')) {
    sendProblem(reply, problem);
    return;
  }
  const { status, code, detail, options } = problem;
  const lang = languageOf(url, headers['accept-language'], request.body);
  const shown = errorPage({ status, code, detail, errors: options.errors, headers: options.headers }, lang);
  // What was sent is not sent again by the way to the other language.
  const page = method === 'GET' || method === 'HEAD' ? shown : { ...shown, at: '/' };
  void reply
    .status(status)
    .headers({ ...options.headers, Vary: 'Accept', 'Content-Security-Policy': pagePolicy })
    .type('text/html; charset=utf-8')
    .send(renderPage(page, { publisher, url }));
}
