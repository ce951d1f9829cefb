import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const dir = join(import.meta.dirname, '..');
const text = (name: string): string => readFileSync(join(dir, name), 'utf8');

/** The page with the verifier in it: one file, too. */
function made(): string {
  const verifier = text('verify.mjs')
    .replace(/^#!.*\n/, '')
    .replace(/^export /gm, '');
  return text('verify-page.html').replace('/* verify.mjs */', () => verifier);
}

describe('the page that checks receipts', () => {
  it('holds the verifier as the file has it (ECOU_WRITE_GOLDEN=1 writes it)', () => {
    if (process.env['ECOU_WRITE_GOLDEN']) writeFileSync(join(dir, 'verify.html'), made());
    expect(text('verify.html') === made()).toBe(true);
  });

  it('asks for nothing from elsewhere', () => {
    expect(text('verify.html')).not.toMatch(/(?:src|href)=|@import|url\(/);
  });
});
