import { createPool, Encryption, type Vault } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { WatchedVault } from '../audit/watched-vault.js';
import { withDeploymentSecret } from './deployment-secret.js';
import { readConfig } from '../config/config.js';
import type { EncryptionSettings } from '../config/encryption-settings.js';
import { LocalWrapping } from '../identity/key-wrapping.js';
import { SubjectKeyStore } from '../identity/subject-keys.js';
import { VaultTransit } from '../identity/vault-transit.js';

/** The settings, and the secret of the deployment, which wraps where no other key is named. */
interface Wrapping {
  readonly encryption: EncryptionSettings;
  readonly secret: string;
}

/** The keys of people, in the database of identity. */
export function subjectKeysIn(pool: Pool, { encryption, secret }: Wrapping): SubjectKeyStore {
  const { vault, key, previous } = encryption;
  const deployment = new LocalWrapping(secret, 'deployment');
  const named = key === undefined ? deployment : new LocalWrapping(key);
  const others = [named, deployment, ...(previous === undefined ? [] : [new LocalWrapping(previous)])];
  return new SubjectKeyStore(pool, vault ? new VaultTransit(vault) : named, others);
}

/** The vault that encrypts with them. */
export const vaultOf = (keys: SubjectKeyStore, { isOn }: EncryptionSettings): Vault =>
  new WatchedVault({ encryption: new Encryption(keys), encrypts: isOn });

/**
 * Wraps every data key of a deployment anew, by the key-encryption key that the environment names. `url`: its database of identity; `secret`: what
 * opens the deployment's. Throws `BootError`, and `Unavailable` where a key-encryption key cannot be had.
 */
export async function rewrapKeys(
  env: Readonly<Record<string, string | undefined>>,
  { url, secret: opener }: { readonly url: string; readonly secret: string },
): Promise<{ readonly rewrapped: number; readonly unreadable: number; readonly by: string }> {
  const secret = await withDeploymentSecret(url, (deployment) => deployment.open(opener));
  const { encryption } = readConfig({ ...env, DATABASE_URL: url, ECOU_SECRET: secret });
  const pool = createPool(url, { max: 1, applicationName: 'ecou rewrap-keys' });
  try {
    const keys = subjectKeysIn(pool, { encryption, secret });
    return { ...(await keys.rewrap()), by: keys.wrappedBy };
  } finally {
    await pool.end();
  }
}
