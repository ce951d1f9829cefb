import { setTimeout as sleep } from 'node:timers/promises';

/** The way by which the sample is loaded: an address of the platform or of the gateway, and a key with the role of an administrator. */
export interface SampleTarget {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string;
  /** Is told what was loaded, a line at a time. */
  readonly log?: (line: string) => void;
  /** One step is tried for so many milliseconds while the platform is away, or has not heard of something yet; a minute by default. */
  readonly patienceMs?: number;
}

/** An answer of the API that is a success; each step knows the body of the route that it asks. */
interface Answer<Body> {
  readonly body: Body;
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

/** Loads a piece of the sample. It may be run again, and then changes nothing. */
export type Step = (api: Api) => Promise<unknown>;

/** A client of the API, for routes that answer JSON, that says no in exceptions. */
export class Api {
  private readonly target: SampleTarget;

  constructor(target: SampleTarget) {
    this.target = target;
  }

  get<Body>(path: string): Promise<Answer<Body>> {
    return this.call<Body>('GET', path);
  }

  /** A form goes out as one, anything else as JSON. */
  async post(path: string, body?: object): Promise<unknown> {
    return (await this.call('POST', path, body)).body;
  }

  /** `etag`: of what the caller has seen, so that nothing newer is overwritten. */
  put(path: string, body: object, etag: string | null = null): Promise<unknown> {
    return this.call('PUT', path, body, etag);
  }

  private async call<Body>(
    method: string,
    path: string,
    body?: object,
    etag: string | null = null,
  ): Promise<Answer<Body>> {
    const { url, key } = this.target;
    const isForm = body instanceof FormData;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body && !isForm && { 'content-type': 'application/json' }),
        ...(etag !== null && { 'if-match': etag }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new NotYet(`${method} ${path}: no answer`, { cause: error });
    });
    const text = await response.text();
    if (response.ok) return { body: JSON.parse(text) as Body, etag: response.headers.get('etag') };
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
  for (const end = performance.now() + patienceMs, pauses = pausesMs(); ;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof NotYet) || performance.now() > end) throw error;
      await sleep(pauses.next().value);
    }
  }
}

function* pausesMs(): Generator<number, never> {
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) yield pause;
}
