import { TestApi, type Answer } from '@ecou/runtime/testing';
import type { TestProvider } from './provider.js';

/** A browser that keeps the cookies of Ecou. */
export class Browser {
  /** Sent with each request, besides its cookies. */
  headers: Readonly<Record<string, string>> = {};
  /** `Set-Cookie` of its last session. */
  setCookie = '';
  private readonly cookies = new Map<string, string>();
  private readonly api: TestApi;

  constructor(
    url: string,
    /** The address at which Ecou believes to be reached. */
    private readonly publicUrl: string,
    session?: string,
  ) {
    this.api = new TestApi(url);
    if (session !== undefined) this.cookies.set('ecou-session', session);
  }

  /** The token of its session. */
  get session(): string {
    return this.cookies.get('ecou-session') ?? '';
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body: object): Promise<Answer> {
    return this.send('POST', path, body);
  }

  /** Signs in as an account of the provider; answers what Ecou said to what came back. */
  async signIn(provider: TestProvider, account: string): Promise<Answer> {
    return this.comeBack(await this.goToProvider(provider, account));
  }

  /** Begins a sign-in, and signs in at the provider; answers the way back. */
  async goToProvider(provider: TestProvider, account: string): Promise<URL> {
    const { headers } = await this.get('/identity/v1/login');
    return provider.signIn(headers.get('location') ?? '', account);
  }

  /** Goes the way back from the provider. */
  comeBack(address: URL): Promise<Answer> {
    return this.get(address.href.replace(this.publicUrl, ''));
  }

  async send(method: string, path: string, body?: object): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.api.call(method, path, body, { headers: { cookie, ...this.headers } });
    for (const set of answer.headers.getSetCookie()) this.keep(set);
    return answer;
  }

  private keep(set: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
    if (name === 'ecou-session' && value !== '') this.setCookie = set;
  }
}
