import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { copyDatabase, othersAtWork, restoreDatabase, whatLives, withClient } from './database.ts';
import type { DatabaseAt, Kept } from './deployment.ts';
import { copyFiles, filledPlace, restoreFiles, targetPlaces } from './files.ts';
import { checkCopy, readManifest, writeManifest, writePart, type Manifest } from './manifest.ts';
import { openedBy } from './secret.ts';

/** Copies the databases, the files and the secret of a deployment, which may be running, into an empty folder. */
export async function makeCopy(kept: Kept, dir: string): Promise<Manifest> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const madeAt = new Date().toISOString();
  const databases = [];
  for (const { name, url } of kept.databases) databases.push(await copyDatabase(url, name, dir));
  const locked = (await openedBy(kept.secret, databases, dir)).find(({ opened }) => !opened);
  if (locked)
    throw new Error(
      `ECOU_SECRET does not open the secret that the database ${locked.database} keeps, so ${dir} is no whole copy: name the one with which Ecou runs.`,
    );
  // After the databases: every file that they refer to is there by then.
  const files = await copyFiles(kept.places, dir);
  const secret = await writePart(dir, 'secret', Readable.from([Buffer.from(kept.secret)]));
  await writeManifest(dir, { format: 1, madeAt, databases, files, secret });
  const copy = await readManifest(dir);
  await checkCopy(dir, copy);
  return copy;
}

export interface PutBackOptions {
  /** The `ECOU_SECRET` that the environment names. */
  readonly named: string | undefined;
  /** True where data that stands there may go. */
  readonly replace: boolean;
}

/** Puts a copy, which was checked, into a deployment. Where it refuses, no data was changed. */
export async function putBack(copy: Manifest, dir: string, kept: Kept, options: PutBackOptions): Promise<void> {
  const secret = await readFile(join(dir, copy.secret.path), 'utf8');
  await refuseOtherSecret(copy, dir, secret, options.named);
  const targets = await targetsOf(copy, kept);
  await refuseToHarm(targets.values(), kept, options.replace);
  const names = [...targets.values()].map(({ name }) => name);
  const places = targetPlaces(copy.files, names, kept.places);
  for (const database of copy.databases) {
    const target = targets.get(database.name);
    if (target) await restoreDatabase(target.url, database, dir);
  }
  await restoreFiles(copy.files, places, dir);
  kept.keepSecret(secret);
  kept.settle();
}

/** Throws where Ecou would not start on what is restored, or, where a copy keeps no secret that tells, where another one is named. */
async function refuseOtherSecret(
  { databases, secret: { path } }: Manifest,
  dir: string,
  secret: string,
  named = secret,
): Promise<void> {
  const all = await openedBy(named, databases, dir);
  if (all.length === 0 && named !== secret)
    throw new Error(`ECOU_SECRET is not that of the copy, which stands in ${join(dir, path)}: no link would open.`);
  const locked = all.find(({ opened }) => !opened);
  if (locked)
    throw new Error(
      named === secret
        ? `The copy was made with a secret that does not open its database ${locked.database}: name the ECOU_SECRET that does.`
        : `ECOU_SECRET does not open the secret in the copied database ${locked.database}. The copy was made with that in ${join(dir, path)}.`,
    );
}

/** The databases that the copy goes into, by their names in the copy; where each side has one, whatever its name. */
async function targetsOf({ databases }: Manifest, kept: Kept): Promise<ReadonlyMap<string, DatabaseAt>> {
  const targets = new Map<string, DatabaseAt>();
  const [only] = kept.databases;
  for (const { name } of databases) {
    const known = kept.databases.find((each) => each.name === name);
    const lone = databases.length === 1 && kept.databases.length === 1 ? only : undefined;
    targets.set(name, known ?? lone ?? { name, url: await kept.make(name) });
  }
  return targets;
}

/** Throws where somebody is at work, or, unless it is to be replaced, where there is data. */
async function refuseToHarm(targets: Iterable<DatabaseAt>, kept: Kept, replace: boolean): Promise<void> {
  for (const { name, url } of targets)
    await withClient(url, async (client) => {
      if ((await othersAtWork(client)) > 0) throw new Error(`Ecou runs on the database ${name}: stop it first.`);
      const lives = replace ? undefined : await whatLives(client);
      if (lives) throw new Error(`The database ${name} holds ${lives}. --replace puts the copy in their place.`);
    });
  const filled = replace ? undefined : await filledPlace(kept.places);
  if (filled) throw new Error(`${filled} holds files. --replace writes those of the copy over them.`);
}
