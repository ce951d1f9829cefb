import { z } from 'zod';

/** The algorithms that a provider may sign with: asymmetric ones only, so that a public key is never taken for a shared secret. */
export const signingAlgorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;

/** Those that are taken where no setting says it. */
const usualAlgorithms = 'RS256,PS256,ES256,EdDSA';

const isLocal = (url: URL): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);

const isIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url));
};

const algorithmsIn = (text: string): string[] => text.split(',').map((one) => one.trim());

const isPinned = (text: string): boolean =>
  algorithmsIn(text).every((one) => (signingAlgorithms as readonly string[]).includes(one));

const whole = (from: number, to: number) => {
  const rule = { error: `must be a whole number from ${from} to ${to}` };
  return z.coerce.number(rule).int(rule).min(from, rule).max(to, rule);
};

/** The variables by which people sign in. */
export const signInVariables = {
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'must be the address of a provider over https, such as https://login.example.ro')
    .optional(),
  OIDC_AUDIENCE: z.string().trim().min(1).optional(),
  OIDC_CLIENT_ID: z.string().trim().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_SCOPES: z.string().trim().min(1).default('openid email'),
  OIDC_ALGORITHMS: z
    .string()
    .refine(isPinned, `must be some of ${signingAlgorithms.join(', ')}, separated by commas`)
    .default(usualAlgorithms),
  OIDC_TOKEN_TYPE: z.enum(['at+jwt', 'JWT'], { error: 'must be at+jwt or JWT' }).default('at+jwt'),
  OIDC_CLOCK_SKEW_SECONDS: whole(0, 120).default(30),
  OIDC_KEYS_COOLDOWN_SECONDS: whole(0, 600).default(30),
  OIDC_FIRST_SIGN_IN: z.enum(['email', 'none'], { error: 'must be email or none' }).default('email'),
  ECOU_PASSKEYS: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  ECOU_SESSION_IDLE_MINUTES: whole(5, 1_440).default(30),
  ECOU_SESSION_HOURS: whole(1, 168).default(12),
};

type Given = z.output<z.ZodObject<typeof signInVariables>>;

/** Faults of these variables together: each names a variable and its rule. */
export const signInFaults: readonly {
  readonly path: keyof Given;
  readonly error: string;
  readonly isFault: (given: Partial<Given>) => boolean;
}[] = [
  {
    path: 'OIDC_ISSUER',
    error: 'is missing, and OIDC_AUDIENCE or OIDC_CLIENT_ID is set',
    isFault: (given) => !given.OIDC_ISSUER && (given.OIDC_AUDIENCE ?? given.OIDC_CLIENT_ID) !== undefined,
  },
  {
    path: 'OIDC_CLIENT_ID',
    error: 'is missing, and OIDC_ISSUER is set',
    isFault: (given) => given.OIDC_ISSUER !== undefined && given.OIDC_CLIENT_ID === undefined,
  },
  {
    path: 'OIDC_AUDIENCE',
    error: 'must differ from OIDC_CLIENT_ID: an ID token would open the API',
    isFault: (given) => given.OIDC_AUDIENCE !== undefined && given.OIDC_AUDIENCE === given.OIDC_CLIENT_ID,
  },
];

/** An OpenID provider, and what is taken of it. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** `undefined`: a public client, by PKCE alone. */
  readonly clientSecret: string | undefined;
  /** The audience of access tokens for the API; `undefined`: none is taken. */
  readonly audience: string | undefined;
  readonly scopes: string;
  readonly algorithms: readonly string[];
  /** `typ` of its access tokens (RFC 9068: `at+jwt`). */
  readonly tokenType: 'at+jwt' | 'JWT';
  readonly skewSeconds: number;
  /** The time between two looks for keys that are not known. */
  readonly keysCooldownSeconds: number;
}

export interface SignInSettings {
  /** `undefined`: the town has none. */
  readonly provider: ProviderSettings | undefined;
  /** True where a verified e-mail address of an invitation ties an account of the provider to it. */
  readonly tiesByEmail: boolean;
  /** True where people have passkeys of Ecou's own: where there is no provider, unless a setting says otherwise. */
  readonly passkeys: boolean;
  /** A session ends after so much time without a request ... */
  readonly idleMs: number;
  /** ... and after so much time at all. */
  readonly absoluteMs: number;
}

function providerOf(given: Given): ProviderSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = given;
  if (issuer === undefined || clientId === undefined) return undefined;
  return {
    issuer,
    clientId,
    clientSecret: given.OIDC_CLIENT_SECRET,
    audience: given.OIDC_AUDIENCE,
    scopes: given.OIDC_SCOPES,
    algorithms: algorithmsIn(given.OIDC_ALGORITHMS),
    tokenType: given.OIDC_TOKEN_TYPE,
    skewSeconds: given.OIDC_CLOCK_SKEW_SECONDS,
    keysCooldownSeconds: given.OIDC_KEYS_COOLDOWN_SECONDS,
  };
}

export const signInSettingsOf = (given: Given): SignInSettings => ({
  provider: providerOf(given),
  tiesByEmail: given.OIDC_FIRST_SIGN_IN === 'email',
  passkeys: given.ECOU_PASSKEYS === undefined ? given.OIDC_ISSUER === undefined : given.ECOU_PASSKEYS === 'on',
  idleMs: given.ECOU_SESSION_IDLE_MINUTES * 60_000,
  absoluteMs: given.ECOU_SESSION_HOURS * 3_600_000,
});
