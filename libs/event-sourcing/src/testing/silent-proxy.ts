import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a client and a server, and can lose what either sends: as a network, or a host, that vanishes without a reset. */
export class SilentProxy {
  private readonly pairs = new Set<{
    readonly client: Socket;
    readonly server: Socket;
    lost: 'none' | 'answers' | 'all';
  }>();
  private state: 'none' | 'answers' | 'all' = 'none';
  private readonly listener: Server;

  private constructor(private readonly target: URL) {
    this.listener = createServer((client) => {
      this.pair(client);
    });
  }

  /** `url` of a PostgreSQL. */
  static async start(url: string): Promise<SilentProxy> {
    const proxy = new SilentProxy(new URL(url));
    await new Promise<void>((resolve) => proxy.listener.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    const url = new URL(this.target.href);
    url.hostname = '127.0.0.1';
    url.port = String((this.listener.address() as AddressInfo).port);
    return url.href;
  }

  /** Loses all that is sent from now on, or only what the server answers; those who connect meanwhile are not answered either. */
  lose(what: 'answers' | 'all' = 'all'): void {
    this.state = what;
    for (const pair of this.pairs) pair.lost = what;
  }

  /** Lets new connections through; those that it was silent on stay silent. */
  recover(): void {
    this.state = 'none';
  }

  async stop(): Promise<void> {
    for (const { client, server } of this.pairs) {
      client.destroy();
      server.destroy();
    }
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private pair(client: Socket): void {
    const server = connect(Number(this.target.port || 5432), this.target.hostname);
    const pair = { client, server, lost: this.state };
    this.pairs.add(pair);
    client.on('data', (data) => {
      if (pair.lost !== 'all') server.write(data);
    });
    server.on('data', (data) => {
      if (pair.lost === 'none') client.write(data);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        // Nobody is told either that the other side has gone.
        if (pair.lost === 'none') other.destroy();
      });
    }
  }
}
