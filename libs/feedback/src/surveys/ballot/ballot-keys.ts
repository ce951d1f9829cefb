import { Invalid } from '@ecou/event-sourcing';
import {
  constants,
  createPublicKey,
  generateKeyPair,
  privateEncrypt,
  publicDecrypt,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';

/** The suite of RFC 9474. A client prepares its number as it likes: `-Randomized` puts 32 random bytes before it, which are a part of it then. */
export const suite = 'RSABSSA-SHA384-PSS';

const hash = 'sha384';
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
const raw = { padding: constants.RSA_NO_PADDING };

/** Bits of a questionnaire's key; a signature and a blinded number have as many. */
const modulusLength = 2048;
export const signatureBytes = modulusLength / 8;

/** A new pair of keys: SPKI and PKCS #8, DER. */
export const makeKeys = async (): Promise<{ readonly publicKey: Buffer; readonly privateKey: Buffer }> =>
  promisify(generateKeyPair)('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });

/**
 * Signs a blinded number (RFC 9474, 4.3): what it is of is not seen. Throws `Invalid` for what is no blinded number under this key. OpenSSL's raw
 * operation takes the same time for every number.
 */
export function blindSign(privateKey: KeyObject, blinded: Buffer): Buffer {
  const signature = rawOperation(() => privateEncrypt({ key: privateKey, ...raw }, blinded));
  const publicKey = createPublicKey(privateKey);
  // A fault of the machine in a signature would give the key away.
  if (!publicDecrypt({ key: publicKey, ...raw }, signature).equals(blinded)) throw new Error('A signature went wrong.');
  return signature;
}

function rawOperation(operation: () => Buffer): Buffer {
  try {
    return operation();
  } catch {
    throw new Invalid('BLINDED_MALFORMED', 'This was not blinded under the key of the questionnaire.', ['blinded']);
  }
}

/** Signs a number that is seen. */
export const openSign = (privateKey: KeyObject, number: Buffer): Buffer =>
  sign(hash, number, { key: privateKey, ...pss });

/** True where the number was signed, blindly or openly. */
export const isSigned = (publicKey: KeyObject, number: Buffer, signature: Buffer): boolean =>
  verify(hash, number, { key: publicKey, ...pss }, signature);
