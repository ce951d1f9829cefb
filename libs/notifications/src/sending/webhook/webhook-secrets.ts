import { createHmac } from 'node:crypto';

/**
 * The secrets that sign what webhooks get. Each is an HMAC-SHA256 of the webhook's address under the secret of the deployment: nothing is
 * stored, and a stolen database signs nothing.
 */
export class WebhookSecrets {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('ecou notifications webhook secret v1').digest();
  }

  /** `whsec_` and 32 bytes in base64. */
  of(address: string): string {
    return `whsec_${createHmac('sha256', this.key).update(address).digest('base64')}`;
  }
}
