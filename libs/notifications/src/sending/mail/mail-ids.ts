import { createHmac, timingSafeEqual } from 'node:crypto';

const form = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-f]{32})$/;
const macBytes = 16;

/**
 * The ids that mails go by: the id of the message, which public contracts tell, and a part that only those know who got the mail or carried
 * it. So nobody else can report of one.
 */
export class MailIds {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('ecou notifications mail ids v1').digest();
  }

  of(messageId: string): string {
    return `${messageId}.${this.mac(messageId).toString('hex')}`;
  }

  /** The id of the message; `undefined` for what was not made here. Compares in constant time, and big letters as small ones. */
  read(mailId: string): string | undefined {
    const [, messageId, mac] = form.exec(mailId.toLowerCase()) ?? [];
    if (messageId === undefined || mac === undefined) return undefined;
    return timingSafeEqual(Buffer.from(mac, 'hex'), this.mac(messageId)) ? messageId : undefined;
  }

  private mac(messageId: string): Buffer {
    return createHmac('sha256', this.key).update(messageId).digest().subarray(0, macBytes);
  }
}
