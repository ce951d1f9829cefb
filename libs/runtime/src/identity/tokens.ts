import type { Clock } from '@ecou/event-sourcing';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type ProtectedHeaderParameters } from 'jose';
import type { ProviderSettings } from '../config/sign-in-settings.js';
import type { Problem } from '../problems/problem.js';
import type { Caller } from './permissions.js';
import type { People } from './people.js';
import { isProviderAway, type Provider } from './provider.js';
import { providerAway, unauthorised } from './refusals.js';

/** A JWS in compact form. */
const form = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Headers by which a token would bring its own key, or ask for what is not understood here. */
const refusedHeaders = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64'] as const;

const malformed = () => unauthorised('TOKEN_MALFORMED', 'This is no access token.');

/** The codes of what is wrong with a claim. */
const ofClaims: Readonly<Record<string, readonly [string, string]>> = {
  iss: ['TOKEN_ISSUER_WRONG', 'The token is of another provider.'],
  aud: ['TOKEN_AUDIENCE_WRONG', 'The token is for another system.'],
  nbf: ['TOKEN_NOT_YET_VALID', 'The token is not valid yet.'],
  iat: ['TOKEN_NOT_YET_VALID', 'The token was issued in the future.'],
  typ: ['TOKEN_TYPE_WRONG', 'The token is no access token.'],
};

/** The refusal of a token that did not pass. */
function refusalOf(error: unknown): Problem {
  if (error instanceof errors.JWTExpired) return unauthorised('TOKEN_EXPIRED', 'The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed)
    return unauthorised(...(ofClaims[error.claim] ?? ['TOKEN_MALFORMED', `The token lacks ${error.claim}.`]));
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return unauthorised('TOKEN_SIGNATURE_WRONG', 'The token was not signed by the provider.');
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return unauthorised('TOKEN_KEY_UNKNOWN', 'The provider has no such key.');
  return isProviderAway(error) ? providerAway() : malformed();
}

/** The access tokens of a provider (RFC 9068), and who calls with them. */
export class AccessTokens {
  constructor(
    /** `undefined`: no token is taken. */
    private readonly provider: Provider | undefined,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** True for a text that could be a token. */
  static isToken(text: string): boolean {
    return form.test(text);
  }

  /** The caller with a token. Throws 401, with a code of what is wrong; 503 where the provider is away. */
  async callerOf(token: string): Promise<Caller> {
    const { provider } = this;
    const audience = provider?.settings.audience;
    if (!provider || audience === undefined)
      throw unauthorised('TOKENS_NOT_TAKEN', 'No provider of access tokens is configured: send a key.');
    const { subject, issuedAt } = await this.verified(token, provider, audience);
    const person = await this.people.bySubject(provider.settings.issuer, subject);
    if (!person) throw unauthorised('PERSON_UNKNOWN', 'Nobody here is tied to this account of the provider.');
    return this.people.callerOf(person, new Date(issuedAt * 1000).toISOString());
  }

  private async verified(token: string, provider: Provider, audience: string) {
    const { settings } = provider;
    // What no key could make good is refused before the provider is asked for its keys.
    checkForm(token, settings);
    const { payload } = await jwtVerify(token, await provider.keys(), {
      issuer: settings.issuer,
      audience,
      algorithms: [...settings.algorithms],
      typ: settings.tokenType,
      clockTolerance: settings.skewSeconds,
      currentDate: new Date(this.clock.now()),
      requiredClaims: ['sub', 'exp', 'iat'],
    }).catch((error: unknown) => {
      throw refusalOf(error);
    });
    const { sub = '', iat = 0 } = payload;
    return { subject: sub, issuedAt: iat };
  }
}

function checkForm(token: string, { algorithms, issuer }: ProviderSettings): void {
  const { header, claimed } = decoded(token);
  if (typeof header.alg !== 'string' || !algorithms.includes(header.alg))
    throw unauthorised('TOKEN_ALGORITHM_REFUSED', `Tokens are signed by ${algorithms.join(', ')}.`);
  const refused = refusedHeaders.find((name) => name in header);
  if (refused !== undefined) throw unauthorised('TOKEN_HEADER_REFUSED', `The header ${refused} is not taken.`);
  if (claimed !== issuer) throw unauthorised(...(ofClaims['iss'] as [string, string]));
}

function decoded(token: string): { readonly header: ProtectedHeaderParameters; readonly claimed: unknown } {
  try {
    return { header: decodeProtectedHeader(token), claimed: decodeJwt(token).iss };
  } catch {
    throw malformed();
  }
}
