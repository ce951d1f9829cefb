import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The purpose of a link. `confirm`: the wishes of a subscriber up to a round. `address`: one of a subscriber's addresses. `renewal`: agree to
 * a newer text. `preferences`: see and change a subscriber's. `unsubscribe`: end the topics of a message. `chat`: add the chat from which it
 * comes to a subscriber's addresses.
 */
export type LinkPurpose = 'confirm' | 'address' | 'renewal' | 'preferences' | 'unsubscribe' | 'chat';

export interface Link {
  readonly purpose: LinkPurpose;
  /** Id of the subscriber; for `unsubscribe` of the message. */
  readonly id: string;
  /** For `address` its number, for `renewal` the version of the text, for `chat` the code of its text; 0 where the purpose has none. */
  readonly round: number;
}

const codes: Record<LinkPurpose, number> = {
  ...{ confirm: 1, preferences: 2, unsubscribe: 3, address: 4, renewal: 5 },
  chat: 6,
};
const uuidForm = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const claimBytes = 1 + 16 + 4;
const macBytes = 24;

function claimOf({ purpose, id, round }: Link): Buffer {
  if (!uuidForm.test(id)) throw new Error('A link names a UUID.');
  const claim = Buffer.alloc(claimBytes);
  claim.writeUInt8(codes[purpose], 0);
  claim.write(id.replaceAll('-', ''), 1, 'hex');
  claim.writeUInt32BE(round, 17);
  return claim;
}

const uuidOf = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/**
 * Makes and reads the tokens in links. A token says what it is for and carries an HMAC over that, keyed by the deployment's secret; so
 * nothing is stored that could be stolen, and a link lives as long as the secret does.
 */
export class Tokens {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('ecou notifications links v1').digest();
  }

  of(link: Link): string {
    const claim = claimOf(link);
    return Buffer.concat([claim, this.mac(claim)]).toString('base64url');
  }

  /** The subject that a token of this purpose names; `undefined` for anything that was not made here. Compares in constant time. */
  read(purpose: LinkPurpose, token: string): Omit<Link, 'purpose'> | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== claimBytes + macBytes || bytes.toString('base64url') !== token) return undefined;
    const claim = bytes.subarray(0, claimBytes);
    if (!timingSafeEqual(bytes.subarray(claimBytes), this.mac(claim))) return undefined;
    if (claim.readUInt8(0) !== codes[purpose]) return undefined;
    return { id: uuidOf(claim.toString('hex', 1, 17)), round: claim.readUInt32BE(17) };
  }

  private mac(claim: Buffer): Buffer {
    return createHmac('sha256', this.key).update(claim).digest().subarray(0, macBytes);
  }
}
