import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

interface Request {
  readonly headers: { readonly accept?: string };
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

/** Whether a client would rather have a page than JSON; JSON where it does not care. */
export const prefersHtml = (accept: string | undefined): boolean =>
  accept !== undefined && weightOf(accept, 'text/html') > weightOf(accept, 'application/json');

/** Parameter: whether the request's `Accept` prefers a page. */
export const WantsHtml = createParamDecorator((_data: unknown, execution: ExecutionContext): boolean =>
  prefersHtml(execution.switchToHttp().getRequest<Request>().headers.accept),
);
