import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import { withDeploymentSecret } from '@ecou/runtime';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeCopy, putBack } from './copy.ts';
import { withClient } from './database.ts';
import type { Kept } from './deployment.ts';
import { folder } from './files.ts';

const [first, second, third] = ['first', 'second', 'third'].map(
  (name) => `the ${name} secret of tests, long enough`,
) as [string, string, string];

/** The result of the migrations of identity. */
const identity = `CREATE SCHEMA identity
  CREATE TABLE keys (id uuid PRIMARY KEY)
  CREATE TABLE secrets (id uuid PRIMARY KEY, sealed bytea NOT NULL, made_at timestamptz NOT NULL DEFAULT now())`;

describe('a copy of a deployment', () => {
  let dir: string;
  let from: TestDatabase;
  let into: TestDatabase;

  beforeEach(async () => {
    [dir, from, into] = await Promise.all([mkdtemp(join(tmpdir(), 'ecou-copy-')), testDatabase(), testDatabase()]);
    await run(into, `CREATE SCHEMA kept CREATE TABLE it ()`);
  });

  afterEach(async () => {
    await Promise.all([from.drop(), into.drop(), rm(dir, { recursive: true, force: true })]);
  });

  const run = ({ url }: TestDatabase, sql: string) => withClient(url, (client) => client.query(sql));

  const untouched = async () =>
    (await run(into, `SELECT to_regclass('kept.it') IS NOT NULL AS is`)).rows[0].is as boolean;

  /** A deployment that keeps its secret in a database, and files in folders named like their places. */
  const deployment = ({ url }: TestDatabase, secret: string, places: readonly string[], name = 'ecou'): Kept => ({
    databases: [{ name, url }],
    places: new Map(places.map((place) => [place, folder(join(dir, name, place))])),
    secret,
    make: () => Promise.reject(new Error('There is another database.')),
    keepSecret: () => false,
    settle: () => undefined,
    end: () => Promise.resolve(),
  });

  const source = (secret: string) => deployment(from, secret, []);
  const target = () => deployment(into, '', []);

  /** The source keeps a secret, which one opener after the other was let open. */
  async function keepSecret(opener: string, ...more: readonly string[]): Promise<void> {
    await run(from, identity);
    await withDeploymentSecret(from.url, (deployed) => deployed.open(opener));
    for (const next of more) await withDeploymentSecret(from.url, (deployed) => deployed.add(opener, next));
  }

  it('is not made with a secret that opens nothing any more', async () => {
    await keepSecret(first, second);
    await withDeploymentSecret(from.url, (deployed) => deployed.keepOnly(second));
    const copy = join(dir, 'copy');
    await expect(makeCopy(source(first), copy)).rejects.toThrow(
      /^ECOU_SECRET does not open the secret that the database ecou keeps, .* name the one with which Ecou runs\.$/,
    );
    expect(existsSync(join(copy, 'manifest.json'))).toBe(false);
    await makeCopy(source(second), join(dir, 'whole'));
    expect(await readFile(join(dir, 'whole/secret'), 'utf8')).toBe(second);
  });

  it('is made of a deployment that keeps no secret yet, and draws none', async () => {
    await run(from, 'CREATE SCHEMA identity CREATE TABLE keys ()');
    await makeCopy(source(first), join(dir, 'older'));
    await run(from, 'DROP SCHEMA identity CASCADE');
    await run(from, identity);
    await makeCopy(source(first), join(dir, 'migrated'));
    expect((await run(from, 'SELECT FROM identity.secrets')).rowCount).toBe(0);
  });

  it('is put back with each secret that opens it, and with no other', async () => {
    await keepSecret(first, second);
    const copy = await makeCopy(source(first), dir);
    await expect(putBack(copy, dir, target(), { named: third, replace: true })).rejects.toThrow(
      /^ECOU_SECRET does not open the secret in the copied database ecou\. The copy was made with that in /,
    );
    expect(await untouched()).toBe(true);
    await putBack(copy, dir, target(), { named: second, replace: true });
    const opened = (opener: string) => withDeploymentSecret(into.url, (deployed) => deployed.open(opener));
    expect(await opened(second)).toBe(await opened(first));
  });

  it('is put back with the secret that opens it where it was made with another', async () => {
    await keepSecret(first);
    const copy = await makeCopy(source(first), dir);
    // As copies were made with whatever secret the environment named.
    await writeFile(join(dir, 'secret'), third);
    for (const named of [undefined, third])
      await expect(putBack(copy, dir, target(), { named, replace: true })).rejects.toThrow(
        'The copy was made with a secret that does not open its database ecou: name the ECOU_SECRET that does.',
      );
    expect(await untouched()).toBe(true);
    await putBack(copy, dir, target(), { named: first, replace: true });
    expect(await untouched()).toBe(false);
  });

  it('is put back with the very secret of the copy where the database keeps none', async () => {
    await run(from, 'CREATE SCHEMA identity CREATE TABLE keys ()');
    const copy = await makeCopy(source(first), dir);
    await expect(putBack(copy, dir, target(), { named: second, replace: true })).rejects.toThrow(
      /^ECOU_SECRET is not that of the copy/,
    );
    expect(await untouched()).toBe(true);
    await putBack(copy, dir, target(), { named: first, replace: true });
    expect(await untouched()).toBe(false);
  });

  /** Copies one file in each place out of one database, and puts it back into another; answers where the files are then. */
  async function moved(name: string, places: readonly string[], elsewhere: readonly string[]): Promise<string[]> {
    for (const place of places) {
      await mkdir(join(dir, name, place), { recursive: true });
      await writeFile(join(dir, name, place, `of ${place}`), place);
    }
    const copy = await makeCopy(deployment(from, first, places, name), join(dir, 'copy'));
    await rm(join(dir, name), { recursive: true });
    const kept = deployment(into, first, elsewhere, name);
    await putBack(copy, join(dir, 'copy'), kept, { named: undefined, replace: true });
    const found: string[] = [];
    for (const [place, at] of kept.places) for await (const each of at.names()) found.push(`${place}: ${each}`);
    return found.sort();
  }

  const shared = ['files', 'mail'];
  const own = ['files', 'mail', 'services-files', 'services-mail'];

  it('takes files of services out of their folders into a place that all share', async () => {
    expect(await moved('ecou_events', ['services-files', 'services-mail'], shared)).toEqual([
      'files: of services-files',
      'mail: of services-mail',
    ]);
  });

  it('takes files of services out of a place that all share into their folders', async () => {
    expect(await moved('ecou_events', shared, own)).toEqual(['services-files: of files', 'services-mail: of mail']);
  });

  it('leaves files of one process, and those of places that the copy tells apart, where they were', async () => {
    expect(await moved('ecou', shared, own)).toEqual(['files: of files', 'mail: of mail']);
    await rm(join(dir, 'copy'), { recursive: true });
    await rm(join(dir, 'ecou'), { recursive: true });
    expect(await moved('ecou_events', own, own)).toEqual(own.map((place) => `${place}: of ${place}`));
  });

  it('is refused before anything is harmed where it holds files for which there is no place', async () => {
    await expect(moved('ecou', ['letters'], own)).rejects.toThrow(
      'The copy holds files for letters, which this deployment does not keep.',
    );
    expect(await untouched()).toBe(true);
  });
});
