import { setTimeout as sleep } from 'node:timers/promises';
import { EcouError, LogTrimmed } from './errors.js';

export interface EcouOptions {
  /** Base address of the deployment, such as `https://ecou.example.ro`. */
  readonly url: string;
  /** API key of the role `system`. */
  readonly key: string;
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
}

export interface Asked<T> {
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Media type. */
  readonly accept: string;
  readonly signal: AbortSignal;
  /** Milliseconds after which it is given up and tried again, unless it was read. */
  readonly patienceMs: number;
  /** Makes of a successful answer what is wanted of it. */
  readonly read: (response: Response) => Promise<T>;
}

const messagesPath = '/integrations/v1/messages';
const [shortestPauseMs, longestPauseMs] = [1_000, 60_000];

/** Requests of messages, which are tried again until they are answered. */
export class Requests {
  constructor(private readonly options: EcouOptions) {}

  /**
   * What was read of a successful answer. Waits and tries again where Ecou is away or overloaded: as long as `Retry-After` says, else longer each
   * time. Throws `EcouError` for any other answer, and the signal's reason once it aborts.
   */
  async get<T>(asked: Asked<T>): Promise<T> {
    for (let tried = 0; ; tried += 1) {
      const { result, retryAfter } = await this.once(asked);
      if (result !== undefined) return result;
      await this.pause(tried, asked.signal, retryAfter);
    }
  }

  /** Waits before what was tried so many times is tried again. Throws the signal's reason once it aborts. */
  async pause(tried: number, signal: AbortSignal, retryAfter?: string | null): Promise<void> {
    const growing = Math.min(longestPauseMs, shortestPauseMs * 2 ** tried) * (0.5 + Math.random() / 2);
    await sleep(retryAfterMs(retryAfter) ?? growing, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }

  private async once<T>(asked: Asked<T>): Promise<Tried<T>> {
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
    }, asked.patienceMs);
    try {
      return await this.send(asked, AbortSignal.any([asked.signal, late.signal]));
    } catch (error) {
      asked.signal.throwIfAborted();
      if (error instanceof EcouError) throw error;
      return {};
    } finally {
      clearTimeout(timer);
    }
  }

  private async send<T>({ query, accept, read }: Asked<T>, signal: AbortSignal): Promise<Tried<T>> {
    const { url, key, fetch: send = fetch } = this.options;
    const headers = { authorization: `Bearer ${key}`, accept };
    const response = await send(addressOf(url, query), { headers, signal });
    if (response.ok) return { result: await read(response) };
    if (!isPassing(response.status)) throw await refusalIn(response);
    await response.body?.cancel();
    return { retryAfter: response.headers.get('retry-after') };
  }
}

/** The outcome of a request: without a result, it is to be tried again. */
interface Tried<T> {
  readonly result?: T;
  readonly retryAfter?: string | null;
}

function addressOf(url: string, query: Asked<unknown>['query']): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  return `${url.replace(/\/+$/, '')}${messagesPath}?${new URLSearchParams(pairs).toString()}`;
}

const isPassing = (status: number): boolean => status === 429 || status >= 500;

function retryAfterMs(header: string | null | undefined): number | undefined {
  const seconds = Number(header ?? undefined);
  return Number.isNaN(seconds) ? undefined : seconds * 1_000;
}

/** The error that a problem document (RFC 9457) tells. */
async function refusalIn(response: Response): Promise<EcouError> {
  const { status } = response;
  const { code = '', detail, title } = await problemIn(response);
  const message = detail ?? title ?? `Ecou answered ${status}.`;
  return status === 410 ? new LogTrimmed(status, code, message) : new EcouError(status, code, message);
}

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
}

async function problemIn(response: Response): Promise<Problem> {
  try {
    return ((await response.json()) ?? {}) as Problem;
  } catch {
    return {};
  }
}
