import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

interface Request {
  readonly headers: { readonly accept?: string };
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** The weight that a client gives to a media type, by `Accept` (RFC 9110, 12.5.1): 0 for not at all. */
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

/** Of some media types the one that a client would rather have than JSON; `undefined` where it does not care. */
export function preferredOf(accept: string | undefined, mediaTypes: readonly string[]): string | undefined {
  if (accept === undefined) return undefined;
  const [best] = mediaTypes
    .map((mediaType) => ({ mediaType, weight: weightOf(accept, mediaType) }))
    .sort((a, b) => b.weight - a.weight);
  return best && best.weight > weightOf(accept, 'application/json') ? best.mediaType : undefined;
}

/** True where a client would rather have this media type than JSON; JSON where it does not care. */
export const prefers = (accept: string | undefined, mediaType: string): boolean =>
  preferredOf(accept, [mediaType]) !== undefined;

/** The request's `Accept`. The answer says that it hangs on that (`Vary`). */
function acceptOf(execution: ExecutionContext): string | undefined {
  const http = execution.switchToHttp();
  http.getResponse<Reply>().header('Vary', 'Accept');
  return http.getRequest<Request>().headers.accept;
}

/** Parameter: whether the request's `Accept` prefers a media type to JSON. */
export const Prefers = createParamDecorator((mediaType: string, execution: ExecutionContext): boolean =>
  prefers(acceptOf(execution), mediaType),
);

/** Parameter: of several media types the one that the request's `Accept` prefers to JSON; `undefined` where it prefers none. */
export const PrefersOneOf = (...mediaTypes: readonly string[]): ParameterDecorator => Preferred(mediaTypes);

const Preferred = createParamDecorator((mediaTypes: readonly string[], execution: ExecutionContext) =>
  preferredOf(acceptOf(execution), mediaTypes),
);
