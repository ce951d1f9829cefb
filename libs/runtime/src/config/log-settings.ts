import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { verifierKey } from '../receipts/notes/signed-note.js';

/** The word that stands for the key that a deployment makes of its secret. */
export const deploymentWord = 'deployment';
const seedForm = /^[A-Za-z0-9+/]{43}=$/;
const partsOf = (text: string): string[] => text.split(',').map((part) => part.trim());

/** The environment variables about the public log. */
export const logVariables = {
  ECOU_LOG_KEY: z
    .string()
    .refine((text) => partsOf(text).every((part) => part === deploymentWord || seedForm.test(part)), {
      error: `must be 32 random bytes in base64, or ${deploymentWord}; several, the newest first, are separated by commas`,
    })
    .optional(),
  ECOU_LOG_NAME: z
    .string()
    .regex(/^[^\s+]{1,200}$/, 'must be at most 200 characters without spaces and +')
    .optional(),
  ECOU_LOG_WITNESSES: z
    .string()
    .transform((text) => partsOf(text))
    .refine((keys) => keys.every((key) => verifierKey(key)?.kind === 4), {
      error: 'must be keys of witnesses such as name+1234abcd+BASE64, separated by commas',
    })
    .optional(),
};

type LogVariables = z.output<z.ZodObject<typeof logVariables>>;

/** The settings of the public log. */
export interface LogSettings {
  /** Its origin (C2SP `tlog-checkpoint`), by which everybody tells it from other logs. */
  readonly name: string;
  /** Seeds of keys, 32 bytes in base64 or the word for the deployment's own; the newest first. */
  readonly keys: readonly string[];
  /** Texts of the keys whose cosignatures are taken. */
  readonly witnesses: readonly string[];
}

/** `secret`: of the deployment; the name that is made of it stays when the address changes. */
export const logSettingsOf = (given: LogVariables, secret: string): LogSettings => ({
  name:
    given.ECOU_LOG_NAME ??
    `ecou-log/${createHmac('sha256', secret).update('ecou transparency log name v1').digest('hex').slice(0, 16)}`,
  keys: partsOf(given.ECOU_LOG_KEY ?? deploymentWord),
  witnesses: given.ECOU_LOG_WITNESSES ?? [],
});
