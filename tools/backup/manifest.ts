import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

const part = z.object({
  /** Below the folder of the copy. */
  path: z.string(),
  bytes: z.number(),
  sha256: z.string(),
});

const table = part.extend({ schema: z.string(), table: z.string(), rows: z.number() });

const manifest = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  databases: z.array(
    z.object({
      name: z.string(),
      server: z.string(),
      before: z.array(z.string()),
      after: z.array(z.string()),
      sequences: z.array(z.string()),
      tables: z.array(table),
    }),
  ),
  /** `place`: what its folder is for; `name`: below that folder. */
  files: z.array(part.extend({ place: z.string(), name: z.string() })),
  secret: part,
});

/** A file of a copy. */
export type Part = z.output<typeof part>;
export type Manifest = z.output<typeof manifest>;
export type DatabaseCopy = Manifest['databases'][number];

const fileName = 'manifest.json';

/** The manifest is written last: a copy without one is none. */
export async function writeManifest(dir: string, content: Manifest): Promise<void> {
  await writeFile(join(dir, fileName), JSON.stringify(content, null, 1), { mode: 0o600 });
}

/** Reads the manifest of a copy. Throws where there is none, or another one. */
export async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(join(dir, fileName), 'utf8').catch(() => {
    throw new Error(`${dir} is no whole copy: it has no ${fileName}.`);
  });
  const { data, error } = manifest.safeParse(JSON.parse(text));
  if (!data) throw new Error(`${join(dir, fileName)} is not what this release writes: ${z.prettifyError(error)}`);
  return data;
}

/** Writes what comes out of a stream into a file of the copy, on disk when it returns. */
export async function writePart(dir: string, path: string, ...from: readonly NodeJS.ReadableStream[]): Promise<Part> {
  const [source, ...through] = from as [NodeJS.ReadableStream, ...NodeJS.ReadWriteStream[]];
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const target = join(dir, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await pipeline([source, ...through, measure, createWriteStream(target, { mode: 0o600, flush: true })]);
  return { path, bytes, sha256: hash.digest('hex') };
}

/** Throws where a file of the copy is not as it was written. */
export async function checkPart(dir: string, { path, bytes, sha256 }: Part): Promise<void> {
  const file = join(dir, path);
  const { size } = await stat(file).catch(() => {
    throw new Error(`The copy is not whole: ${path} is missing.`);
  });
  if (size !== bytes) throw new Error(`The copy is not whole: ${path} has ${size} bytes instead of ${bytes}.`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== sha256) throw new Error(`The copy is not whole: ${path} was changed.`);
}

/** Checks every file of a copy. */
export async function checkCopy(dir: string, { databases, files, secret }: Manifest): Promise<void> {
  for (const each of [...databases.flatMap(({ tables }) => tables), ...files, secret]) await checkPart(dir, each);
}
