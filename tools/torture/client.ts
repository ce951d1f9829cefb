import { setTimeout as sleep } from 'node:timers/promises';

/** A request that may be made as often as one likes, and has its effect once: by its id, or by an Idempotency-Key. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** A form goes out as it is, anything else as JSON. */
  readonly body?: object | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const answerMs = 20_000;
const pauseMs = 250;

/** A client that makes each request until it is answered, however long nobody serves. */
export class Client {
  /** The answers by their statuses; 0 where there was none. */
  readonly statuses = new Map<number, number>();
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** Throws where the answer is neither a success nor a word to come again: then something was lost, or done twice. */
  async insist(request: Request): Promise<Answer['body']> {
    for (;;) {
      const { status, body } = await this.ask(request);
      if (status >= 200 && status < 300) return body;
      if (status !== 0 && status !== 503)
        throw new Error(`${request.method} ${request.path}: ${status} ${JSON.stringify(body)}`);
      await sleep(pauseMs);
    }
  }

  /** Makes it once; the status is 0 where there was no answer. */
  async ask(request: Request): Promise<Answer> {
    const answer = await this.#once(request).catch(() => ({ status: 0, body: {} }));
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
    return answer;
  }

  async #once({ method, path, body, headers }: Request): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body && !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerMs),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }
}
