import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals bytes with a key made of a secret and the name of what they are, by AES-256-GCM: nonce, tag, and what was sealed. The same bytes look
 * different each time.
 */
export class Seal {
  private readonly secret: Buffer;

  /** `purpose` tells these keys from those of another use; it never changes. */
  constructor(secret: string, purpose: string) {
    this.secret = createHmac('sha256', secret).update(`ecou ${purpose}`).digest();
  }

  seal(name: string, bytes: Uint8Array): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.keyOf(name), nonce);
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws where they were not sealed under this name and secret. */
  open(name: string, sealed: Buffer): Buffer {
    const decipher = createDecipheriv(algorithm, this.keyOf(name), sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
  }

  private keyOf(name: string): Buffer {
    return createHmac('sha256', this.secret).update(name).digest();
  }
}
