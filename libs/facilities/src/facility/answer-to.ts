import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

interface Request {
  readonly url: string;
  readonly headers: { readonly accept?: string };
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** What a route needs to know of the request in order to answer in another media type than JSON. */
export class AnswerTo {
  constructor(
    private readonly request: Request,
    private readonly reply: Reply,
  ) {}

  /** Whether the client asks for a media type by its name. Says too that the answer hangs on that. */
  wants(mediaType: string): boolean {
    this.reply.header('Vary', 'Accept');
    const named = (this.request.headers.accept ?? '').split(',').map((range) => range.split(';')[0]?.trim());
    return named.includes(mediaType);
  }

  /** The address of the page that the cursor starts, set as `Link` too; `null` on the last page. */
  linkNext(cursor: string | null): string | null {
    if (cursor === null) return null;
    const [path = '', query = ''] = this.request.url.split('?');
    const parameters = new URLSearchParams(query);
    parameters.set('cursor', cursor);
    const next = `${path}?${parameters.toString()}`;
    this.reply.header('Link', `<${next}>; rel="next"`);
    return next;
  }
}

/** Parameter: the `AnswerTo` of the request. */
export const Answer = createParamDecorator((_data: unknown, execution: ExecutionContext): AnswerTo => {
  const http = execution.switchToHttp();
  return new AnswerTo(http.getRequest<Request>(), http.getResponse<Reply>());
});
