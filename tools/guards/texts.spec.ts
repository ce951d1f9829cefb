import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const texts = ['README.md', 'CONTRIBUTING.md', ...globSync('{docs,libs/*,apps/*}/**/*.md', { cwd: root })]
  .filter((file) => !file.includes('node_modules'))
  .sort();

describe('the texts', () => {
  it.each(texts)('%s links to what is there', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(file), link)))).toEqual([]);
  });

  it('list every decision record by its title', () => {
    const records = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-.*\.md$/.test(name));
    const index = read('docs/adr/README.md');
    const missing = records.filter((name) => {
      const title = /^# \d{4}\. (.+)$/m.exec(read(`docs/adr/${name}`))?.[1] ?? '';
      return !index.includes(`[${title}](${name})`);
    });
    expect(records.length).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });
});
