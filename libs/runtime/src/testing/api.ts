/* eslint-disable @typescript-eslint/no-explicit-any -- specs look into answers as they are */

export interface CallOptions {
  /** An API key; the default key of the client where it is absent, none where it is `null`. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else text; `undefined` where it is empty. */
  readonly body: any;
}

const read = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  if (text === '') return undefined;
  return /[/+]json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as unknown) : text;
};

const asItIs = (body: unknown): body is string | FormData => typeof body === 'string' || body instanceof FormData;

/** A small client of the API: JSON in, JSON out, no exceptions for answers that say no. */
export class TestApi {
  constructor(
    readonly url: string,
    private readonly key: string | null = null,
  ) {}

  /** The same client with another default key. */
  with(key: string | null): TestApi {
    return new TestApi(this.url, key);
  }

  get(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('GET', path, undefined, options);
  }

  post(path: string, body?: unknown, options?: CallOptions): Promise<Answer> {
    return this.call('POST', path, body, options);
  }

  /** The answer to an order that needs two people, which `other` approves where it was asked for. */
  async postApproved(path: string, body: unknown, other: TestApi): Promise<Answer> {
    const asked = await this.post(path, body);
    if (asked.status !== 202) return asked;
    const { id } = (asked.body as { readonly approval: { readonly id: string } }).approval;
    await other.post(`/identity/v1/approvals/${id}/approve`);
    return this.post(path, body, { headers: { 'ecou-approval': id } });
  }

  put(path: string, body?: unknown, options?: CallOptions): Promise<Answer> {
    return this.call('PUT', path, body, options);
  }

  delete(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('DELETE', path, undefined, options);
  }

  /** A string or a form goes out as it is, anything else as JSON. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    { key = this.key, headers = {} }: CallOptions = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: asItIs(body) ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await read(response) };
  }
}
