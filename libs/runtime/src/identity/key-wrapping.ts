import { hash } from 'node:crypto';
import { Seal } from './seal.js';

/** A data key of a subject, as it is. */
export interface OpenKey {
  readonly subject: string;
  readonly key: Buffer;
}

/** A data key of a subject, wrapped. */
export interface WrappedKey {
  readonly subject: string;
  readonly wrapped: Buffer;
}

/** Wraps data keys with a key-encryption key, each bound to its subject. */
export interface KeyWrapping {
  /** The name of the key-encryption key, which stands beside what it wrapped. */
  readonly id: string;

  /** In the order in which the keys are given. Throws `Unavailable` where the key-encryption key cannot be reached. */
  wrap(keys: readonly OpenKey[]): Promise<readonly Buffer[]>;

  /**
   * In the order in which they are given; `undefined` for one that this key-encryption key did not wrap, or not for its subject. Throws
   * `Unavailable`.
   */
  unwrap(keys: readonly WrappedKey[]): Promise<readonly (Buffer | undefined)[]>;
}

/** Wraps with a key that this process holds, by AES-256-GCM. */
export class LocalWrapping implements KeyWrapping {
  private readonly seal: Seal;

  constructor(
    secret: string,
    /** By default, a name that is made of the secret and does not tell it. */
    readonly id = `key:${hash('sha256', `ecou key-encryption key v1 ${secret}`).slice(0, 16)}`,
  ) {
    this.seal = new Seal(secret, 'subject keys v1');
  }

  wrap(keys: readonly OpenKey[]): Promise<readonly Buffer[]> {
    return Promise.resolve(keys.map(({ subject, key }) => this.seal.seal(subject, key)));
  }

  unwrap(keys: readonly WrappedKey[]): Promise<readonly (Buffer | undefined)[]> {
    return Promise.resolve(keys.map((key) => this.unwrapped(key)));
  }

  private unwrapped({ subject, wrapped }: WrappedKey): Buffer | undefined {
    try {
      return this.seal.open(subject, wrapped);
    } catch {
      return undefined;
    }
  }
}
