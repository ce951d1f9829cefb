import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { blocksOf, guides, runIn } from '../testing/guides.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const sources = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root }).filter((file) => !file.includes('.spec.'));
const operating = 'docs/operating.md';
const subscribing = 'docs/subscribing-over-kafka.md';
const analysts = 'docs/analysts.md';
const texts = ['README.md', ...globSync('docs/*.md', { cwd: root })].sort();
const readmes = globSync('libs/*/README.md', { cwd: root }).sort();

describe('every block of the guides is run by a test', () => {
  const run = new Set<string>([...guides, operating, subscribing, analysts]);

  it('or is of no guide', () => {
    expect(texts.filter((text) => blocksOf(text).length > 0 && !run.has(text))).toEqual([]);
    expect([...run].filter((guide) => blocksOf(guide).length === 0)).toEqual([]);
  });

  it.each([...guides])('in %s: commands, and what its reader saves', (guide) => {
    const others = runIn(guide).filter(({ language }) => language !== 'sh');
    expect(others.filter(({ language, file }) => !['js', 'csv'].includes(language) || !file)).toEqual([]);
  });

  it(`in ${operating}, whose spec runs each by its place`, () => {
    expect(blocksOf(operating).map(({ language }) => language)).toEqual(Array(13).fill('sh'));
  });

  it(`in ${analysts}, whose spec runs them as an analyst`, () => {
    expect(new Set(blocksOf(analysts).map(({ language }) => language))).toEqual(new Set(['sql']));
  });

  it(`in ${subscribing}, whose spec runs each by its language`, () => {
    expect(blocksOf(subscribing).map(({ language }) => language)).toEqual([
      'sh',
      'python',
      'js',
      'java',
      'properties',
      'properties',
      'sh',
    ]);
  });

  it('and only four are left out: the start, a picture, a map in a browser, and what GDAL runs elsewhere', () => {
    const left = guides.map((guide) => [guide, blocksOf(guide).length - runIn(guide).length] as const);
    expect(left.filter(([, blocks]) => blocks > 0)).toEqual([
      ['README.md', 2],
      ['docs/reading-the-map.md', 2],
    ]);
  });
});

describe('what the guides name', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const settings = sources.map(read).join('\n') + read('tools/backup/rotate-secret.ts') + read('docker/compose.yml');

  it.each(texts)('in %s is there: scripts, environment variables, metrics, codes, files of this repository', (text) => {
    const words = read(text);
    const all = (pattern: RegExp, from = words) => [
      ...new Set([...from.matchAll(pattern)].map(([, name = '']) => name)),
    ];
    const commands = all(/\bnpm run ([\w-]+)/g);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    const prose = words.replaceAll(/```.*?```/gs, '');
    const named = all(/\b([A-Z][A-Z\d]*(?:_[A-Z\d]+)+|ecou_[a-z_]+[a-z])\b/g, prose);
    expect(named.filter((name) => !settings.includes(name))).toEqual([]);
    const files = all(/[` ]((?:apps|libs|tools|docker|docs)\/[\w./-]+\.\w+)/g);
    const sourceOf = (file: string) => file.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    expect(files.filter((file) => !existsSync(join(root, sourceOf(file))))).toEqual([]);
  });
});

/** Things that the code of a library's README takes for granted: imports, names, the class that a method stands in. Later blocks see earlier ones. */
const given: Readonly<Record<string, readonly (readonly [before: string, after?: string])[]>> = {
  'libs/client': [[''], [''], ['']],
  'libs/contracts': [
    [
      `import { z } from 'zod';
       import { contract } from './contract.js';
       import { instant, localizedText, slug } from './types.js';
       const identity = { facilityId: z.uuid(), kind: slug, name: localizedText };`,
    ],
  ],
  'libs/event-sourcing': [[`declare const url: string, secret: string, id: string, other: string;`]],
  'libs/runtime': [
    [
      `import { defineContext, runProcess } from './index.js';
       declare class CountersModule {}`,
    ],
    [
      `import { Body, HttpCode, Param, Post } from '@nestjs/common';
       import type { CommandBus } from '@nestjs/cqrs';
       import type { CommandContext } from '@ecou/event-sourcing';
       import { z } from 'zod';
       import { Context, idParams, Permission, type IdParams } from './index.js';
       import { CounterCommand } from './testing/toy/counter.js';
       declare const countBody: z.ZodObject<{ by: z.ZodInt }>;
       export class Counters {
         constructor(private readonly commands: CommandBus) {}`,
      '}',
    ],
    [
      `import type { SecretTokens, TokenGuessLimit } from './index.js';
       declare const notFound: () => Error;
       export abstract class Things {
         abstract readonly tokens: SecretTokens;
         abstract readonly guesses: TokenGuessLimit;
         async open(address: string, number: string, token: string) {`,
      '}}',
    ],
    [
      `import { startTestProcess } from './testing/index.js';
       import { countersContext } from './testing/toy/counter.js';`,
    ],
  ],
};

describe('the code in READMEs of libraries', () => {
  const blocks = readmes.flatMap((readme) => {
    const library = readme.replace('/README.md', '');
    const shown = blocksOf(readme).filter(({ language }) => language !== 'text');
    return shown.map(({ language, code }, index) => {
      const [before = '', after = ''] = given[library]?.[index] ?? [];
      const file = join(root, library, `src/readme-${index}.ts`);
      return { readme, language, file, text: `${before}\n${code}${after}\nexport {};\n` };
    });
  });

  it('is TypeScript, but for a picture', () => {
    expect(blocks.filter(({ language }) => language !== 'ts')).toEqual([]);
    expect(blocks).toHaveLength(Object.values(given).flat().length);
    expect(readmes.flatMap(blocksOf).filter(({ language }) => language === 'text')).toHaveLength(1);
  });

  it('compiles as it stands', () => {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (file) => readFileSync(file, 'utf8')) as {
      config: { compilerOptions: object };
    };
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
    // Others get its types from what is built.
    const paths = { '@ecou/client': [join(root, 'libs/client/src/index.ts')] };
    const own = { paths, composite: false, emitDeclarationOnly: false, noEmit: true, noUnusedLocals: false };
    const disk = ts.createCompilerHost({ ...options, ...own, rootDir: root });
    const virtual = new Map(blocks.map(({ file, text }) => [file, text]));
    const host: ts.CompilerHost = {
      ...disk,
      fileExists: (file) => virtual.has(file) || disk.fileExists(file),
      readFile: (file) => virtual.get(file) ?? disk.readFile(file),
      getSourceFile: (file, target) => {
        const text = virtual.get(file);
        return text === undefined ? disk.getSourceFile(file, target) : ts.createSourceFile(file, text, target, true);
      },
    };
    const program = ts.createProgram([...virtual.keys()], { ...options, ...own, rootDir: root }, host);
    const faults = [...virtual.keys()].flatMap((file) => {
      const source = program.getSourceFile(file);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
        ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      );
    });
    expect(faults).toEqual([]);
  });
});
