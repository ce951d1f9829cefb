import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const abuses =
  read('docs/threat-model.md')
    .split('\n## Open')[0]
    ?.split(/\n### /)
    .slice(1) ?? [];
const tests = abuses.flatMap((abuse) =>
  [...abuse.matchAll(/^ {2}- `([^`]+)`: (.+)$/gm)].map(([, file = '', title = '']) => ({ file, title })),
);

/** True where a spec has a test of this title, by `it` or `it.each`. */
const has = (spec: string, title: string): boolean => {
  const literal = title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`\(\s*(['"\x60])${literal}\1`).test(spec);
};

describe('the threat model', () => {
  it('has twenty abuses, each with what is done, what stops it, the tests of it, and what remains', () => {
    expect(abuses.map((abuse) => Number(abuse.split('.')[0]))).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    const parts = ['- **What somebody does**: ', '- **What stops it**: ', '- **Tests**:\n  - ', '- **What remains**: '];
    const incomplete = abuses.filter((abuse) => !parts.every((part) => abuse.includes(part)));
    expect(incomplete.map((abuse) => abuse.split('\n')[0])).toEqual([]);
  });

  it('names tests that there are', () => {
    expect(tests.length).toBeGreaterThan(40);
    const missing = tests.filter(({ file, title }) => !existsSync(join(root, file)) || !has(read(file), title));
    expect(missing).toEqual([]);
  });

  it('would name one that was renamed', () => {
    expect(has("it('opens what it sealed', () => {})", 'opens what it sealed')).toBe(true);
    expect(has("it.each([1])('opens %s', () => {})", 'opens %s')).toBe(true);
    expect(has("it('opens what it sealed twice', () => {})", 'opens what it sealed')).toBe(false);
  });
});
