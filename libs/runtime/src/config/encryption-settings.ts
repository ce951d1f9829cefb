import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A key of Vault's transit engine. */
export interface VaultTransitSettings {
  /** Address of the server: `https://vault.example.ro:8200`. */
  readonly address: string;
  readonly token: string;
  /** Path at which the transit engine is mounted. */
  readonly mount: string;
  /** Name of the key there; of a type with associated data, such as `aes256-gcm96`. */
  readonly key: string;
  readonly namespace: string | undefined;
}

/** The settings by which personal values are encrypted. */
export interface EncryptionSettings {
  /** False: new values are stored as they are. */
  readonly isOn: boolean;
  /** The key-encryption key, 32 bytes as base64; where there is none, that of the deployment's secret wraps. */
  readonly key: string | undefined;
  /** The one before, which unwraps what it wrapped. */
  readonly previous: string | undefined;
  /** A server that wraps instead, and whose key no process has. */
  readonly vault: VaultTransitSettings | undefined;
}

const keyRule = 'must be 32 random bytes as base64: openssl rand -base64 32';
const isKey = (text: string): boolean => Buffer.from(text, 'base64').length === 32;
const key = z.string().trim().refine(isKey, keyRule).optional();

/** The text of a file that an environment variable names. */
const fileOf = (rule: (text: string) => boolean, fault: string) =>
  z
    .string()
    .transform((path, context) => {
      try {
        const text = readFileSync(path, 'utf8').trim();
        if (rule(text)) return text;
        context.addIssue({ code: 'custom', message: `names a file whose content ${fault}` });
      } catch {
        context.addIssue({ code: 'custom', message: 'names a file that cannot be read' });
      }
      return z.NEVER;
    })
    .optional();

/** The environment variables about encryption. */
export const encryptionVariables = {
  ECOU_ENCRYPTION: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  ECOU_KEK: key,
  ECOU_KEK_FILE: fileOf(isKey, keyRule),
  ECOU_KEK_PREVIOUS: key,
  ECOU_KEK_VAULT: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://vault.example.ro:8200' })
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
  ECOU_KEK_VAULT_TOKEN: z.string().optional(),
  ECOU_KEK_VAULT_TOKEN_FILE: fileOf((text) => text !== '', 'is empty'),
  ECOU_KEK_VAULT_MOUNT: z.string().default('transit'),
  ECOU_KEK_VAULT_KEY: z.string().default('ecou'),
  ECOU_KEK_VAULT_NAMESPACE: z.string().optional(),
};

type EncryptionVariables = z.output<z.ZodObject<typeof encryptionVariables>>;

/** Faults of these variables together: each names a variable and its rule. */
export const encryptionFaults: readonly {
  readonly path: keyof EncryptionVariables;
  readonly error: string;
  readonly isFault: (given: Partial<EncryptionVariables>) => boolean;
}[] = [
  {
    path: 'ECOU_KEK_VAULT_TOKEN',
    error: 'is missing, and ECOU_KEK_VAULT is set',
    isFault: (given) =>
      given.ECOU_KEK_VAULT !== undefined &&
      (given.ECOU_KEK_VAULT_TOKEN ?? given.ECOU_KEK_VAULT_TOKEN_FILE) === undefined,
  },
];

export function encryptionSettingsOf(given: EncryptionVariables): EncryptionSettings {
  const { ECOU_KEK_VAULT: address } = given;
  return {
    isOn: given.ECOU_ENCRYPTION === 'on',
    key: given.ECOU_KEK_FILE ?? given.ECOU_KEK,
    previous: given.ECOU_KEK_PREVIOUS,
    vault:
      address === undefined
        ? undefined
        : {
            address,
            token: given.ECOU_KEK_VAULT_TOKEN_FILE ?? given.ECOU_KEK_VAULT_TOKEN ?? '',
            mount: given.ECOU_KEK_VAULT_MOUNT,
            key: given.ECOU_KEK_VAULT_KEY,
            namespace: given.ECOU_KEK_VAULT_NAMESPACE,
          },
  };
}
