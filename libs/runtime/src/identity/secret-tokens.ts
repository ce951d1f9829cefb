import { createHmac, timingSafeEqual } from 'node:crypto';

const macBytes = 16;
const form = /^[\w-]{22}$/;

/**
 * Makes and checks the secret half of a link or code: 22 letters, digits, `-` and `_`, an HMAC-SHA256 over what it opens, keyed by the
 * deployment's secret and a purpose. Nothing is stored, a repeated request is answered with the same one, and a stolen database opens nothing.
 */
export class SecretTokens {
  private readonly key: Buffer;

  /** `purpose` tells these tokens from those of another use, such as `feedback petition status v1`; it never changes. */
  constructor(secret: string, purpose: string) {
    this.key = createHmac('sha256', secret).update(`ecou ${purpose}`).digest();
  }

  /** True for what could be a token at all, whatever it opens. */
  static isToken(text: string): boolean {
    return form.test(text);
  }

  /** The token that opens what these names stand for, such as an id, or an id and a round. */
  of(...names: readonly [string, ...string[]]): string {
    return this.mac(names).toString('base64url');
  }

  /** True where this token opens it; `false` for anything that was not made here. Compares in constant time. */
  opens(token: string, ...names: readonly [string, ...string[]]): boolean {
    const bytes = Buffer.from(token, 'base64url');
    return (
      bytes.length === macBytes && bytes.toString('base64url') === token && timingSafeEqual(bytes, this.mac(names))
    );
  }

  private mac(names: readonly string[]): Buffer {
    return createHmac('sha256', this.key).update(JSON.stringify(names)).digest().subarray(0, macBytes);
  }
}
