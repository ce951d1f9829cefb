import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { directTable, directOf } from './direct.ts';
import { allowed, isAllowed, stated } from './licences.ts';
import { deployed, isInstalled, neededFor, packagesOf, placesIn } from './lockfile.ts';
import { bomOf, type Bom } from './sbom.ts';

const root = join(import.meta.dirname, '../..');
const places = placesIn(root);
const packages = packagesOf(places);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the bill of materials', () => {
  let bom: Bom;

  beforeAll(async () => {
    bom = await bomOf(root);
  });

  it('is valid CycloneDX 1.5, by its strict schema', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
    expect(await validator.validate(JSON.stringify(bom))).toBeNull();
    const broken = { ...bom, components: [{ ...bom.components[0], type: 'thing' }] };
    expect(await validator.validate(JSON.stringify(broken))).not.toBeNull();
  });

  it('holds every package that is installed and deployed, with its hash, and none of the tests', () => {
    const refs = new Set(bom.components.map((component) => component['bom-ref']));
    const installed = packages.filter(({ path }) => existsSync(join(root, path, 'package.json')));
    expect(installed.length).toBeGreaterThan(250);
    expect(installed.filter(({ name, version }) => !refs.has(`${name}@${version}`))).toEqual([]);
    for (const name of ['zod', '@nestjs/common', 'rxjs', '@ecou/feedback'])
      expect([...refs].filter((ref) => ref.startsWith(`${name}@`))).toHaveLength(1);
    expect([...refs].filter((ref) => /^(?:jest|typescript|@ecou\/tools|@ecou\/e2e)@/.test(ref))).toEqual([]);
    const bare = bom.components.filter(({ name, hashes = [] }) => !name.startsWith('@ecou/') && hashes.length === 0);
    expect(bare).toEqual([]);
  });
});

describe('licences of what is deployed', () => {
  const licenceOf = ({ name, licence }: { name: string; licence: string | undefined }) =>
    licence ?? stated[name]?.licence ?? 'none';

  it('are on the list, on every platform', () => {
    expect(packages.length).toBeGreaterThan(300);
    const refused = packages.filter((each) => !isAllowed(each.name, licenceOf(each)));
    expect(refused.map((each) => `${each.name}: ${licenceOf(each)}`)).toEqual([]);
  });

  it('are on the list because something is under them', () => {
    const used = packages.map(licenceOf).join(' ');
    const idle = [...allowed].filter((licence) => !used.includes(licence) && licence !== 'EUPL-1.2');
    expect(idle).toEqual([]);
  });

  it('are those of the file where the manifest has none', () => {
    for (const [name, { words }] of Object.entries(stated))
      expect(read(`node_modules/${name}/LICENSE`)).toContain(words);
  });

  it('refuse what would bind the whole, a library of the LGPL that was not looked at, and what nobody stated', () => {
    const isRefused = (expression: string) => !isAllowed('some-package', expression);
    expect(
      ['GPL-3.0-only', 'AGPL-3.0-only', 'LGPL-3.0-only', 'BUSL-1.1', 'MIT AND GPL-2.0-only', 'none'].every(isRefused),
    ).toBe(true);
    expect(['MIT', '(MIT OR GPL-3.0-only)', 'MIT AND OFL-1.1'].some(isRefused)).toBe(false);
    expect(isAllowed('opening_hours', 'LGPL-3.0-only')).toBe(true);
    expect(() => isAllowed('some-package', 'MIT AND (ISC OR GPL-3.0-only)')).toThrow('by hand');
  });
});

describe('the lockfile', () => {
  const installed = Object.entries(places).filter(([path, { link }]) => isInstalled(path) && !link);

  it('pins every package by a SHA-512', () => {
    expect(installed.length).toBeGreaterThan(1_000);
    expect(installed.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
  });

  it('takes packages from the registry only: from no address, repository or folder but the own workspace', () => {
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    const links = Object.values(places).filter(({ link }) => link);
    expect(links.filter(({ resolved = '' }) => places[resolved] === undefined)).toEqual([]);
    const { overrides } = JSON.parse(read('package.json')) as { overrides: Record<string, Record<string, string>> };
    const isExchanged = (path: string, name: string) => overrides[path.split('node_modules/').at(-1) ?? '']?.[name];
    const asked = Object.entries(places).flatMap(([path, { dependencies, devDependencies, optionalDependencies }]) =>
      Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
        .filter(([name]) => !isExchanged(path, name))
        .map(([name, version]) => `${path} > ${name}: ${version}`),
    );
    expect(asked.filter((each) => /: (?:git|https?|file|github)[:+]|: [\w-]+\/[\w-]+(?:#|$)/.test(each))).toEqual([]);
  });

  it('is written without the name of any registry, and no setting names another one', () => {
    const npmrc = read('.npmrc').split('\n').filter(Boolean);
    expect(npmrc).toContain('omit-lockfile-registry-resolved=true');
    expect(npmrc.filter((line) => /registry *=|^\/\//.test(line))).toEqual([]);
    const manifests = globSync('{package.json,{apps,libs}/*/package.json,tools/package.json}', { cwd: root });
    expect(manifests.filter((file) => read(file).includes('publishConfig'))).toEqual([]);
  });

  it('has one version of what reads files of strangers, and nothing of what was given up', () => {
    const needed = neededFor(places, deployed(places));
    const at = (name: string) => [...needed].filter((path) => path.endsWith(`node_modules/${name}`));
    for (const name of ['file-type', 'sharp', 'mailparser', 'csv-parse'])
      expect({ name, at: at(name) }).toMatchObject({ at: { length: 1 } });
    for (const name of ['feed', 'xml-js', 'json-bigint', 'cloudevents'])
      expect({ name, at: at(name) }).toEqual({ name, at: [] });
  });
});

describe('docs/dependencies.md', () => {
  it('lists what apps and libraries ask for, with who does and the licence', () => {
    const text = read('docs/dependencies.md');
    const [open, close] = ['<!-- direct -->\n', '\n<!-- /direct -->'];
    const table = text.slice(text.indexOf(open) + open.length, text.indexOf(close)).trim();
    const rows = (of: string) =>
      of.split('\n').map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim())
          .filter(Boolean),
      );
    expect(rows(table).slice(2)).toEqual(rows(directTable(directOf(root, places))).slice(2));
  });

  it('names as doubtful what is deployed, or asked for by tests', () => {
    const section = read('docs/dependencies.md').split('## Dormant or doubtful')[1]?.split('\n## ')[0] ?? '';
    const named = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    const known = Object.keys(places).map((path) => path.split('node_modules/').at(-1));
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});
