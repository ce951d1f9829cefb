import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A fenced block of a text. */
export interface Block {
  readonly language: string;
  readonly code: string;
  /** The file that the sentence before it names: where the reader saves it. */
  readonly file: string | undefined;
}

/** The fenced blocks of a text of the repository, in their order; those of a list lose its indent. */
export function blocksOf(path: string): readonly Block[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/^( *)```([^\n]*)\n(.*?)^\1```$/gms)].map(
    ({ 1: indent = '', 2: language = '', 3: code = '', index }) => {
      const before = text.slice(text.lastIndexOf('```', index - 1) + 3, index);
      const [, file] = [...before.matchAll(/`([\w-]+\.(?:csv|mjs))`/g)].at(-1) ?? [];
      return { language, code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''), file };
    },
  );
}

/**
 * All that a reader of a guide does, as a script for bash: runs its commands, and saves everything else under its name. What one block prints
 * is parted from the next by a line of dashes.
 */
export const scriptOf = (blocks: readonly Block[]): string =>
  blocks
    .map(({ language, code, file }) => {
      if (language === 'sh') return code;
      if (file === undefined) throw new Error(`Nobody says how to save this block (${language}):\n${code}`);
      return `cat > ${file} <<'END OF FILE'\n${code}END OF FILE\n`;
    })
    .join('\necho; echo ----\n');

/** Guides whose blocks are run one after another on one platform, in this order (`apps/e2e/src/guides.e2e.spec.ts`). */
export const guides = [
  'README.md',
  'docs/running-a-consultation.md',
  'docs/following-up-a-consultation.md',
  'docs/asking-what-people-think.md',
  'docs/answering-by-ballot.md',
  'docs/handling-petitions.md',
  'docs/open311.md',
  'docs/keeping-the-map.md',
  'docs/reading-the-map.md',
  'docs/exports-and-imports.md',
  'docs/receiving-messages.md',
  'docs/auditing.md',
  'docs/checking-a-receipt.md',
  'docs/signing-in.md',
] as const;

/** Blocks that no test runs, by how they begin, and why. */
const exceptions: readonly { readonly guide: string; readonly begins: string; readonly why: string }[] = [
  { guide: 'README.md', begins: 'npm start', why: 'it is what every e2e spec does, and `npm test` would run itself' },
  { guide: 'README.md', begins: 'flowchart', why: 'it is a picture' },
  { guide: 'docs/reading-the-map.md', begins: 'const answer', why: 'it draws in a browser, with a library of maps' },
  { guide: 'docs/reading-the-map.md', begins: 'ogrinfo', why: '`tools/interop/gis.int.spec.ts` runs GDAL' },
];

/** The blocks of a guide that are run. */
export const runIn = (guide: string): readonly Block[] =>
  blocksOf(guide).filter(
    ({ code }) => !exceptions.some((exception) => exception.guide === guide && code.startsWith(exception.begins)),
  );
