import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The way to a server, which can be cut, can go silent, and can be mended. */
export interface Wire {
  /** The same address through the wire. */
  readonly url: string;
  /** Ends what is connected, and refuses what wants to. */
  cut(): void;
  /** Loses what is sent from now on, or only what the server answers, without a word: as a host that vanishes, or a network that drops packets. */
  lose(what?: 'answers' | 'all'): void;
  /** Lets new connections through. Those that it has lost something of stay silent. */
  mend(): void;
  close(): Promise<void>;
}

/** A connection through the wire. */
class Line {
  lost: 'nothing' | 'answers' | 'all' = 'nothing';

  constructor(
    private readonly near: Socket,
    private readonly far: Socket,
  ) {
    near.on('data', (data) => this.lost === 'all' || far.write(data));
    far.on('data', (data) => this.lost !== 'nothing' || near.write(data));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      // Who is left on a silent line is not told that the other has gone.
      one.on('error', () => undefined).on('close', () => this.lost === 'nothing' && other.destroy());
  }

  cut(): void {
    this.near.destroy();
    this.far.destroy();
  }
}

/** A wire to the server of an address, such as a database's. */
export async function wireTo(target: string): Promise<Wire> {
  const url = new URL(target);
  const { hostname: host, port } = url;
  const lines = new Set<Line>();
  let isCut = false;
  let lost: Line['lost'] = 'nothing';
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const line = new Line(near, connect({ host, port: Number(port || 5432) }));
    line.lost = lost;
    lines.add(line);
    near.on('close', () => lines.delete(line));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    isCut = true;
    for (const line of lines) line.cut();
  };
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut,
    lose: (what = 'all') => {
      lost = what;
      for (const line of lines) line.lost = what;
    },
    mend: () => {
      isCut = false;
      lost = 'nothing';
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
