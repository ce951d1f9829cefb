import { createHmac } from 'node:crypto';
import { Seal } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../settings.js';

/**
 * The secrets that sign what endpoints get, and the keys of clients. A secret is an HMAC-SHA256 of the endpoint's id and its number under the
 * secret of the deployment: nothing is stored, a repeated request is answered with the same one, and a stolen database signs nothing.
 */
@Injectable()
export class EndpointSecrets {
  private readonly key: Buffer;
  private readonly keys: Seal;

  constructor(@Inject(SETTINGS) { secret }: Settings) {
    this.key = createHmac('sha256', secret).update('ecou integrations webhook secret v1').digest();
    this.keys = new Seal(secret, 'integrations webhook client key v1');
  }

  /** `whsec_` and 32 bytes in base64. */
  of(endpoint: string, number: number): string {
    return `whsec_${createHmac('sha256', this.key)
      .update(JSON.stringify([endpoint, number]))
      .digest('base64')}`;
  }

  /** Base64. */
  sealKey(endpoint: string, pem: string): string {
    return this.keys.seal(endpoint, Buffer.from(pem)).toString('base64');
  }

  /** PEM. */
  openKey(endpoint: string, sealed: string): string {
    return this.keys.open(endpoint, Buffer.from(sealed, 'base64')).toString();
  }
}
