import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSocket, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it came in. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Instead of what a provider does: it has the request, and cuts the connection, or never answers, or answers this. */
export type Fault = 'cut' | 'hang' | Answered;

/** An address on this machine where nobody listens. */
export async function nobody(): Promise<string> {
  const server = createSocket();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A provider on this machine, which answers as its public documents say, and as it is told once. */
export abstract class ProviderStub {
  /** Messages that it took, in order. */
  readonly taken: Record<string, unknown>[] = [];
  /** Requests that it got, whatever became of them. */
  readonly asked: Asked[] = [];
  private readonly faults: Fault[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /** Answers its address, without a slash at its end. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** One fault for each of the next requests. */
  fail(...faults: Fault[]): void {
    this.faults.push(...faults);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** The provider's answer to a request; what it takes, it adds to `taken`. */
  protected abstract answer(asked: Asked): Answered;

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const asked = { method, path: url, headers, body: await text(request) };
    this.asked.push(asked);
    const fault = this.faults.shift();
    if (fault === 'hang') return;
    if (fault === 'cut') {
      request.socket.destroy();
      return;
    }
    const { status, body, headers: more = {} } = fault ?? this.answer(asked);
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...more });
    response.end(isText ? body : JSON.stringify(body));
  }
}
