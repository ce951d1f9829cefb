import type { Language } from '@ecou/contracts';
import { asksForPage, prefers, textsOf } from '@ecou/runtime';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';

interface Request {
  readonly url: string;
  readonly ip: string;
  readonly headers: { readonly accept?: string | undefined; readonly [name: string]: unknown };
  readonly body: unknown;
}

/** The visitor, as far as the request tells. */
export interface Visiting {
  readonly address: string;
  /** From the header `Ecou-Token`. */
  readonly token: string | undefined;
  readonly wantsHtml: boolean;
  readonly form: Typed;
}

/** The fields of a form as they came, and the last part of its address. */
export interface Typed {
  readonly path: string;
  readonly typed: Readonly<Record<string, string>>;
}

export function visitingOf({ url, ip, headers, body }: Request): Visiting {
  const token = headers['ecou-token'];
  return {
    address: ip,
    token: typeof token === 'string' ? token : undefined,
    wantsHtml: prefers(headers.accept, 'text/html'),
    form: { path: url.split('?')[0]?.split('/').at(-1) ?? '', typed: textsOf(body) },
  };
}

/** Parameter: the `Visiting`. */
export const Visitor = createParamDecorator((_data: unknown, execution: ExecutionContext): Visiting =>
  visitingOf(execution.switchToHttp().getRequest<Request>()),
);

export const TokenHeader = ApiHeader({
  name: 'Ecou-Token',
  required: false,
  description: 'The secret half of the link.',
});

/** The reader of an answer, and the form that it takes. */
export interface Reader {
  readonly address: string;
  readonly token: string | undefined;
  readonly html: boolean;
  readonly lang: Language | undefined;
  readonly form: Typed;
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
  html: asksForPage(format, visiting.wantsHtml),
  lang,
  form: visiting.form,
});
