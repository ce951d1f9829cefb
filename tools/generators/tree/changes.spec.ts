import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, contract, freeze } from '@ecou/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { takeBack, whole, write } from './changes.ts';
import { freezeAll } from '../documents/freeze.ts';

let root: string;
const at = (path: string) => join(root, path);
const text = (path: string) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : null);
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd: root });
const commit = () => {
  git('add', '.');
  git('commit', '-qm', 'x');
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ecou-changes-'));
  writeFileSync(at('.gitignore'), 'node_modules\n');
  writeFileSync(at('package.json'), '{}');
  writeFileSync(at('old.ts'), 'old');
  git('init', '-q');
  commit();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const generate = (old: string, path: string) =>
  whole(root, `event ${path}`, async () => {
    write(at('old.ts'), old);
    write(at(path), 'new');
    await Promise.resolve();
  });

describe('a run of a generator', () => {
  it('names each file that it changed', async () => {
    expect(await generate('old', 'room/new.ts')).toEqual([at('room/new.ts')]);
    expect(await generate('older', 'other.ts')).toEqual([at('old.ts'), at('other.ts')]);
  });

  it('leaves nothing where it fails', async () => {
    const failing = whole(root, 'event', async () => {
      write(at('old.ts'), 'changed');
      write(at('room/new.ts'), 'new');
      await Promise.reject(new Error('refused'));
    });
    await expect(failing).rejects.toThrow('refused');
    expect([text('old.ts'), existsSync(at('room'))]).toEqual(['old', false]);
  });

  it('is taken back, the last one first, with the folders that it made', async () => {
    await generate('older', 'room/new.ts');
    await generate('oldest', 'other.ts');
    expect(takeBack(root)).toEqual({ command: 'event other.ts', files: ['old.ts', 'other.ts'] });
    expect([text('old.ts'), text('other.ts')]).toEqual(['older', null]);
    takeBack(root);
    expect([text('old.ts'), existsSync(at('room'))]).toEqual(['old', false]);
    expect(() => takeBack(root)).toThrow('No generator has written anything');
  });

  it('is not taken back over what was written by hand since, unless that is asked for', async () => {
    await generate('older', 'new.ts');
    writeFileSync(at('old.ts'), 'by hand');
    expect(() => takeBack(root)).toThrow(/Changed since event new\.ts.+--force.+\n {2}old\.ts$/s);
    expect([text('old.ts'), text('new.ts')]).toEqual(['by hand', 'new']);
    takeBack(root, true);
    expect([text('old.ts'), text('new.ts')]).toEqual(['old', null]);
  });

  it('is not taken back once it is committed', async () => {
    await generate('older', 'new.ts');
    commit();
    expect(() => takeBack(root)).toThrow('is committed');
  });
});

describe('the published form of a contract', () => {
  const published = 'libs/contracts/published/ecou.events.probe.v1.json';
  const probe = (shape: z.ZodRawShape) => contract('ecou.events.probe.v1', 'A probe.', z.object(shape));
  const frozen = (...contracts: ReturnType<typeof probe>[]) =>
    whole(root, 'freeze', async () => {
      write(at('libs/contracts/published/.keep'), '');
      freezeAll(root, contracts, { compare, freeze });
      write(at('libs/contracts/published/.keep'), null);
      await Promise.resolve();
    });
  const id = { probeId: z.uuid() };

  it('is written again, and goes, until it is committed', async () => {
    await frozen(probe({ ...id, at: z.string() }));
    await frozen(probe({ ...id, from: z.string() }));
    expect(text(published)).toContain('from');
    await frozen();
    expect(text(published)).toBeNull();
  });

  it('is never edited after that, and the file is named', async () => {
    await frozen(probe({ ...id, at: z.string() }));
    commit();
    await expect(frozen(probe(id))).rejects.toThrow(`${published}: /at was removed`);
    expect(text(published)).toContain('"at"');
  });
});
