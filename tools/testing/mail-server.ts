import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  readonly mail: ParsedMail;
}

/** A mail server that takes everything, or holds what it was given without an answer. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** Addresses whose mails were begun and never answered. */
  readonly held: string[] = [];
  /** True where it leaves mails to an address without an answer. */
  holds: (to: string) => boolean = () => false;
  private readonly server: SMTPServer;
  private port = 0;

  constructor() {
    this.server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      closeTimeout: 100,
      onData: (stream, { envelope }, done) => {
        const to = envelope.rcptTo.map(({ address }) => address).join(', ');
        if (this.holds(to)) {
          this.held.push(to);
          stream.resume();
          return;
        }
        simpleParser(stream)
          .then((mail) => {
            this.received.push({ to, mail });
            done();
          })
          .catch((error: unknown) => {
            done(error as Error);
          });
      },
    });
    this.server.on('error', () => undefined);
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    const listening = once(this.server.server, 'listening');
    this.server.listen(0, '127.0.0.1');
    await listening;
    this.port = (this.server.server.address() as { port: number }).port;
    return this;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  to(address: string): ParsedMail[] {
    return this.received.filter(({ to }) => to === address).map(({ mail }) => mail);
  }

  /** Waits until an address has got so many mails; throws after a while. */
  async wait(address: string, count = 1, timeoutMs = 60_000): Promise<ParsedMail[]> {
    const end = Date.now() + timeoutMs;
    while (this.to(address).length < count) {
      await sleep(20);
      if (Date.now() > end) throw new Error(`${address} has ${this.to(address).length} of ${count} mails.`);
    }
    return this.to(address);
  }
}
