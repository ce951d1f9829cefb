import { execa } from 'execa';
import { globSync } from 'node:fs';
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findJava } from '../java/java.ts';
import { jarsOf } from '../java/maven.ts';

const root = join(import.meta.dirname, '../..');
const programs = join(import.meta.dirname, 'clients');
const generator = '7.25.0';

/** The process that the programs call, and the civic event that they ask for. */
export interface Target {
  readonly url: string;
  readonly key: string;
  readonly civicEvent: string;
}

/** Runs something in a folder of its own, with the document as `openapi.json` in it. */
async function inFolder<T>(document: object, run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ecou-clients-'));
  try {
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(document));
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const argumentsOf = ({ url, key, civicEvent }: Target): string[] => [url, key, civicEvent];

const told = ({ stdout }: { readonly stdout: string }): unknown => JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

const bin = (path: string): string => join(root, 'node_modules', path);

const settings = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    types: ['node'],
    outDir: 'out',
    noEmitOnError: true,
  },
  files: ['fetch.mts', 'hey-api.mts'],
};

/** The answers that programs over the clients of openapi-typescript and @hey-api/openapi-ts got. Throws with what a tool or the compiler says. */
export const typeScriptClients = (document: object, target: Target): Promise<readonly unknown[]> =>
  inFolder(document, async (cwd) => {
    const node = (...args: readonly string[]) => execa(process.execPath, args, { cwd });
    await Promise.all([
      symlink(join(root, 'node_modules'), join(cwd, 'node_modules')),
      writeFile(join(cwd, 'tsconfig.json'), JSON.stringify(settings)),
      writeFile(join(cwd, 'package.json'), JSON.stringify({ type: 'module' })),
      ...settings.files.map((file) => copyFile(join(programs, file), join(cwd, file))),
      // Fields with a default may be left out of a body, and so they are optional.
      node(bin('openapi-typescript/bin/cli.js'), 'openapi.json', '-o', 'types.d.ts', '--default-non-nullable=false'),
      node(
        bin('@hey-api/openapi-ts/bin/run.js'),
        ...['-i', 'openapi.json', '-o', 'hey', '-c', '@hey-api/client-fetch', '-s', '--no-log-file'],
      ),
    ]);
    await node(bin('typescript/bin/tsc'), '-p', '.');
    const run = async (file: string) => told(await node(join('out', file), ...argumentsOf(target)));
    return Promise.all(['fetch.mjs', 'hey-api.mjs'].map(run));
  });

/** The first compiler is enough for what runs once. */
const short = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx1g'];

const options = [
  'useSingleRequestParameter=true',
  'hideGenerationTimestamp=true',
  'invokerPackage=ro.ecou.client',
  'apiPackage=ro.ecou.client.api',
  'modelPackage=ro.ecou.client.model',
];
const leftOut = ['apiTests', 'modelTests', 'apiDocs', 'modelDocs'].map((part) => `${part}=false`);

/**
 * The answers that the program over the Java client of openapi-generator got. Throws where Java or Maven is missing, in a sentence that says what to
 * install, and with what generator or compiler say.
 */
export const javaClient = (document: object, target: Target): Promise<unknown> =>
  inFolder(document, async (cwd) => {
    const artifact = `org.openapitools:openapi-generator-cli:${generator}`;
    const [java, tool, libraries] = await Promise.all([
      findJava('openapi-generator'),
      jarsOf('openapi-generator', { artifact }),
      jarsOf('java-client', { pom: join(programs, 'java.xml'), artifactId: 'jackson-databind' }),
    ]);
    const jar = join(tool, `openapi-generator-cli-${generator}.jar`);
    // Java has a method wait() already.
    const names = ['--parameter-name-mappings', 'wait=waitSeconds'];
    const generate = ['generate', '-g', 'java', '--library', 'native', '-i', 'openapi.json', '-o', 'java', ...names];
    const args = ['--global-property', leftOut.join(), '--additional-properties', options.join()];
    await execa(java, [...short, '-jar', jar, ...generate, ...args], { cwd });
    await copyFile(join(programs, 'Calls.java'), join(cwd, 'java/src/main/java/Calls.java'));
    const compiler = java === 'java' ? 'javac' : join(dirname(java), 'javac');
    const classes = ['-cp', join(libraries, '*'), '-d', 'classes', '-proc:none', '-nowarn'];
    const sources = globSync('java/src/main/java/**/*.java', { cwd });
    await execa(compiler, [...short.map((option) => `-J${option}`), ...classes, ...sources], { cwd });
    const path = ['classes', join(libraries, '*')].join(':');
    return told(await execa(java, [...short, '-cp', path, 'Calls', ...argumentsOf(target)], { cwd }));
  });
