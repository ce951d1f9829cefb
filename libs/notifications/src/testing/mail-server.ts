import { buffer } from 'node:stream/consumers';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/**
 * The server's behaviour with one mail: takes it, refuses the recipient or the content with a reply, or, once it has the content, cuts the
 * connection or never answers.
 */
export type Behaviour = 'accept' | 'cut' | 'hang' | { readonly at: 'rcpt' | 'data'; readonly reply: string };

const refusal = (reply: string) =>
  Object.assign(new Error(reply.slice('550 '.length)), { responseCode: Number(reply.slice(0, 3)) });

/** An SMTP server that does as it is told, one behaviour for each mail to an address; then it accepts. */
export class MailServer {
  /** Every mail whose content came in whole, whatever became of it. */
  readonly handedOver: ParsedMail[] = [];
  /** Those that it said yes to. */
  readonly taken: ParsedMail[] = [];
  /** Those that it said yes to, as they came, with whom their envelopes name. */
  readonly envelopes: (Pick<SMTPServerSession, 'envelope'> & { readonly raw: Buffer })[] = [];
  private readonly planned = new Map<string, Behaviour[]>();
  private readonly server: SMTPServer;

  constructor() {
    this.server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      hideDSN: false,
      onRcptTo: ({ address }, _session, done) => {
        const next = this.planned.get(address)?.[0];
        if (typeof next !== 'object' || next.at !== 'rcpt') done();
        else {
          this.planned.get(address)?.shift();
          done(refusal(next.reply));
        }
      },
      onData: (stream, session, done) => {
        void buffer(stream).then(async (raw) => {
          this.answer({ mail: await simpleParser(raw), raw }, session, done);
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  /** Answers its address, as for `SMTP_URL`. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.server.address();
    if (typeof address !== 'object' || !address) throw new Error('The server does not listen.');
    return `smtp://127.0.0.1:${address.port}`;
  }

  plan(address: string, ...behaviours: Behaviour[]): void {
    this.planned.set(address, behaviours);
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer(
    { mail, raw }: { readonly mail: ParsedMail; readonly raw: Buffer },
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
  ): void {
    this.handedOver.push(mail);
    const { rcptTo } = session.envelope;
    const behaviour = this.planned.get(rcptTo[0]?.address ?? '')?.shift() ?? 'accept';
    if (behaviour === 'hang') return;
    if (behaviour === 'cut') this.cut();
    else if (behaviour === 'accept') {
      this.taken.push(mail);
      this.envelopes.push({ envelope: session.envelope, raw });
      done();
    } else done(refusal(behaviour.reply));
  }

  /** Cuts all connections, without a word. */
  private cut(): void {
    for (const connection of this.server.connections as Iterable<{ _socket: { destroy(): void } }>)
      connection._socket.destroy();
  }
}
