import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A request, as the site saw it. */
export interface Visit {
  readonly method: string;
  readonly path: string;
  readonly userAgent: string | undefined;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) =>
    response.writeHead(code, headers).end();

const forMethod =
  (head: Answer, get: Answer): Answer =>
  (request, response) =>
    (request.method === 'HEAD' ? head : get)(request, response);

const reset: Answer = ({ socket }) => socket.resetAndDestroy();

/** Says something for ever. */
const flood: Answer = (_request, response) => {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  };
  response.on('drain', more);
  more();
};

/** Answers that a path begins with; `to` is the rest of it. */
const answers: Readonly<Record<string, (to: string) => Answer>> = {
  ok: () => status(200),
  status: (to) => status(Number(to)),
  patience: (to) => status(503, { 'retry-after': to }),
  refusesHead: () => forMethod(status(405), status(200)),
  hidesFromHead: () => forMethod(status(404), status(200)),
  resetsHead: () => forMethod(reset, status(200)),
  resets: () => reset,
  hangs: () => () => undefined,
  floods: () => forMethod(status(405), flood),
  garbage:
    () =>
    ({ socket }) =>
      socket.end('this is no HTTP\r\n\r\n'),
  to: (to) => status(302, { location: decodeURIComponent(to) }),
  loop: () => status(301, { location: '/loop' }),
};

/** A web site that answers as its paths say: `/status/404`, `/to/<address>`, `/hangs`. */
export class Site {
  readonly visits: Visit[] = [];
  /** Most requests that it had at a time. */
  most = 0;
  /** Answers everything so, in place of what paths say. */
  always: string | undefined;
  private atOnce = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(port = 0): Promise<Site> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const site = new Site(server, (server.address() as AddressInfo).port);
    server.on('request', site.listener);
    return site;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}/${path}`;
  }

  /** The paths that were asked for with a method. */
  paths(method: string): string[] {
    return this.visits.filter((visit) => visit.method === method).map(({ path }) => path);
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private readonly listener: RequestListener = (request, response) => {
    this.visits.push({
      method: request.method ?? '',
      path: request.url ?? '',
      userAgent: request.headers['user-agent'],
    });
    this.atOnce += 1;
    this.most = Math.max(this.most, this.atOnce);
    request.socket.once('close', () => (this.atOnce -= 1));
    const [name = '', ...rest] = (this.always ?? request.url?.slice(1).split('?')[0] ?? '').split('/');
    (answers[name]?.(rest.join('/')) ?? status(404))(request, response);
  };
}
