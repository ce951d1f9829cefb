import { execaNode } from 'execa';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLevel, findSpecs } from '../test/specs.ts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const foundations = ['@ecou/contracts', '@ecou/event-sourcing', '@ecou/messaging', '@ecou/runtime'];

interface Manifest {
  readonly name: string;
  readonly folder: string;
  readonly nx: { readonly targets: object; readonly implicitDependencies?: readonly string[] };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Configuration {
  readonly references: readonly { readonly path: string }[];
}

const manifestIn = (folder: string): Manifest => ({
  ...(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Omit<Manifest, 'folder'>),
  folder,
});
const nameIn = (folder: string): string => manifestIn(folder).name;
const manifestsIn = (folder: string): readonly Manifest[] =>
  readdirSync(join(root, folder)).map((name) => manifestIn(join(root, folder, name)));
const namesIn = (folder: string) => manifestsIn(folder).map(({ name }) => name);

const client = '@ecou/client';
const contexts = namesIn('libs').filter((name) => ![...foundations, client].includes(name));
const services = contexts.map((name) => `${name}-service`);

const manifests = [...manifestsIn('libs'), ...manifestsIn('apps'), manifestIn(join(root, 'tools'))];

/** The packages of the workspace that a package declares to depend on; and the services, which some start as programs and import nothing of. */
function declaredBy({ dependencies, devDependencies, nx }: Manifest, started: readonly string[]): string[] {
  const declared = Object.keys({ ...dependencies, ...devDependencies }).filter((each) => each.startsWith('@ecou/'));
  return nx.implicitDependencies ? [...declared, ...started] : declared;
}

/** The packages of the workspace that each package may depend on. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  '@ecou/contracts': [],
  [client]: [],
  '@ecou/event-sourcing': [],
  '@ecou/messaging': ['@ecou/contracts', '@ecou/event-sourcing'],
  '@ecou/runtime': ['@ecou/contracts', '@ecou/event-sourcing', '@ecou/messaging'],
  ...Object.fromEntries(contexts.map((name) => [name, foundations])),
  ...Object.fromEntries(contexts.map((name) => [`${name}-service`, [name, '@ecou/runtime']])),
  '@ecou/platform': [...contexts, '@ecou/runtime'],
};

describe('the project graph', () => {
  let edges: ReadonlyMap<string, readonly string[]>;
  const folder = mkdtempSync(join(tmpdir(), 'ecou-graph-'));

  beforeAll(async () => {
    const file = join(folder, 'graph.json');
    const nx = join(root, 'node_modules/.bin/nx');
    await execaNode(nx, ['graph', `--file=${file}`], { cwd: root, ipc: false });
    const { graph } = JSON.parse(readFileSync(file, 'utf8')) as {
      graph: { nodes: object; dependencies: Record<string, readonly { target: string }[]> };
    };
    const projects = Object.keys(graph.nodes);
    edges = new Map(
      projects.map((name) => [
        name,
        (graph.dependencies[name] ?? []).map(({ target }) => target).filter((target) => projects.includes(target)),
      ]),
    );
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds the apps, the libraries and the tools', () => {
    expect([...edges.keys()].sort()).toEqual([...namesIn('apps'), ...namesIn('libs'), '@ecou/tools', 'ecou'].sort());
    expect([...edges.keys()]).toEqual(expect.arrayContaining([...services, '@ecou/platform', '@ecou/e2e']));
  });

  it.each(Object.entries(allowed))('%s depends on no more of the workspace than it may', (name, may) => {
    expect((edges.get(name) ?? ['is missing']).filter((target) => !may.includes(target))).toEqual([]);
  });

  it.each(contexts)('%s depends on no other context, not even by way of something', (name) => {
    const reached = new Set<string>();
    const reach = (from: string): void => {
      for (const target of edges.get(from) ?? []) {
        if (reached.has(target)) continue;
        reached.add(target);
        reach(target);
      }
    };
    reach(name);
    expect(contexts.filter((other) => reached.has(other))).toEqual([]);
  });

  it('leads from each service to its context and the runtime, and from the platform to all', () => {
    for (const name of contexts)
      expect([...(edges.get(`${name}-service`) ?? [])].sort()).toEqual([name, '@ecou/runtime'].sort());
    expect(edges.get('@ecou/platform')).toEqual(expect.arrayContaining([...contexts, '@ecou/runtime']));
  });

  it('is the one that the packages declare', () => {
    for (const manifest of manifests)
      expect([...(edges.get(manifest.name) ?? [])].sort()).toEqual(declaredBy(manifest, services).sort());
  });

  it('is the one that the compiler follows', () => {
    for (const manifest of manifests) {
      const { references } = JSON.parse(readFileSync(join(manifest.folder, 'tsconfig.json'), 'utf8')) as Configuration;
      const imported = references.map(({ path }) => nameIn(join(manifest.folder, path)));
      expect([manifest.name, imported.sort()]).toEqual([manifest.name, declaredBy(manifest, []).sort()]);
    }
    const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as Configuration;
    const all = references.map(({ path }) => nameIn(join(root, path)));
    expect(all.sort()).toEqual(manifests.map(({ name }) => name).sort());
  });

  it('has a target for every file of tests', () => {
    const targets = new Map(manifests.map(({ name, nx }) => [name, Object.keys(nx.targets)]));
    expect(findSpecs().filter(({ project, target }) => !targets.get(project)?.includes(target))).toEqual([]);
    const specs = new Set(findSpecs().map(({ project, target }) => `${project} ${target}`));
    const empty = manifests.flatMap(({ name, nx }) =>
      Object.keys(nx.targets).filter((target) => isLevel(target) && !specs.has(`${name} ${target}`)),
    );
    expect(empty).toEqual([]);
  });

  it('has lint and types for every project', () => {
    for (const { nx } of manifests)
      expect(Object.keys(nx.targets)).toEqual(expect.arrayContaining(['lint', 'typecheck']));
  });
});
