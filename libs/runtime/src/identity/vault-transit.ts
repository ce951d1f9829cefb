import { Unavailable } from '@ecou/event-sourcing';
import { z } from 'zod';
import type { VaultTransitSettings } from '../config/encryption-settings.js';
import type { KeyWrapping, OpenKey, WrappedKey } from './key-wrapping.js';

/** Milliseconds that an answer may take. */
const patience = 5_000;

/** Each item has its own outcome; the status is that of the worst. */
const results = z.object({
  data: z.object({
    batch_results: z.array(
      z.object({ ciphertext: z.string().optional(), plaintext: z.string().optional(), error: z.string().optional() }),
    ),
  }),
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Wraps with a key of HashiCorp Vault's transit engine (or OpenBao's), which never leaves that server. */
export class VaultTransit implements KeyWrapping {
  readonly id: string;

  constructor(private readonly settings: VaultTransitSettings) {
    this.id = `vault:${settings.mount}/${settings.key}`;
  }

  async wrap(keys: readonly OpenKey[]): Promise<readonly Buffer[]> {
    const answers = await this.ask(
      'encrypt',
      keys.map(({ subject, key }) => ({
        plaintext: key.toString('base64'),
        associated_data: base64(subject),
      })),
    );
    return answers.map(({ ciphertext, error }) => {
      if (ciphertext === undefined) throw this.away(error ?? 'it did not encrypt');
      return Buffer.from(ciphertext);
    });
  }

  async unwrap(keys: readonly WrappedKey[]): Promise<readonly (Buffer | undefined)[]> {
    const answers = await this.ask(
      'decrypt',
      keys.map(({ subject, wrapped }) => ({
        ciphertext: wrapped.toString('utf8'),
        associated_data: base64(subject),
      })),
    );
    return answers.map(({ plaintext }) => (plaintext === undefined ? undefined : Buffer.from(plaintext, 'base64')));
  }

  private async ask(verb: 'encrypt' | 'decrypt', batch: readonly object[]) {
    const { address, mount, key, token, namespace } = this.settings;
    let response: Response;
    try {
      response = await fetch(`${address}/v1/${mount}/${verb}/${encodeURIComponent(key)}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-Vault-Token': token,
          'X-Vault-Request': 'true',
          ...(namespace !== undefined && { 'X-Vault-Namespace': namespace }),
        },
        body: JSON.stringify({ batch_input: batch }),
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
      });
    } catch (cause) {
      throw this.away('it cannot be reached', cause);
    }
    const answer: unknown = await response.json().catch(() => undefined);
    const { data } = results.safeParse(answer);
    const answers = data?.data.batch_results;
    // A refusal (a token that has expired, a server that is sealed) is never taken for a key that was destroyed.
    if (answers?.length !== batch.length) throw this.away(`it answered ${response.status}`);
    return answers;
  }

  private away(why: string, cause?: unknown): Unavailable {
    return new Unavailable('KEYS_AWAY', `The server that wraps the keys of personal values is away: ${why}.`, 5, {
      cause,
    });
  }
}
