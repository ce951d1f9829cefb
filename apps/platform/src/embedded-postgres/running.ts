import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findPlace } from './place.js';
import { findPostmaster } from './postmaster.js';
import { secretsOf } from './secrets.js';
import { urlOf } from './server.js';

/** An embedded PostgreSQL that another process runs. */
export interface RunningPostgres {
  readonly dataDir: string;
  /** `ECOU_SECRET`, where the environment of that process names none. */
  readonly secret: string;
  url(database: string): string;
}

/** The PostgreSQL that runs on a data directory. Undefined where none does. */
export async function findEmbeddedPostgres(dir: string): Promise<RunningPostgres | undefined> {
  const { dataDir } = await findPlace(dir);
  if (!existsSync(join(dataDir, 'secrets.json'))) return undefined;
  const running = findPostmaster(join(dataDir, 'postgres'));
  if (!running) return undefined;
  const { postgresPassword: password, deployment: secret } = secretsOf(dataDir);
  return { dataDir, secret, url: (database) => urlOf({ port: running.port, password, database }) };
}
