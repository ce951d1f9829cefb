import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openChromium } from '../interop/axe.ts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Receipt } from '@ecou/runtime/receipts';
import { Town } from './town.ts';

const page = join(import.meta.dirname, '../../libs/client/verify.html');
type Browser = Awaited<ReturnType<typeof openChromium>>;

let town: Town;
let browser: Browser;
let receipt: Receipt;
let proof: unknown;

beforeAll(async () => {
  browser = await openChromium();
  town = await Town.start();
  ({ receipt } = await town.petition());
  await town.signed(1);
  proof = (await town.log(`/inclusion?leaf=${receipt.leafHash}`)).body;
  copyFileSync(page, join(town.dir, 'verify.html'));
});
afterAll(async () => {
  await browser.close();
  await town.stop();
});

/** The lines that the page shows, opened from a file in a browser without network. */
async function shown(given: object, keys: readonly string[] = []): Promise<string[]> {
  const context = await browser.newContext({ offline: true });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(join(town.dir, 'verify.html')).href);
  await tab.fill('#receipt', JSON.stringify(given));
  await tab.fill('#proof', JSON.stringify(proof));
  await tab.fill('#keys', keys.join('\n'));
  await tab.click('#check');
  await tab.waitForSelector('#found li');
  const lines = await tab.locator('#found li').allTextContents();
  await context.close();
  return lines;
}

describe('the page that checks receipts', () => {
  it('finds a receipt right, from a file and without network', async () => {
    const { promiseKeys, checkpointKeys } = receipt.log;
    const lines = await shown(receipt, [...promiseKeys, ...checkpointKeys]);
    expect(lines).toHaveLength(4);
    expect(lines.filter((line) => line.startsWith('✓'))).toHaveLength(4);
  });

  it('finds what was changed', async () => {
    const lines = await shown({ ...receipt, record: { ...receipt.record, text: 'Alt text' } });
    expect(lines.filter((line) => line.startsWith('✗'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('?'))).toHaveLength(1);
  });

  it('says so where it is given no receipt', async () => {
    expect(await shown({})).toEqual([expect.stringMatching(/^✗/)]);
  });
});
