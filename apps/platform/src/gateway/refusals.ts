import { STATUS_CODES } from 'node:http';
import { errorPage, languageOf, prefers, renderPage, type Publisher } from '@ecou/runtime/pages';
import { pagePolicy } from '@ecou/runtime/security-headers';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': pagePolicy,
  vary: 'Accept',
} as const;

type Said = readonly [status: number, code: string, detail: string];

/** Refusals that neither a service nor a route here words: an address that is malformed or too long, a fault of our own. */
function saidOf(status: number): Said {
  if (status === 414) return [414, 'URI_TOO_LONG', 'The address is too long.'];
  if (status < 500) return [status, 'BAD_REQUEST', 'The request cannot be understood.'];
  return [500, 'INTERNAL_ERROR', 'Something went wrong on our side.'];
}

/** The gateway's own refusals: problem documents (RFC 9457), and pages where a person looks. */
export function refusals(publisher: Publisher) {
  const tell = ({ url, headers }: FastifyRequest, reply: FastifyReply, [status, code, detail]: Said): void => {
    if (prefers(headers.accept, 'text/html')) {
      const page = errorPage({ status, code, detail }, languageOf(url, headers['accept-language']));
      void reply.code(status).headers(pageHeaders).send(renderPage(page, { publisher, url }));
      return;
    }
    const type = `urn:ecou:problem:${code.toLowerCase().replaceAll('_', '-')}`;
    const body = { type, title: STATUS_CODES[status], status, code, detail };
    void reply.code(status).type('application/problem+json').send(JSON.stringify(body));
  };
  return {
    refuse: ({ statusCode = 500 }: { readonly statusCode?: number }, request: FastifyRequest, reply: FastifyReply) => {
      tell(request, reply, saidOf(statusCode));
    },
    nothingHere: (request: FastifyRequest, reply: FastifyReply) => {
      tell(request, reply, [404, 'NOT_FOUND', 'There is nothing at this address.']);
    },
    /** A service that is away is told as services tell their own troubles. */
    away: (replied: unknown) => {
      const reply = replied as FastifyReply;
      const detail = 'The service that answers here is away at the moment.';
      tell(reply.request, reply.header('retry-after', '1'), [503, 'SERVICE_UNAVAILABLE', detail]);
    },
  };
}
