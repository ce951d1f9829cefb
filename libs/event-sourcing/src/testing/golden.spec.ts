import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { defineEvents, EventRegistry } from '../event-types.js';
import { readStored, writeGolden } from './golden.js';

let folder: string;
const file = () => join(folder, 'LampLit.v1.json');
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd: folder });
const lit = (shape: z.ZodRawShape) => new EventRegistry([defineEvents('lamp', { LampLit: z.object(shape) })]);
const before = lit({ by: z.string() });
const after = lit({ at: z.string() });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecou-golden-'));
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'x');
  writeGolden(folder, before, { LampLit: { by: 'Ana' } });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a golden event', () => {
  it('names its file where it is not read', () => {
    expect(() => readStored(file(), after, 'LampLit', 1)).toThrow(`${file()} is not read as LampLit: `);
  });

  it('is written again, and goes with its event, until it is committed', () => {
    writeGolden(folder, after, { LampLit: { at: 'noon' } });
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ at: 'noon' });
    writeGolden(folder, new EventRegistry([]), {});
    expect(existsSync(file())).toBe(false);
  });

  it('stays as it is from then on', () => {
    git('add', '.');
    git('commit', '-qm', 'x');
    writeGolden(folder, after, { LampLit: { at: 'noon' } });
    writeGolden(folder, new EventRegistry([]), {});
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ by: 'Ana' });
  });
});
