import { startTestProcess, TestClock, type Answer, type TestApi, type TestProcess } from '@ecou/runtime/testing';
import { randomUUID } from 'node:crypto';
import { identityContext } from '../context.js';
import { Authenticator, type Said } from './authenticator.js';
import { Browser } from './browser.js';

const publicUrl = 'http://localhost:39998';
const v1 = '/identity/v1';

/** The parts of the link of an invitation. */
export interface Link {
  readonly person: string;
  readonly token: string;
}

/** A town without a provider, whose people have passkeys. Its functions are taken apart from it in specs. */
export class PasskeyTown {
  readonly url = publicUrl;
  readonly clock = new TestClock(new Date().toISOString());
  private running: TestProcess | undefined;

  get test(): TestProcess {
    if (!this.running) throw new Error('The town was not started.');
    return this.running;
  }

  async start(): Promise<void> {
    this.running = await startTestProcess([identityContext], { env: { PUBLIC_URL: publicUrl }, clock: this.clock });
  }

  stop = (): Promise<void> => this.test.stop();

  minutes = (count: number): void => {
    this.clock.advance(count * 60_000);
  };

  /** A browser whose requests come from pages of the town. */
  newBrowser = (session?: string): Browser => {
    const browser = new Browser(this.test.process.url, publicUrl, session);
    browser.headers = { 'sec-fetch-site': 'same-origin' };
    return browser;
  };

  newAuthenticator = (): Authenticator => new Authenticator(publicUrl);

  /** Another administrator. */
  other = (): TestApi => this.test.api.with(this.test.process.keys.makeEphemeral('key:another'));

  /** Invites somebody into the list; answers their id. */
  person = async (): Promise<string> => {
    const body = { name: 'Ana Exemplu', email: `${randomUUID()}@example.org`, roles: ['registry'] };
    return (await this.test.api.post(`${v1}/people`, body)).body.id as string;
  };

  invite = async (id: string): Promise<Link> => linkIn(await this.test.api.post(`${v1}/people/${id}/invite`));

  /** Registers a passkey by a link, with what an authenticator says. */
  take = async (browser: Browser, link: Link, authenticator: Authenticator, said?: Said): Promise<Answer> => {
    const begun = await browser.post(`${v1}/invitation/options`, link);
    if (begun.status !== 200) return begun;
    const credential = authenticator.create(begun.body.options, said);
    return browser.post(`${v1}/invitation/passkeys`, { ...link, name: 'Telefon', credential });
  };

  /** Adds a passkey in a session. */
  add = async (browser: Browser, authenticator: Authenticator): Promise<Answer> => {
    const begun = await browser.post(`${v1}/passkeys/options`, {});
    if (begun.status !== 200) return begun;
    return browser.post(`${v1}/passkeys`, { name: 'Telefon', credential: authenticator.create(begun.body.options) });
  };

  signIn = async (browser: Browser, authenticator: Authenticator, said?: Said): Promise<Answer> => {
    const { body } = await browser.post(`${v1}/login/options`, {});
    return browser.post(`${v1}/login/passkey`, { credential: authenticator.get(body.options, said) });
  };

  /** A person who has a passkey, and their authenticator. */
  member = async (): Promise<{ readonly id: string; readonly authenticator: Authenticator }> => {
    const [id, authenticator] = [await this.person(), this.newAuthenticator()];
    const { status, body } = await this.take(this.newBrowser(), await this.invite(id), authenticator);
    if (status !== 201) throw new Error(`The passkey was not registered: ${JSON.stringify(body)}`);
    return { id, authenticator };
  };

  /** A browser in which somebody has signed in. */
  signedIn = async (authenticator: Authenticator): Promise<Browser> => {
    const browser = this.newBrowser();
    const { status, body } = await this.signIn(browser, authenticator);
    if (status !== 200) throw new Error(`Nobody signed in: ${JSON.stringify(body)}`);
    return browser;
  };

  /** The types of what is on record of a person. */
  eventsOf = async (id: string): Promise<readonly string[]> =>
    (await this.test.context('identity').store.readStream(`person-${id}`)).map(({ type }) => type);
}

/** The link in an answer that issues one. */
export function linkIn({ status, body }: Answer): Link {
  const [, person, token] = /#([0-9a-f-]{36})\.([\w-]{22})$/.exec(String(body?.link)) ?? [];
  if (person === undefined || token === undefined) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return { person, token };
}
