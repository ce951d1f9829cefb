import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checks as names } from '../check.ts';
import { runTarget, type Check } from './target.ts';
import { makeWorkspace, packageJson, type Files, type Workspace } from './workspace.ts';

/** Runs the checks on a workspace, one after the other. */
async function check(workspace: Workspace): Promise<ReadonlyMap<string, Check>> {
  const checks = new Map<string, Check>();
  for (const name of names) checks.set(name, await runTarget(name, workspace.folder));
  return checks;
}

/** The complaints of a check about a file: the lines that name it, and those below them up to the next empty one. */
const complaints = ({ output }: Check, file: string): string =>
  output
    .split(/\n\s*\n/)
    .flatMap((block) => {
      const lines = block.split('\n');
      const first = lines.findIndex((line) => line.includes(file));
      if (first < 0) return [];
      return lines[first]?.trim().endsWith(file) ? lines.slice(first) : lines.filter((line) => line.includes(file));
    })
    .join('\n');

/** A text that must be refused: the check that does it, what it says, the file that it says it of, its text. */
type Bad = readonly [check: string, says: string, file: string, text: string];

const imports = (...modules: string[]) => modules.map((module) => `import '${module}';\n`).join('');
const petition = 'libs/feedback/src/petition';

const forbiddenImports: readonly Bad[] = (
  [
    ['no-circle', `${petition}/chicken.ts`, './egg.js'],
    ['no-unresolvable', `${petition}/lost.ts`, './nowhere.js'],
    ['client-stands-alone', 'libs/client/src/proud.ts', '@ecou/contracts'],
    ['client-stands-alone', 'libs/client/src/framework.ts', '@nestjs/common'],
    ['client-is-for-others', 'libs/feedback/src/caller.ts', '@ecou/client'],
    ['foundations-stand-alone', 'libs/contracts/src/proud.ts', '@ecou/event-sourcing'],
    ['foundations-stand-alone', 'libs/contracts/src/prouder.ts', '@ecou/feedback'],
    ['foundations-stand-alone', 'libs/event-sourcing/src/proud.ts', '@ecou/contracts'],
    ['foundations-stand-alone', 'libs/event-sourcing/src/prouder.ts', '@ecou/runtime'],
    ...['@nestjs/common', 'kafkajs', 'typeorm', 'cloudevents', 'rxjs'].map((framework, index) => [
      'event-sourcing-knows-no-framework',
      `libs/event-sourcing/src/framework-${index}.ts`,
      framework,
    ]),
    ...['@nestjs/common', 'kafkajs', 'typeorm', 'pg', 'rxjs'].map((framework, index) => [
      'contracts-know-no-framework',
      `libs/contracts/src/framework-${index}.ts`,
      framework,
    ]),
    ['messaging-imports-event-sourcing-and-contracts', 'libs/messaging/src/upwards.ts', '@ecou/runtime'],
    ['messaging-imports-event-sourcing-and-contracts', 'libs/messaging/src/knowing.ts', '@ecou/feedback'],
    ...['@nestjs/common', 'fastify', '@fastify/multipart', 'typeorm', 'rxjs', 'node:http'].map((framework, index) => [
      'messaging-knows-neither-nest-nor-http',
      `libs/messaging/src/framework-${index}.ts`,
      framework,
    ]),
    ['nest-by-its-public-api', 'libs/runtime/src/private.ts', '@nestjs/common/constants.js'],
    ['runtime-imports-no-context', 'libs/runtime/src/knowing.ts', '@ecou/feedback'],
    ['no-context-imports-another', 'libs/feedback/src/neighbour.ts', '@ecou/facilities'],
    ['libs-import-neither-apps-nor-tools', 'libs/runtime/src/upside.ts', '../../../apps/feedback/src/main.js'],
    ['libs-import-neither-apps-nor-tools', 'libs/feedback/src/upside.ts', '../../../tools/check.js'],
    ['apps-hold-no-logic', 'apps/feedback/src/telling.ts', '@ecou/contracts'],
    ['apps-hold-no-logic', 'apps/feedback/src/storing.ts', '@ecou/event-sourcing'],
    ['apps-hold-no-logic', 'apps/feedback/src/sending.ts', '@ecou/messaging'],
    ['apps-hold-no-logic', 'apps/facilities/src/other.ts', '../../feedback/src/main.js'],
    ...[
      'typeorm',
      '@nestjs/common',
      'kafkajs',
      'uuid',
      'luxon',
      'pg',
      'node:crypto',
      'node:fs',
      '@ecou/messaging',
      '@ecou/runtime',
    ].map((impure, index) => [
      'rules-are-pure',
      `${petition}/impure-${index}.${index % 2 ? 'events' : 'decider'}.ts`,
      impure,
    ]),
    ['rules-are-pure-to-the-bottom', `${petition}/distant.decider.ts`, './distant-helper.js'],
    ['no-folder-named-events', 'libs/feedback/src/petition/events/one.ts', 'zod'],
    ['no-import-from-a-folder-named-events', 'libs/feedback/src/petition/finder.ts', './events/two.js'],
    ['packages-by-name', 'libs/runtime/src/short-cut.ts', '../../contracts/src/index.js'],
    ['no-import-of-a-spec', `${petition}/borrower.ts`, './petition.spec.js'],
    ['test-helpers-are-for-tests', `${petition}/tester.ts`, '@ecou/event-sourcing/testing'],
    ['test-helpers-are-for-tests', `${petition}/own-tester.ts`, './testing/helper.js'],
  ] as const
).map(([rule = '', file = '', module = '']) => ['boundaries', `${rule}:`, file, imports(module)]);

const impureCode: readonly Bad[] = [
  'Date.now()',
  'new Date()',
  'Date()',
  'Math.random()',
  'crypto.randomUUID()',
  'performance.now()',
  "process.env['HOME']",
  "fetch('https://example.org')",
  'setTimeout(() => 0)',
  'globalThis.crypto.randomUUID()',
  'globalThis.Date',
  "import('node:crypto')",
].flatMap((code, index): Bad[] =>
  ['events', 'decider', 'view'].map((kind) => [
    'lint',
    'this module is pure',
    `${petition}/impure-code-${index}.${kind}.ts`,
    `export const value = () => ${code};\n`,
  ]),
);

const badCode: readonly Bad[] = [
  ['lint', 'this module is pure', 'libs/feedback/src/publish.ts', 'export const value = () => Date.now();\n'],
  ['lint', 'this module is pure', `${petition}/timely-helper.ts`, 'export const now = () => Date.now();\n'],
  [
    'lint',
    'Decide through UnitsOfWork.run',
    `${petition}/by-hand.ts`,
    'export const write = (store: { append(unit: object): void }) => store.append({ writes: [] });\n',
  ],
  [
    'lint',
    'Decide through UnitsOfWork.run',
    `${petition}/by-another-hand.ts`,
    'export const write = ({ append }: { append(unit: object): void }) => append;\n',
  ],
  [
    'lint',
    '@typescript-eslint/no-floating-promises',
    `${petition}/floating.ts`,
    'export const start = () => {\n  Promise.resolve(1);\n};\n',
  ],
  [
    'lint',
    '@typescript-eslint/switch-exhaustiveness-check',
    `${petition}/open-switch.ts`,
    "export const of = (kind: 'a' | 'b') => {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n};\n",
  ],
  [
    'lint',
    '@typescript-eslint/no-explicit-any',
    `${petition}/anything.ts`,
    'export const of = (value: any): unknown => value;\n',
  ],
  [
    'lint',
    'max-params',
    `${petition}/many.ts`,
    'export const sum = (a: number, b: number, c: number, d: number, e: number, f: number) =>\n  a + b + c + d + e + f;\n',
  ],
  ['lint', 'eqeqeq', `${petition}/loose.ts`, 'export const same = (a: string, b: string) => a == b;\n'],
  ['lint', 'complexity', `${petition}/winding.ts`, `export const of = (n: number) => ${'n > 1 ? 1 : '.repeat(11)}0;\n`],
  ['lint', 'max-lines', `${petition}/long.ts`, `export const list = [\n${'  1,\n'.repeat(300)}];\n`],
  [
    'lint',
    'Unused eslint-disable directive',
    `${petition}/excused.ts`,
    '// eslint-disable-next-line no-console\nexport const one = 1;\n',
  ],
  ['lint', 'Node cannot strip', 'tools/kept.ts', 'export class Kept {\n  constructor(readonly value: number) {}\n}\n'],
  ['typecheck', 'TS2322', `${petition}/mistyped.ts`, "export const count: number = 'one';\n"],
  ['typecheck', 'TS2322', `${petition}/unchecked.ts`, 'export const first = (list: number[]): number => list[0];\n'],
  ['typecheck', 'TS6133', `${petition}/leftover.ts`, 'const leftover = 1;\nexport const one = 1;\n'],
  ['format', '[warn]', `${petition}/untidy.ts`, 'export const text = "text"\n'],
  ['format', '[warn]', 'docs/untidy.md', '*  a point\n'],
  ['dead-code', 'unwanted', 'libs/runtime/src/things.ts', 'export const wanted = 1;\nexport const unwanted = 2;\n'],
  ['dead-code', 'stray.ts', 'libs/facilities/src/stray.ts', 'export const stray = 1;\n'],
  ['dead-code', '@ecou/contracts', 'libs/facilities/src/index.ts', imports('@ecou/contracts')],
  ['dead-code', 'luxon', 'libs/facilities/package.json', packageJson('facilities', ['luxon'])],
];

/** Files that the bad ones need around them. */
const around: Files = {
  'libs/runtime/src/hen/hen.ts': "export { shell } from '../egg/shell.js';\n",
  'libs/runtime/src/hen/feather.ts': 'export const feather = 1;\n',
  'libs/runtime/src/egg/shell.ts': 'export const shell = 1;\n',
  'libs/runtime/src/egg/chick.ts': "export { feather } from '../hen/feather.js';\n",
  [`${petition}/egg.ts`]: imports('./chicken.js'),
  [`${petition}/helped.decider.ts`]: "import { now } from './helper.js';\n\nexport const value = now;\n",
  [`${petition}/helper.ts`]: "export { now } from './timely-helper.js';\n",
  [`${petition}/testing/helper.ts`]: 'export const help = 1;\n',
  [`${petition}/distant-helper.ts`]: imports('@nestjs/common'),
  'libs/feedback/src/petition/events/two.ts': 'export const two = 2;\n',
  'libs/runtime/src/index.ts':
    "import { language } from '@ecou/contracts';\nimport { none } from '@ecou/event-sourcing';\nimport { wanted } from './things.js';\n\nexport const start = () => [language, none, wanted];\n",
};

/** That they accept what keeps every rule is proven by this repository itself: `npm run check`. */
describe('the guards refuse', () => {
  let workspace: Workspace;
  let checks: ReadonlyMap<string, Check>;
  const all = [...forbiddenImports, ...impureCode, ...badCode];
  beforeAll(async () => {
    const files = Object.fromEntries(all.map(([, , file, text]) => [file, text]));
    workspace = makeWorkspace({ ...files, ...around });
    checks = await check(workspace);
  });
  afterAll(() => {
    workspace.remove();
  });

  it('folders: two that import each other, though no two files do', () => {
    expect(checks.get('folders')?.ok).toBe(false);
    expect(checks.get('folders')?.output).toMatch(/no-circle-between-folders: libs\/runtime\/src\/(hen|egg)/);
  });

  it('breaks every rule of the boundaries once', () => {
    const text = readFileSync(new URL('../../.dependency-cruiser.js', import.meta.url), 'utf8');
    const names = [...text.matchAll(/name: '(.+)'/g)].map(([, name]) => `${name}:`);
    expect(new Set(forbiddenImports.map(([, says]) => says))).toEqual(new Set(names));
  });

  it.each(all)('%s: %s in %s', (name, says, file) => {
    expect(checks.get(name)?.ok).toBe(false);
    expect(complaints(checks.get(name)!, file)).toContain(says);
  });
});
