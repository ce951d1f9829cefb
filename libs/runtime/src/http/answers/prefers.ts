import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { preferredOf, prefers } from '../../accept/accept.js';

interface Request {
  readonly headers: { readonly accept?: string };
}

interface Reply {
  header(name: string, value: string): unknown;
}

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

/** True where a page is asked for: by `?format=html`, or by `Accept` where no form is named. */
export const asksForPage = (format: string | undefined, prefersPage: boolean): boolean =>
  format === undefined ? prefersPage : format === 'html';

/** Parameter: of several media types the one that the request's `Accept` prefers to JSON; `undefined` where it prefers none. */
export const PrefersOneOf = (...mediaTypes: readonly string[]): ParameterDecorator => Preferred(mediaTypes);

const Preferred = createParamDecorator((mediaTypes: readonly string[], execution: ExecutionContext) =>
  preferredOf(acceptOf(execution), mediaTypes),
);
