import type { Language } from '@ecou/contracts';
import { prefers } from '@ecou/runtime';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

interface Request {
  readonly ip: string;
  readonly headers: { readonly accept?: string; readonly 'ecou-token'?: string };
}

/** The visitor, as far as the request tells. */
export interface Visiting {
  readonly address: string;
  /** From the header `Ecou-Token`. */
  readonly token: string | undefined;
  readonly wantsHtml: boolean;
}

/** Parameter: the `Visiting`. */
export const Visitor = createParamDecorator((_data: unknown, execution: ExecutionContext): Visiting => {
  const { ip, headers } = execution.switchToHttp().getRequest<Request>();
  return { address: ip, token: headers['ecou-token'], wantsHtml: prefers(headers.accept, 'text/html') };
});

/** Whom an answer goes to, and how. */
export interface Reader {
  readonly address: string;
  readonly token: string | undefined;
  readonly html: boolean;
  readonly lang: Language | undefined;
}

interface Asked {
  readonly token?: string | undefined;
  readonly lang?: Language | undefined;
  readonly format?: 'json' | 'html' | undefined;
}

/** A query or a form goes before the headers. */
export const readerOf = ({ token, lang, format }: Asked, visiting: Visiting): Reader => ({
  address: visiting.address,
  token: token ?? visiting.token,
  html: format === undefined ? visiting.wantsHtml : format === 'html',
  lang,
});
