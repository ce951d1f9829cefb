import { Callers, Problem, Publisher, unauthorised } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { isIP } from 'node:net';

export type { CreationOptions, RequestOptions };

/** Loaded with the first passkey: it holds all forms of attestation, and most processes never need it. */
const webauthn = () => import('@simplewebauthn/server');

/** The time that somebody has at their authenticator, milliseconds. */
const timeout = 300_000;

/** EdDSA, ES256 and RS256, as the registry of COSE numbers them. */
const algorithms = [-8, -7, -257];

/** Whoever registers a passkey. */
interface Registrant {
  /** Their id (UUID). */
  readonly id: string;
  /** Shown by their authenticator. Personal. */
  readonly name: string;
  /** The credentials that they have, base64url: an authenticator with one of these makes no other. */
  readonly credentials: readonly string[];
}

/** A credential as it was registered: its id, its public key (COSE), base64url, and its counter. */
export interface Registered {
  readonly credential: string;
  readonly publicKey: string;
  readonly counter: number;
}

/** The user handle of a person, which their authenticator keeps: nothing that is personal. */
const handleOf = (person: string): Buffer<ArrayBuffer> => Buffer.from(person.replaceAll('-', ''), 'hex');

/** The refusal of what an authenticator said: a challenge, an origin or a signature that is not the right one. */
const invalid = (because: string): Problem =>
  unauthorised('PASSKEY_INVALID', `What the authenticator said is not taken: ${because}`);

const refuse = (error: unknown): never => {
  throw invalid(error instanceof Error ? error.message : 'It is malformed.');
};

/** The deployment as WebAuthn knows it: passkeys are bound to the name of the host in `PUBLIC_URL`. A user is verified each time. */
@Injectable()
export class RelyingParty {
  private readonly name: string;
  private readonly url: URL;

  constructor(
    private readonly callers: Callers,
    { institution, publicUrl }: Publisher,
  ) {
    this.name = institution;
    this.url = new URL(publicUrl);
  }

  /** Throws 404 where the deployment takes no passkeys, and 409 where its address is none that they can be bound to. */
  check(): void {
    const { takesPasskeys, cookies } = this.callers;
    if (!takesPasskeys) throw new Problem(404, 'PASSKEYS_OFF', 'Nobody signs in with passkeys here (ECOU_PASSKEYS).');
    if (!cookies.areSafe || isIP(this.url.hostname.replace(/^\[|\]$/g, '')) !== 0)
      throw new Problem(409, 'HTTPS_MISSING', 'Passkeys need https and a host with a name: PUBLIC_URL must say so.');
  }

  /** The options of a registration. The credential stands in the authenticator, since nobody types who they are. */
  async registration({ id, name, credentials }: Registrant): Promise<CreationOptions> {
    const { generateRegistrationOptions } = await webauthn();
    return generateRegistrationOptions({
      ...{ rpName: this.name, rpID: this.url.hostname, userID: handleOf(id), userName: name, userDisplayName: name },
      ...{ timeout, attestationType: 'none', supportedAlgorithmIDs: algorithms },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: credentials.map((credential) => ({ id: credential })),
    });
  }

  /** The credential that was made for a challenge. Throws 401 where it was not. */
  async registered(response: RegistrationResponseJSON, expectedChallenge: string): Promise<Registered> {
    await refuseCertificates(response);
    const { verifyRegistrationResponse } = await webauthn();
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      ...{ response, expectedChallenge, expectedOrigin: this.url.origin, expectedRPID: this.url.hostname },
      ...{ requireUserVerification: true, supportedAlgorithmIDs: algorithms },
    }).catch(refuse);
    if (!verified) throw invalid('Its attestation is wrong.');
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credential: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter };
  }

  /** The options of a sign-in: any passkey of the deployment. */
  async signIn(): Promise<RequestOptions> {
    const { generateAuthenticationOptions } = await webauthn();
    return generateAuthenticationOptions({ rpID: this.url.hostname, timeout, userVerification: 'required' });
  }

  /** The counter of a person's credential, which signed a challenge. Throws 401 where it did not. */
  async signedIn(
    response: AuthenticationResponseJSON,
    expectedChallenge: string,
    { person, credential: id, publicKey }: Omit<Registered, 'counter'> & { readonly person: string },
  ): Promise<number> {
    const { userHandle } = response.response;
    if (userHandle !== undefined && userHandle !== handleOf(person).toString('base64url'))
      throw invalid('The user handle is that of somebody else.');
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      ...{ response, expectedChallenge, expectedOrigin: this.url.origin, expectedRPID: this.url.hostname },
      // Counters are compared where they are kept, at once with their change.
      credential: { id, publicKey: Buffer.from(publicKey, 'base64url'), counter: 0 },
      requireUserVerification: true,
    }).catch(refuse);
    if (!verified) throw invalid('The signature is wrong.');
    return authenticationInfo.newCounter;
  }
}

/** None was asked for, and to check one would mean to ask addresses that stand in it. */
async function refuseCertificates({ response: { attestationObject } }: RegistrationResponseJSON): Promise<void> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const decode = () => {
    try {
      return decodeAttestationObject(Buffer.from(attestationObject, 'base64url'));
    } catch (error) {
      return refuse(error);
    }
  };
  const attestation = decode();
  const isOwn = attestation.get('fmt') === 'packed' && attestation.get('attStmt').get('x5c') === undefined;
  if (attestation.get('fmt') !== 'none' && !isOwn) throw invalid('No attestation was asked for.');
}
