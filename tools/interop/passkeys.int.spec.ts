import { identityContext } from '@ecou/identity';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { openChromium, violationsOn } from './axe.ts';

let test: TestProcess;
let browser: Browser;
let url: string;

/** A port that is free now: passkeys are bound to the address, which is said at the start. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

beforeAll(async () => {
  browser = await openChromium();
  const port = await freePort();
  url = `http://localhost:${port}`;
  test = await startTestProcess([identityContext], { env: { PORT: String(port), PUBLIC_URL: url } });
}, 400_000);

afterAll(async () => {
  await browser.close();
  await test.stop();
});

/** A tab with a virtual authenticator (CDP), which says yes at once. */
async function openTab(): Promise<{ page: Page; cdp: CDPSession; faults: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  return { page, cdp, faults };
}

/** Puts an authenticator into the tab; answers its id. */
async function plug(cdp: CDPSession): Promise<string> {
  const options = {
    ...{ protocol: 'ctap2' as const, transport: 'internal' as const, hasResidentKey: true },
    ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  };
  return (await cdp.send('WebAuthn.addVirtualAuthenticator', { options })).authenticatorId;
}

async function invite(): Promise<string> {
  const { body } = await test.api.post('/identity/v1/people', { name: 'Ana Exemplu', email: 'ana@example.org' });
  return (await test.api.post(`/identity/v1/people/${body.id}/invite`)).body.link as string;
}

async function register(page: Page, name: string): Promise<void> {
  await page.fill('#field-name', name);
  await page.click('form[data-passkeys] button');
}

describe('passkeys in Chromium', () => {
  it('are registered by a link, sign in, are added and removed, on pages in which axe finds nothing wrong', async () => {
    const { page, cdp, faults } = await openTab();
    const first = await plug(cdp);
    const link = await invite();

    await page.goto(link);
    await register(page, 'Telefon');
    await page.waitForSelector('#passkey-done:visible');
    faults.push(...(await violationsOn(page)));
    expect(new URL(page.url()).hash).toBe('');
    await page.click('#passkey-done a');

    await page.click('form[data-passkeys] button');
    await page.waitForURL('**/identity/v1/session');
    expect(await page.textContent('main')).toContain('Ana Exemplu');
    await page.click('a[href*="/identity/v1/passkeys"]');
    expect(await page.locator('ul.cards > li').count()).toBe(1);
    faults.push(...(await violationsOn(page)));

    // The same authenticator makes no second one.
    await register(page, 'Telefon');
    await page.waitForSelector('[data-code="known"]:visible');
    await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: first });
    await plug(cdp);
    await register(page, 'Calculator');
    await page.waitForSelector('ul.cards > li:nth-child(2)');
    await page.click('ul.cards > li:first-child button');
    await page.waitForFunction('document.querySelectorAll("ul.cards > li").length === 1');
    expect(await page.textContent('ul.cards')).toContain('Calculator');
    expect(faults).toEqual([]);

    await page.goto(link);
    await page.reload();
    await register(page, 'Altul');
    await page.waitForSelector('[data-code="INVITATION_UNKNOWN"]:visible');
    faults.push(...(await violationsOn(page)));
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('of nobody here lead to a page that says so', async () => {
    const { page, cdp, faults } = await openTab();
    await plug(cdp);
    await page.goto(`${url}/identity/v1/login?lang=en`);
    await page.click('form[data-passkeys] button');
    await page.waitForSelector('[data-code="cancelled"]:visible');
    expect(await page.textContent('[data-code="cancelled"]')).toContain('has no passkey that fits');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
