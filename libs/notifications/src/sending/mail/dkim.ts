import { createPrivateKey } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import DKIM from 'nodemailer/lib/dkim';

export interface DkimKey {
  /** The domain that signs: that of the sender, or one above it. */
  readonly domain: string;
  /** The public key stands at `<selector>._domainkey.<domain>`. */
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

/** Bits of a key at least (RFC 8301, section 3.2). */
const leastBits = 1024;

/** Fields that a signature covers, those of a one-click unsubscribe among them (RFC 6376, section 5.4; RFC 8058, section 4). */
const covered = [
  ...['From', 'Sender', 'Reply-To', 'Subject', 'Date', 'Message-ID', 'To', 'Cc', 'MIME-Version', 'Content-Type'],
  ...['Content-Transfer-Encoding', 'Content-Language', 'In-Reply-To', 'References', 'Auto-Submitted'],
  ...['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post'],
].join(':');

/** The fault of a private key, in words that do not show it; `undefined`: none. */
export function faultOfKey(privateKey: string): string | undefined {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey(privateKey);
    if (type !== 'rsa') return 'is no RSA key';
    return (details?.modulusLength ?? 0) < leastBits ? `has fewer than ${leastBits} bits` : undefined;
  } catch {
    return 'is no private key in PEM';
  }
}

/** The mail with a DKIM signature before it (RFC 6376, relaxed/relaxed, rsa-sha256). */
export function signed(raw: Buffer, { domain, selector, privateKey }: DkimKey): Promise<Buffer> {
  const key = { domainName: domain, keySelector: selector, privateKey, headerFieldNames: covered };
  return buffer(new DKIM(key).sign(raw));
}
