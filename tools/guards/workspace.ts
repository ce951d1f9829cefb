import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { execaNode } from 'execa';
import { withoutColours } from '../processes.ts';
import type { Check } from './target.ts';

const root = join(import.meta.dirname, '../..');
const configuration = [
  'eslint.config.js',
  '.dependency-cruiser.js',
  '.dependency-cruiser.folders.js',
  'knip.json',
  '.prettierrc.json',
  '.prettierignore',
  '.gitignore',
  'tsconfig.base.json',
];

/** Text by path. */
export type Files = Readonly<Record<string, string>>;

/** A temporary folder with a workspace of the same shape and the same configuration as this one. */
export interface Workspace {
  readonly folder: string;
  /** Runs an installed program in it: `tsc`, `eslint`. */
  run(program: string, ...args: readonly string[]): Promise<Check>;
  /** Runs specs of a kind in a copy of the libraries; arguments and environment are Jest's. */
  jest(kind: 'unit' | 'int', args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Check>;
  remove(): void;
}

/** As Prettier lays it out. */
const json = (value: object) => `${JSON.stringify(value, null, 2).replace(/\[\s+("[^"]+")\s+\]/g, '[$1]')}\n`;

/** The text of a package's `package.json`. */
export const packageJson = (name: string, dependencies: readonly string[]) =>
  json({
    name: `@ecou/${name}`,
    version: '0.1.0',
    type: 'module',
    exports: { '.': './src/index.ts', './testing': './src/testing/index.ts' },
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '*'])),
  });

/** The text of the `tsconfig.json` of a project that imports others. */
const tsconfig = (folder: string, imported: readonly string[], more: object = {}) => {
  const up = relative(folder, '.') || '.';
  return json({
    extends: `${up}/tsconfig.base.json`,
    ...more,
    references: imported.map((path) => ({ path: `${up}/${path}` })),
  });
};

/** Projects, by their folder, and those that each imports. */
const imported: Readonly<Record<string, readonly string[]>> = {
  'libs/client': [],
  'libs/event-sourcing': [],
  'libs/contracts': [],
  'libs/messaging': ['libs/event-sourcing', 'libs/contracts'],
  'libs/runtime': ['libs/event-sourcing', 'libs/contracts'],
  'libs/feedback': ['libs/event-sourcing'],
  'libs/facilities': [],
  'apps/feedback': ['libs/feedback', 'libs/runtime'],
};

/** Packages that keep every rule: two contexts, the foundations, an app, a tool. */
const clean: Files = {
  'package.json': json({
    name: 'probe',
    version: '0.1.0',
    type: 'module',
    workspaces: ['apps/*', 'libs/*', 'tools'],
    devDependencies: {
      '@eslint/js': '*',
      'dependency-cruiser': '*',
      eslint: '*',
      typescript: '*',
      'typescript-eslint': '*',
      '@types/node': '*',
    },
  }),
  'libs/event-sourcing/package.json': packageJson('event-sourcing', []),
  'libs/event-sourcing/src/index.ts': 'export const none = 0;\n',
  'libs/event-sourcing/src/testing/index.ts': 'export const sample = 1;\n',
  'libs/client/package.json': packageJson('client', []),
  'libs/client/src/index.ts': "export const url = 'https://ecou.example.ro';\n",
  'libs/contracts/package.json': packageJson('contracts', []),
  'libs/contracts/src/index.ts': "export const language = 'ro';\n",
  'libs/messaging/package.json': packageJson('messaging', ['@ecou/event-sourcing', '@ecou/contracts']),
  'libs/messaging/src/index.ts':
    "import { language } from '@ecou/contracts';\nimport { none } from '@ecou/event-sourcing';\n\nexport const send = () => [language, none];\n",
  'libs/runtime/package.json': packageJson('runtime', ['@ecou/event-sourcing', '@ecou/contracts']),
  'libs/runtime/src/index.ts':
    "import { language } from '@ecou/contracts';\nimport { none } from '@ecou/event-sourcing';\n\nexport const start = () => [language, none];\n",
  'libs/feedback/package.json': packageJson('feedback', ['@ecou/event-sourcing', 'zod']),
  'libs/feedback/src/index.ts': "export { petition } from './petition/petition.decider.js';\n",
  'libs/feedback/src/petition/petition.events.ts':
    "import { z } from 'zod';\n\nexport const petitionEvents = { PetitionClosed: z.object({ at: z.string() }) };\n",
  'libs/feedback/src/petition/petition.decider.ts':
    "import { none } from '@ecou/event-sourcing';\nimport { petitionEvents } from './petition.events.js';\n\nexport const petition = (at: string) => [none, new Date(at).getTime(), petitionEvents];\n",
  'libs/feedback/src/petition/petition.spec.ts':
    "import { sample } from '@ecou/event-sourcing/testing';\nimport { petition } from './petition.decider.js';\n\npetition(String(sample));\n",
  'libs/facilities/package.json': packageJson('facilities', []),
  'libs/facilities/src/index.ts': 'export const facility = 1;\n',
  'apps/feedback/package.json': packageJson('feedback-service', ['@ecou/feedback', '@ecou/runtime']),
  'apps/feedback/src/main.ts':
    "import { petition } from '@ecou/feedback';\nimport { start } from '@ecou/runtime';\n\npetition(start().join());\n",
  ...Object.fromEntries(
    Object.entries(imported).map(([folder, others]) => [`${folder}/tsconfig.json`, tsconfig(folder, others)]),
  ),
  'tsconfig.json': tsconfig('.', Object.keys(imported), { files: [], include: [] }),
  'tools/tsconfig.json': tsconfig('tools', [], { compilerOptions: { rootDir: '.' }, include: ['.'] }),
  'tools/package.json': packageJson('tools', []),
  'tools/check.ts': "console.log('checked');\n",
};

/** The libraries of the clean workspace. */
const packages = ['client', 'event-sourcing', 'contracts', 'messaging', 'runtime', 'feedback', 'facilities'];

/** The clean workspace, with more files, or with others in their place. */
export function makeWorkspace(more: Files = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'ecou-guards-'));
  for (const file of configuration) cpSync(join(root, file), join(folder, file));
  for (const [path, text] of Object.entries({ ...clean, ...more })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return ready(folder, packages);
}

/** The configuration of Jest, without the servers that stand in `tools/`: whoever runs the specs of a copy has them already. */
const withoutServers = `import config from './jest.projects.mjs';

const projects = config.projects.map((project) => ({ ...project, globalSetup: undefined, globalTeardown: undefined }));
export default { ...config, projects };
`;

/** A copy of this workspace's libraries, sources only. */
export function copyLibraries(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'ecou-libraries-'));
  for (const file of [...configuration, '.swcrc', 'package.json']) cpSync(join(root, file), join(folder, file));
  cpSync(join(root, 'jest.config.mjs'), join(folder, 'jest.projects.mjs'));
  writeFileSync(join(folder, 'jest.config.mjs'), withoutServers);
  const isSource = (path: string) => !/[\\/](dist|\.types|node_modules)$/.test(path);
  cpSync(join(root, 'libs'), join(folder, 'libs'), { recursive: true, filter: isSource });
  const libraries = readdirSync(join(folder, 'libs'));
  const projects = libraries.map((name) => `libs/${name}`);
  writeFileSync(join(folder, 'tsconfig.json'), tsconfig('.', projects, { files: [], include: [] }));
  return ready(folder, libraries);
}

function ready(folder: string, libraries: readonly string[]): Workspace {
  linkModules(folder, libraries);
  const run = async (program: string, args: readonly string[], env = {}): Promise<Check> => {
    const { failed, all } = await execaNode(join(root, 'node_modules/.bin', program), args, {
      cwd: folder,
      env: { ...withoutColours, ...env },
      nodeOptions: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      ipc: false,
      all: true,
      reject: false,
    });
    return { ok: !failed, output: all };
  };
  return {
    folder,
    run: (program, ...args) => run(program, args),
    jest: (kind, args, env) => run('jest', ['--selectProjects', kind, '--verbose', '--', ...args], env),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The packages that npm would install: everything from here, but the workspace's own packages. */
function linkModules(folder: string, libraries: readonly string[]): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@ecou'), { recursive: true });
  const installed = readdirSync(join(root, 'node_modules')).filter((name) => !name.startsWith('.') && name !== '@ecou');
  for (const name of installed) symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  for (const name of libraries) {
    symlinkSync(join(folder, 'libs', name), join(modules, '@ecou', name), 'junction');
    // Versions that differ from those of the root.
    const own = join('libs', name, 'node_modules');
    if (existsSync(join(root, own))) symlinkSync(join(root, own), join(folder, own), 'junction');
  }
}
