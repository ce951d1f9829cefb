import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.js';

/** Secrets that an embedded deployment makes for itself on its first start. */
export interface Secrets {
  /** Of the database's superuser. */
  readonly postgresPassword: string;
  /** `ECOU_SECRET`, where the environment names none. */
  readonly deployment: string;
}

/** Reads the secrets of a data directory, and makes them where there are none; only their owner can read the file. */
export function secretsOf(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    const secrets: Secrets = { postgresPassword: draw(), deployment: draw() };
    write(file, secrets);
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch (error) {
    throw new StartError(`${file} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
}

/** Keeps the secret of another deployment in the place of the one that was drawn, for data that was restored. */
export function keepSecret(dataDir: string, deployment: string): void {
  write(join(dataDir, 'secrets.json'), { ...secretsOf(dataDir), deployment });
}

function write(file: string, secrets: Secrets): void {
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

const draw = (): string => randomBytes(32).toString('base64url');
