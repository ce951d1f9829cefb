import { RSABSSA } from '@cloudflare/blindrsa-ts';

/** A ballot as its holder has it. */
export interface Ballot {
  readonly number: string;
  readonly signature: string;
}

const suite = RSABSSA.SHA384.PSS.Randomized();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytes = (encoded: string): Uint8Array => new Uint8Array(Buffer.from(encoded, 'base64url'));

/** A request to sign, and the function that makes a ballot of its answer. */
export interface BallotRequest {
  readonly body: { readonly blinded?: string; readonly number?: string };
  ballotOf(signature: string): Promise<Ballot>;
}

/** By the library of RFC 9474's authors; `publicKey` as it is published. */
export async function blindRequest(publicKey: string): Promise<BallotRequest> {
  const key = await crypto.subtle.importKey(
    'spki',
    Buffer.from(publicKey, 'base64'),
    { name: 'RSA-PSS', hash: 'SHA-384' },
    true,
    ['verify'],
  );
  const number = suite.prepare(crypto.getRandomValues(new Uint8Array(32)));
  const { blindedMsg, inv } = await suite.blind(key, number);
  return {
    body: { blinded: text(blindedMsg) },
    ballotOf: async (signature) => ({
      number: text(number),
      signature: text(await suite.finalize(key, number, bytes(signature), inv)),
    }),
  };
}

/** Of somebody who cannot blind. */
export function openRequest(): BallotRequest {
  const number = text(crypto.getRandomValues(new Uint8Array(32)));
  return { body: { number }, ballotOf: (signature) => Promise.resolve({ number, signature }) };
}
