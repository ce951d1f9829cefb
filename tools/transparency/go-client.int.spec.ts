import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transaction } from '@ecou/event-sourcing';
import { addLeaves } from '@ecou/integrations';
import { leafBytes } from '@ecou/runtime/receipts';
import { findPackage } from '../test/debian.ts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town } from './town.ts';

/*
 * The code of Go's checksum database reads the log. Compiler and code are the packages `golang-go` and `golang-golang-x-mod-dev` of Debian: they are
 * installed where that may be done, and where they cannot be had, this spec fails and says so.
 */
const gopath = '/usr/share/gocode';
const library = join(gopath, 'src/golang.org/x/mod/sumdb/note');
const program = join(import.meta.dirname, 'go/main.go');
const run = promisify(execFile);
const madeUp = { kind: 'petition', registeredAt: '2026-01-01T00:00:00.000Z', commitment: '0'.repeat(64) };

let town: Town;
let older: readonly string[];

beforeAll(async () => {
  await findPackage('golang-go', 'go', 'version');
  if (!existsSync(library)) await findPackage('golang-golang-x-mod-dev', 'test', '-d', library);
  town = await Town.start();
  for (let n = 0; n < 3; n += 1) await town.petition(`Lampa ${n} este stinsă.`);
  await town.signed(3);
  older = String((await town.log('/checkpoint')).body).split('\n');
  // More than one tile has, so that there is a full one and a level above.
  const leaves = Array.from({ length: 300 }, (_, at) => leafBytes({ ...madeUp, number: `2026-${at}` }));
  await transaction(town.test.context('integrations').pool, (client) => addLeaves(leaves, client));
  await town.signed(303);
});
afterAll(() => town.stop());

describe('the log', () => {
  it('is read by code that knows nothing of it: notes, tiles, inclusion and consistency', async () => {
    const { receipt } = await town.petition();
    await town.signed(304);
    const promise = join(town.dir, 'promise.txt');
    writeFileSync(promise, receipt.promise);
    const { promiseKeys, checkpointKeys, url } = receipt.log;
    const log = `${town.url}${new URL(url).pathname}`;
    const [, size = '', root = ''] = older;
    const env = { ...process.env, GO111MODULE: 'off', GOPATH: gopath, GOFLAGS: '' };
    const args = [log, checkpointKeys[0]!, promiseKeys[0]!, promise, size, root];
    const { stdout } = await run('go', ['run', program, ...args], { env });
    expect(stdout.trim().split('\n')).toEqual([
      ...['promise ecou.promise/v1', 'checkpoint 304', 'inclusion 28', 'consistency 3 304'],
    ]);
  });
});
