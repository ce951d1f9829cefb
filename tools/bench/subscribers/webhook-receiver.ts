import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';

/**
 * A receiver as another system would run it. `/well/...` takes what is genuine, `/hang/...` never answers, `/failing/...` answers 500. `POST /secrets` says which
 * secret signs for which path, `GET /taken` answers the milliseconds between the log and here of what was taken since the last time.
 */
const webhooks = new Map<string, Webhook>();
const taken: number[] = [];

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The status of the answer to a message. Throws for what is not genuine. */
function take(path: string, text: string, headers: IncomingMessage['headers']): number {
  const at = Date.now();
  if (path.startsWith('/failing/')) return 500;
  const body = webhooks.get(path)?.verify(text, headers as Record<string, string>) as Body;
  taken.push(at - Date.parse(body.data.loggedat));
  return 204;
}

interface Body {
  readonly data: { readonly loggedat: string };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path, text] = [request.url ?? '', await textOf(request)];
  if (path.startsWith('/hang/')) return;
  if (path === '/taken') {
    response.end(JSON.stringify(taken.splice(0)));
  } else if (path === '/secrets') {
    for (const [of, secret] of Object.entries(JSON.parse(text) as object))
      webhooks.set(of, new Webhook(secret as string));
    response.end();
  } else {
    response.writeHead(path === '/ready' ? 200 : take(path, text, request.headers)).end();
  }
}

createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(400).end());
}).listen(Number(process.env['PORT']), '127.0.0.1');
