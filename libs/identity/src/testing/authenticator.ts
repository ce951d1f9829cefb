import { isoCBOR } from '@simplewebauthn/server/helpers';
import { createSign, generateKeyPairSync, hash, randomBytes, type KeyObject } from 'node:crypto';

/** Answers of an authenticator and its browser that differ from the right ones. */
export interface Said {
  /** The origin of the page. */
  readonly origin?: string;
  /** The name that the credential is bound to. */
  readonly rpId?: string;
  /** False: nobody's fingerprint was asked for. */
  readonly isVerified?: boolean;
  readonly challenge?: string;
  readonly type?: string;
  readonly counter?: number;
  readonly userHandle?: string;
  /** The form of its attestation, with certificates where it is not `none`. */
  readonly format?: string;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId?: string;
}

/** The parts that a copy of an authenticator has, too. */
interface Secrets {
  readonly id: Buffer;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly userHandle: string;
  readonly counter: number;
}

const [present, verified, attested] = [0x01, 0x04, 0x40];
const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');

/** A public key of P-256 as COSE has it (RFC 9053, 7.1.1): key type EC2, ES256, and its point. */
function coseOf(key: KeyObject): Uint8Array {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const entries: [number, number | Uint8Array][] = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ];
  return isoCBOR.encode(new Map(entries));
}

/** An authenticator in software (ES256) with its browser at `origin`: it has one passkey, and answers as WebAuthn has it in JSON. */
export class Authenticator {
  private secrets: Secrets | undefined;

  constructor(private readonly origin: string) {}

  /** The credential that it makes for options; it takes the place of the one before. */
  create({ challenge, rp, user }: CreationOptions, said: Said = {}): object {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const counter = said.counter ?? 1;
    this.secrets = { id: randomBytes(16), privateKey, publicKey, userHandle: user.id, counter };
    const { id } = this.secrets;
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, coseOf(publicKey)]);
    const authData = Buffer.concat([this.authData(rp.id, attested, { ...said, counter }), credential]);
    const statement = said.format === undefined ? new Map() : new Map([['x5c', [Buffer.alloc(4)]]]);
    const attestation = new Map<string, string | Uint8Array | Map<string, never>>([
      ['fmt', said.format ?? 'none'],
      ['attStmt', statement as Map<string, never>],
      ['authData', authData],
    ]);
    const response = {
      clientDataJSON: this.clientData('webauthn.create', challenge, said),
      attestationObject: base64url(isoCBOR.encode(attestation)),
    };
    return { id: base64url(id), response };
  }

  /** The answer to options of a sign-in; counts one up. */
  get({ challenge, rpId }: RequestOptions, said: Said = {}): object {
    const before = this.held();
    const counter = said.counter ?? (before.counter === 0 ? 0 : before.counter + 1);
    this.secrets = { ...before, counter };
    const authData = this.authData(rpId, 0, { ...said, counter });
    const clientDataJSON = this.clientData('webauthn.get', challenge, said);
    const signed = Buffer.concat([authData, hash('sha256', Buffer.from(clientDataJSON, 'base64url'), 'buffer')]);
    const response = {
      ...{ clientDataJSON, authenticatorData: base64url(authData) },
      signature: base64url(createSign('sha256').update(signed).sign(before.privateKey)),
      userHandle: said.userHandle ?? before.userHandle,
    };
    return { id: base64url(before.id), response };
  }

  /** Another one with the same passkey and counter. */
  copy(): Authenticator {
    const copy = new Authenticator(this.origin);
    copy.secrets = this.held();
    return copy;
  }

  private held(): Secrets {
    if (!this.secrets) throw new Error('The authenticator has no passkey yet.');
    return this.secrets;
  }

  private authData(rpId = '', flags: number, said: Said): Buffer {
    const { isVerified = true, counter = 0 } = said;
    const bytes = Buffer.alloc(5);
    bytes.writeUInt8(present | flags | (isVerified ? verified : 0));
    bytes.writeUInt32BE(counter, 1);
    return Buffer.concat([hash('sha256', said.rpId ?? rpId, 'buffer'), bytes]);
  }

  private clientData(type: string, challenge: string, said: Said): string {
    const origin = said.origin ?? this.origin;
    const data = { type: said.type ?? type, challenge: said.challenge ?? challenge, origin, crossOrigin: false };
    return base64url(JSON.stringify(data));
  }
}
