import { Readable } from 'node:stream';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { outcomeOf, type SmtpError } from './smtp-outcome.js';
import type { Mail } from './compose.js';
import type { Outcome } from '../channel.js';
import type { Transport } from './transport.js';

const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 };

/** Asks a server that can for a report with the head of a mail that did not arrive, and for whom it was (RFC 3461). */
const reportsOf = ({ id, to: [recipient = ''] }: Mail['envelope']) =>
  ({
    ...{ ret: 'HDRS', envid: id, notify: 'FAILURE' },
    ...(/^[!-~]+$/.test(recipient) ? { orcpt: `rfc822;${recipient}` } : {}),
  }) as const;

/** Content that knows whether any of it was asked for. It is, once the server said yes to sender, recipient and `DATA`. */
class Content extends Readable {
  begun = false;

  constructor(private readonly raw: Buffer) {
    super();
  }

  override _read(): void {
    this.begun = true;
    this.push(this.raw);
    this.push(null);
  }
}

/**
 * Hands mail to an SMTP server, over a connection for each. nodemailer's connection is used below its transport, which does not tell
 * whether a connection broke before the content was handed over, when it is safe to try again, or after it, when it is not.
 */
export class SmtpTransport implements Transport {
  readonly name = 'smtp';
  private readonly options: ReturnType<typeof parseConnectionUrl>;

  /** `smtp://user:password@host:port`, or `smtps:`; options of nodemailer may follow as a query, such as `?requireTLS=true`. */
  constructor(url: string, limits: Partial<typeof timeouts> = {}) {
    this.options = { ...timeouts, ...limits, ...parseConnectionUrl(url) };
  }

  async send({ envelope, raw }: Mail): Promise<Outcome> {
    const content = new Content(raw);
    const connection = new SMTPConnection(this.options);
    try {
      const response = await this.converse(
        connection,
        { from: envelope.from, to: [...envelope.to], dsn: reportsOf(envelope) },
        content,
      );
      connection.quit();
      return { kind: 'sent', code: Number(response.slice(0, 3)) || null, file: null };
    } catch (error) {
      connection.close();
      return outcomeOf(error as SmtpError, content.begun);
    }
  }

  /** A server is not asked about what it took. */
  trace(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /** Answers the server's last word. */
  private converse(
    connection: SMTPConnection,
    envelope: Parameters<SMTPConnection['send']>[0],
    content: Content,
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      // Also for what goes wrong after the outcome is known: without a listener it would end the process.
      connection.on('error', reject);
      const send = () => {
        connection.send(envelope, content, (error, info) => {
          if (error) reject(error);
          else resolve(info.response);
        });
      };
      connection.connect((error) => {
        const { auth } = this.options;
        if (error) reject(error);
        else if (!auth) send();
        else
          connection.login({ credentials: auth }, (refused) => {
            if (refused) reject(refused);
            else send();
          });
      });
    });
  }
}
