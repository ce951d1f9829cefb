import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Sealed } from '@ecou/runtime';
import type { DatabaseCopy } from './manifest.ts';

/** The verdict on a copied database that keeps a secret: `opened` where an `ECOU_SECRET` opens it. */
export interface Opened {
  readonly database: string;
  readonly opened: boolean;
}

/** Tries an `ECOU_SECRET` on each copied database that keeps a secret; those of builds that knew none keep none. */
export async function openedBy(
  opener: string,
  databases: readonly DatabaseCopy[],
  dir: string,
): Promise<readonly Opened[]> {
  const { openSealed } = await import('@ecou/runtime');
  const all: Opened[] = [];
  for (const database of databases) {
    const secrets = await secretsIn(database, dir);
    const opened = secrets.some((one) => openSealed(one, opener) !== undefined);
    if (secrets.length > 0) all.push({ database: database.name, opened });
  }
  return all;
}

/** The rows of `identity.secrets`, as `COPY` wrote them: the id, the bytes in hexadecimal behind `\\x`, and when it was made. */
async function secretsIn({ tables }: DatabaseCopy, dir: string): Promise<readonly Sealed[]> {
  const copied = tables.find(({ schema, table }) => schema === 'identity' && table === 'secrets');
  if (!copied) return [];
  const lines = gunzipSync(await readFile(join(dir, copied.path)))
    .toString('utf8')
    .split('\n');
  return lines.filter(Boolean).map((line) => {
    const [id = '', sealed = ''] = line.split('\t');
    return { id, sealed: Buffer.from(sealed.slice('\\\\x'.length), 'hex') };
  });
}
