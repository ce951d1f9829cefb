import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

interface Request {
  readonly url: string;
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** Answers the address of the page that a cursor starts, and sets it as `Link` too; `null` on the last page. */
export type NextLinked = (cursor: string | null) => string | null;

/** Parameter: links the next page of a list that is answered in a media type of its own. */
export const LinkNext = createParamDecorator((_data: unknown, execution: ExecutionContext): NextLinked => {
  const http = execution.switchToHttp();
  return (cursor) => {
    if (cursor === null) return null;
    const [path = '', query = ''] = http.getRequest<Request>().url.split('?');
    const parameters = new URLSearchParams(query);
    parameters.set('cursor', cursor);
    const next = `${path}?${parameters.toString()}`;
    http.getResponse<Reply>().header('Link', `<${next}>; rel="next"`);
    return next;
  };
});
