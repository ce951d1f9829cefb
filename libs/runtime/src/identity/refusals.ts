import { Problem } from '../problems/problem.js';

/** A refusal of whoever cannot show who they are (RFC 6750, 3). `signIn`: the actor as whom they tried to sign in, with something that is theirs. */
export const unauthorised = (code: string, detail: string, signIn?: string): Problem =>
  new Problem(401, code, detail, {
    headers: { 'WWW-Authenticate': 'Bearer realm="ecou"' },
    ...(signIn !== undefined && { signIn }),
  });

/** The provider of accounts cannot be asked now: nobody is let in for that. */
export const providerAway = (): Problem =>
  new Problem(503, 'PROVIDER_AWAY', 'The provider of accounts cannot be reached. Try again in a moment.', {
    headers: { 'Retry-After': '5' },
  });
