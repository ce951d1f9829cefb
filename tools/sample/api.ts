import { setTimeout as sleep } from 'node:timers/promises';

/** What the sample is loaded through: an address of the platform or of the gateway, and a key with the role of an administrator. */
export interface SampleTarget {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string;
  /** Is told what was loaded, a line at a time. */
  readonly log?: (line: string) => void;
  /** How long one step is tried while the platform is away, or has not heard of something yet; a minute by default. */
  readonly patienceMs?: number;
}

/** An answer of the API that is a success. */
export interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each step knows the body of the route that it asks
  readonly body: any;
  readonly etag: string | null;
}

/** Worth asking again: the platform is away, somebody wrote at the same moment, or one context has not heard of another yet. */
export class NotYet extends Error {}

/** The platform refuses a step, and would again. */
export class SampleRefused extends Error {}

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

const passing = (status: number, code: string | undefined): boolean =>
  status >= 500 || status === 429 || status === 412 || code === 'VERSION_CONFLICT';

/** A client of the API that says no in exceptions. */
export class Api {
  constructor(private readonly target: SampleTarget) {}

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body?: object): Promise<Answer> {
    return this.call('POST', path, body);
  }

  /** `etag`: of what the caller has seen, so that nothing newer is overwritten. */
  put(path: string, body: object, etag: string | null = null): Promise<Answer> {
    return this.call('PUT', path, body, etag);
  }

  private async call(method: string, path: string, body?: object, etag: string | null = null): Promise<Answer> {
    const { url, key } = this.target;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(etag !== null && { 'if-match': etag }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new NotYet(`${method} ${path}: no answer`, { cause: error });
    });
    const text = await response.text();
    if (response.ok) return { body: text === '' ? undefined : JSON.parse(text), etag: response.headers.get('etag') };
    const { code, detail, errors = [] } = problemIn(text);
    const fields = errors.map((error) => `${error.path}: ${error.message}`);
    const line = `${method} ${path}: ${[response.status, code, detail, ...fields].filter(Boolean).join(' ')}`;
    throw passing(response.status, code) ? new NotYet(line) : new SampleRefused(line);
  }
}

function problemIn(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return { detail: text.slice(0, 200) };
  }
}

/** Runs what may be repeated until it is done or refused; throws what stood in the way last, once `patienceMs` are over. */
export async function persist<T>(run: () => Promise<T>, patienceMs: number): Promise<T> {
  for (const end = Date.now() + patienceMs, pauses = pausesMs(); ;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof NotYet) || Date.now() > end) throw error;
      await sleep(pauses.next().value);
    }
  }
}

function* pausesMs(): Generator<number, never> {
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) yield pause;
}
