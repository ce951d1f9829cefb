import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contextsOf } from '../generators/tree/contexts.ts';
import { copyLibraries, type Workspace } from './workspace.ts';

const root = join(import.meta.dirname, '../..');
const viewFiles = globSync('libs/*/src/**/*.view.ts', { cwd: root }).sort();
const withViews = contextsOf(root).filter((context) => viewFiles.some((path) => path.startsWith(`libs/${context}/`)));
const view = 'libs/facilities/src/views/facility-map.view.ts';
/** It takes what the other makes of an event. */
const following = 'libs/facilities/src/views/facility-history.view.ts';
const versionIn = (path: string): number =>
  Number(/^ {2}version: (\d+),$/m.exec(readFileSync(join(root, path), 'utf8'))?.[1]);
const changed = {
  from: "{ status: 'suspended', reason: event.data.reason }",
  to: "{ status: 'suspended', reason: null }",
};

describe('the guard of the views', () => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = copyLibraries();
  });
  afterAll(() => {
    workspace.remove();
  });

  /** Runs the golden spec of the facilities. */
  const golden = (env: Readonly<Record<string, string>> = {}) =>
    workspace.jest('unit', ['libs/facilities/src/golden.spec.ts'], { ECOU_WRITE_GOLDEN: '', ...env });
  const kept = () => readFileSync(join(workspace.folder, dirname(view), 'folds.ts'), 'utf8');
  const edit = (from: string, to: string, file = view) => {
    const path = join(workspace.folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };
  const version = versionIn(view);
  const refusal = `The fold of view facility_map comes to something else under version ${version}`;

  it('refuses a changed fold under the same version, also where it is told to write, and takes it under a grown one', async () => {
    const before = kept();
    edit(changed.from, changed.to);
    expect(await golden({ ECOU_WRITE_GOLDEN: '1' })).toEqual({ ok: false, output: expect.stringContaining(refusal) });
    expect(kept()).toBe(before);
    expect(await golden()).toEqual({ ok: false, output: expect.stringContaining(refusal) });
    for (const file of [view, following])
      edit(`version: ${versionIn(file)},`, `version: ${versionIn(file) + 1},`, file);
    expect(await golden({ ECOU_WRITE_GOLDEN: '1' })).toMatchObject({ ok: true });
    expect(kept()).toMatch(new RegExp(`facility_map: \\{\\s+version: ${version + 1},`));
  });

  it.each(withViews)('stands in %s, whose views are all replayed, too', (context) => {
    const folder = join(root, 'libs', context, 'src');
    const specs = globSync('**/*.spec.ts', { cwd: folder }).map((path) => readFileSync(join(folder, path), 'utf8'));
    expect(specs.filter((text) => text.includes('goldenViews('))).not.toEqual([]);
    expect(specs.filter((text) => /Context\.views\b[^]*replayEqualsIncremental\(/.test(text))).not.toEqual([]);
  });

  it('finds no view that SQL reads by its plain name, which may show the version of another build', () => {
    const nameIn = (path: string) => /^ {2}name: '(\w+)',$/m.exec(readFileSync(join(root, path), 'utf8'))?.[1];
    const names = new Set(viewFiles.map(nameIn));
    const sources = globSync('libs/*/src/**/*.ts', { cwd: root }).filter((path) => !/\.spec\.ts$|testing/.test(path));
    const read = (text: string) => [...text.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g)].map(([, name]) => name);
    expect(read('SELECT FROM facility_map m JOIN petition_list').filter((name) => names.has(name))).toHaveLength(2);
    expect(
      sources.filter((path) => read(readFileSync(join(root, path), 'utf8')).some((name) => names.has(name))),
    ).toEqual([]);
  });

  it.each(viewFiles)('holds %s', (path) => {
    const name = /^ {2}name: '(\w+)',$/m.exec(readFileSync(join(root, path), 'utf8'))?.[1];
    expect(readFileSync(join(root, dirname(path), 'folds.ts'), 'utf8')).toContain(`\n  ${name}: {\n`);
  });
});
