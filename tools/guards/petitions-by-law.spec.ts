import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

const docs = join(root, 'docs');
const rows = readFileSync(join(docs, 'petitions-by-law.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:article|-)/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |\s*\|?$/g, '').trim()));

interface Shown {
  readonly article: string;
  readonly title: string;
  readonly file: string;
}

/** The specs that a row names: links whose text is the title of a spec, and whose target is its file. */
const shownBy = ([article = '', , specs = '']: readonly string[]): Shown[] =>
  [...specs.matchAll(/\[((?:[^[\]]|\[[^\]]*\])+)\]\(([^()]+\.spec\.ts)\)/g)].map(([, title = '', file = '']) => ({
    ...{ article, title, file },
  }));

/** True where the source declares a spec, or a group of specs, of that title. */
function declares(source: string, title: string): boolean {
  const escaped = title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `(?:it|describe)[^\\n]*?\\(\\s*['"\`]${escaped}['"\`]|\\]\\s*(?:as const)?\\)\\(\\s*['"\`]${escaped}['"\`]`,
  ).test(source);
}

describe('the table of the ordinance’s articles', () => {
  it('has a row for each article that it speaks of, with a rule and a spec', () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      expect([row[0], row.length]).toEqual([row[0], 3]);
      expect(row[0]).toMatch(/^\d+[¹]?(?: \(\d\))?: \S/);
      expect([row[0], row[1]?.length ?? 0]).not.toEqual([row[0], 0]);
      expect([row[0], shownBy(row).length]).not.toEqual([row[0], 0]);
    }
  });

  it.each(rows.flatMap(shownBy))('$article: $title', ({ title, file }) => {
    const path = join(docs, file);
    expect([file, existsSync(path)]).toEqual([file, true]);
    expect([title, declares(readFileSync(path, 'utf8'), title)]).toEqual([title, true]);
  });

  it('would miss a spec that is not there', () => {
    expect(declares(`it('is there', () => {});`, 'is there')).toBe(true);
    expect(declares(`it('is there', () => {});`, 'is not there')).toBe(false);
    expect(declares(`// is there`, 'is there')).toBe(false);
  });
});
