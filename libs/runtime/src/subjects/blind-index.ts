import { createHmac, hash } from 'node:crypto';

/** Something that is looked for by its normal form: what kind of thing it is, and that form. */
export interface Term {
  readonly kind: string;
  readonly value: string;
}

/** Bytes of a block of SHA-256. */
const blockBytes = 64;

/** The key of an HMAC, filled up to a block, with each of its bytes combined with the same one (RFC 2104). */
const padded = (key: Buffer, byte: number): Buffer => {
  const block = Buffer.alloc(blockBytes, byte);
  key.forEach((each, index) => (block[index] = each ^ byte));
  return block;
};

const sha256 = (...parts: readonly Buffer[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

/**
 * Hashes terms with a key made of the deployment's secret, so that a table of them can be looked through and nothing in it be read: HMAC-SHA-256,
 * cut to 64 bits (a false hit in 500,000 petitions of 100 terms each is as likely as one in 360 billion questions). That two petitions share a
 * term can be seen by whoever reads the table, and how often a term occurs.
 *
 * The HMAC is put together of two plain hashes, which takes a tenth of the time of `createHmac` for texts as short as these.
 */
export class BlindIndex {
  private readonly inner: Buffer;
  private readonly outer: Buffer;

  constructor(
    secret: string,
    /** The table that it is for: the same term has other tokens in another one. */
    purpose: string,
  ) {
    const key = createHmac('sha256', secret).update(`ecou ${purpose} v1`).digest();
    this.inner = padded(key, 0x36);
    this.outer = padded(key, 0x5c);
  }

  /** Tokens of the terms, as decimal numbers of 64 bits. */
  tokensOf(terms: readonly Term[]): string[] {
    return terms.map(({ kind, value }) =>
      sha256(this.outer, sha256(this.inner, Buffer.from(`${kind} ${value}`)))
        .readBigInt64BE()
        .toString(),
    );
  }
}
