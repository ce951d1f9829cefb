import { randomBytes } from 'node:crypto';
import { Unavailable } from '../errors.js';
import { Encryption, type SubjectKeys } from '../personal/encryption.js';
import { Vault } from '../personal/vault.js';

/** Keys of people in memory. */
export class MemorySubjectKeys implements SubjectKeys {
  private readonly keys = new Map<string, Buffer | null>();
  /** True while they cannot be reached. */
  isAway = false;

  async made(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    this.check();
    for (const subject of subjects) if (!this.keys.has(subject)) this.keys.set(subject, randomBytes(32));
    return this.known(subjects);
  }

  known(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    this.check();
    const found = subjects.flatMap((subject) => {
      const key = this.keys.get(subject);
      return key === undefined ? [] : [[subject, key] as const];
    });
    return Promise.resolve(new Map(found));
  }

  destroy(subjects: readonly string[]): Promise<void> {
    this.check();
    for (const subject of subjects) this.keys.set(subject, null);
    return Promise.resolve();
  }

  private check(): void {
    if (this.isAway) throw new Unavailable('KEYS_AWAY', 'The store of keys is away.');
  }
}

/** A vault that encrypts, with keys in memory. */
export const encryptingVault = (keys: SubjectKeys = new MemorySubjectKeys()): Vault =>
  new Vault({ encryption: new Encryption(keys) });
