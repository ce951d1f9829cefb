import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

interface Request {
  readonly url: string;
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** Answers the whole address that was asked for, and that of the page which a cursor starts, which it sets as `Link` too; null on the last page. */
export type Links = (base: string, cursor: string | null) => { readonly self: string; readonly next: string | null };

/** Parameter: links of an answer in a media type of its own. */
export const Linked = createParamDecorator((_data: unknown, execution: ExecutionContext): Links => {
  const http = execution.switchToHttp();
  return (base, cursor) => {
    const { url } = http.getRequest<Request>();
    const self = `${base}${url}`;
    if (cursor === null) return { self, next: null };
    const next = new URL(self);
    next.searchParams.set('cursor', cursor);
    http.getResponse<Reply>().header('Link', `<${next.href}>; rel="next"`);
    return { self, next: next.href };
  };
});
