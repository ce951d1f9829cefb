import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { SunkMail } from './mail-sink.ts';

/**
 * A mail server that takes everything, in a process of its own: it outlives whoever sends. It listens on `SMTP_PORT`; on `PORT`, `GET /count` answers
 * how many mails it took, `GET /mails` what it noted of each, `GET /last` the last one as it came. `POST /forget` begins anew.
 */
const mails: SunkMail[] = [];
let last: Buffer = Buffer.alloc(0);

const fieldOf = (head: string, name: string): string =>
  new RegExp(`^${name}: *(.*(?:\\r\\n[ \\t].*)*)`, 'im')
    .exec(head)?.[1]
    ?.replaceAll(/\r\n\s+/g, ' ')
    .trim() ?? '';

/** Addresses of `example.org` in the plain part, which is quoted-printable. */
function linksIn(body: string): string[] {
  const [plain = ''] = body.split(/^Content-Type: text\/html/im);
  return [...plain.replaceAll('=\r\n', '').matchAll(/https:\/\/example\.org\/[\w-]+/g)].map(([link]) => link);
}

function note(to: string, raw: Buffer): void {
  const text = raw.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const head = text.slice(0, end);
  const [messageId, subject] = [fieldOf(head, 'Message-ID'), fieldOf(head, 'Subject')];
  mails.push({ to, messageId, subject, links: linksIn(text.slice(end)), at: Date.now() });
  last = raw;
}

const smtp = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  hideDSN: false,
  onData: (stream, { envelope: { rcptTo } }, done) => {
    buffer(stream).then((raw) => {
      note(rcptTo.map(({ address }) => address).join(', '), raw);
      done();
    }, done);
  },
});
// A sender that is killed breaks its connections.
smtp.on('error', () => undefined);
smtp.listen(Number(process.env['SMTP_PORT']), '127.0.0.1');

createServer(({ url }, response) => {
  if (url === '/mails') response.end(JSON.stringify(mails));
  else if (url === '/last') response.end(last);
  else {
    if (url === '/forget') mails.length = 0;
    response.end(String(mails.length));
  }
}).listen(Number(process.env['PORT']), '127.0.0.1');
