import { Problem } from '@ecou/runtime';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

/** A secret of Standard Webhooks, of 24 to 64 bytes. */
export const signingSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be "whsec_" and 24 to 64 bytes in base64');

/** Throws 401 where a request, as it was written, does not carry the headers of Standard Webhooks that the secret makes. */
export function checkSignature(secret: string, text: string, headers: Readonly<Record<string, string>>): void {
  try {
    new Webhook(secret).verify(text, headers);
  } catch {
    throw new Problem(
      401,
      'SIGNATURE_INVALID',
      'The secret has not signed this request, or it is older than five minutes.',
    );
  }
}
