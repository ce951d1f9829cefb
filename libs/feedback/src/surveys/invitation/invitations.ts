import { createHmac, timingSafeEqual } from 'node:crypto';

const serialBytes = 4;
const macBytes = 14;

/**
 * Makes and reads invitation tokens. A token is the serial of an invitation (from 1, per questionnaire) and an HMAC over it, keyed by the
 * deployment's secret: so no token is stored anywhere, and a stolen database answers nothing.
 */
export class Invitations {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('ecou feedback invitations v1').digest();
  }

  token(questionnaireId: string, serial: number): string {
    const bytes = Buffer.alloc(serialBytes);
    bytes.writeUInt32BE(serial);
    return Buffer.concat([bytes, this.mac(questionnaireId, bytes)]).toString('base64url');
  }

  /** The serial of a token of this questionnaire; `undefined` for anything that was not made here. Compares in constant time. */
  serialOf(questionnaireId: string, token: string): number | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== serialBytes + macBytes || bytes.toString('base64url') !== token) return undefined;
    const serial = bytes.subarray(0, serialBytes);
    const isOurs = timingSafeEqual(bytes.subarray(serialBytes), this.mac(questionnaireId, serial));
    return isOurs ? serial.readUInt32BE() : undefined;
  }

  private mac(questionnaireId: string, serial: Buffer): Buffer {
    return createHmac('sha256', this.key).update(questionnaireId).update(serial).digest().subarray(0, macBytes);
  }
}
