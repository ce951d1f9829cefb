import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

interface Request {
  readonly headers: { readonly accept?: string };
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** How much a client wishes for a media type, by `Accept` (RFC 9110, 12.5.1): 0 for not at all. */
function weightOf(accept: string, mediaType: string): number {
  const [main = ''] = mediaType.split('/');
  const ranges = accept.split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return { name, weight: q === undefined ? 1 : Number(q.slice(2)) || 0 };
  });
  const find = (name: string) => ranges.find((range) => range.name === name)?.weight;
  return find(mediaType) ?? find(`${main}/*`) ?? find('*/*') ?? 0;
}

/** Whether a client would rather have this media type than JSON; JSON where it does not care. */
export const prefers = (accept: string | undefined, mediaType: string): boolean =>
  accept !== undefined && weightOf(accept, mediaType) > weightOf(accept, 'application/json');

/** Parameter: whether the request's `Accept` prefers a media type to JSON. The answer says that it hangs on that (`Vary`). */
export const Prefers = createParamDecorator((mediaType: string, execution: ExecutionContext): boolean => {
  const http = execution.switchToHttp();
  http.getResponse<Reply>().header('Vary', 'Accept');
  return prefers(http.getRequest<Request>().headers.accept, mediaType);
});
