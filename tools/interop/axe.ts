import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findPackage } from '../test/debian.ts';

/** Debian's own. */
const program = '/usr/bin/chromium';

/** Opens Chromium, whose package of Debian is installed where it is not there. Whoever opens it closes it. */
export async function openChromium(): Promise<Browser> {
  await findPackage('chromium', program, '--version');
  // Its sandbox is not for the superuser, as whom tests may run; it opens our own pages only.
  return chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

/** All that axe (Deque, https://github.com/dequelabs/axe-core) finds wrong with the page that is shown, by all of its rules. */
export async function violationsOn(page: Page): Promise<string[]> {
  // The page's policy forbids scripts; what the debugger evaluates is none.
  await page.evaluate(axe.source);
  const violations = await page.evaluate<readonly Violation[]>('axe.run().then(({ violations }) => violations)');
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** Opens addresses one after the other; answers what axe finds there, and what the browser complains of, such as a policy that is broken. */
export async function faultsAt(
  browser: Browser,
  addresses: readonly string[],
  act: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    // A form that is refused is answered by its page, with 400.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`${page.url()} ${message.text()}`);
  });
  for (const address of addresses) {
    await page.goto(address);
    await act(page);
    faults.push(...(await violationsOn(page)).map((violation) => `${page.url()} ${violation}`));
  }
  await page.close();
  return faults;
}

/** Sends the form of a page as it stands, past what the browser itself would refuse. */
export async function sendAsItStands(page: Page): Promise<void> {
  const answered = page.waitForEvent('framenavigated');
  await page.evaluate(`document.querySelector('main form[method="post"]').submit()`);
  await answered;
  await page.waitForLoadState();
}
