import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '@ecou/runtime';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** True for the secret itself. Compares in constant time. */
export const isSecret = (given: unknown, secret: string): boolean =>
  typeof given === 'string' && timingSafeEqual(digestOf(given), digestOf(secret));

/** True where a header `sha256=<hex>` is the HMAC-SHA256 of a body. Compares in constant time. */
export const isSigned = (body: string, header: unknown, secret: string): boolean =>
  isSecret(header, `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);

/** The refusal of a request that the provider did not send. */
export const notGenuine = (): Problem =>
  new Problem(
    401,
    'SIGNATURE_INVALID',
    'The secret that this deployment shares with the provider has not signed this.',
  );
