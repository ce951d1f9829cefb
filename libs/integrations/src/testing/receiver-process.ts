import { appendFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

/** A program as another system would run it: takes webhooks, verifies them by the library, and writes down what it took before it answers. */
interface Setup {
  readonly port: number;
  /** The file that it writes to. */
  readonly journal: string;
  /** Secrets by path; a path may change its answer while it runs. */
  readonly paths: Record<string, { secret?: string; behaviour: string }>;
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca: string };
}

const setup = JSON.parse(process.env['RECEIVER'] ?? '{}') as Setup;
const { paths } = setup;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function isGenuine(body: string, headers: IncomingMessage['headers'], secret: string): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

/** Answers as the path is told to: `200`, `500`, `410`, `hang`, `slow`, `redirect`, `later`, `endless`. */
async function answer(behaviour: string, response: ServerResponse): Promise<void> {
  if (behaviour === 'hang') return;
  if (behaviour === 'slow') await sleep(300);
  if (behaviour === 'redirect') response.setHeader('location', '/elsewhere');
  if (behaviour === 'later') response.setHeader('retry-after', '60');
  const status = { redirect: 307, later: 503, slow: 204, endless: 200 }[behaviour] ?? Number(behaviour);
  response.writeHead(status);
  if (behaviour !== 'endless') response.end(status === 204 ? undefined : `said ${status}`);
  else while (!response.destroyed && response.write('x'.repeat(10_000))) await sleep(1);
}

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  const { secret, behaviour } = paths[path] ?? { behaviour: '404' };
  const body = await bodyOf(request);
  const { headers } = request;
  const receipt = {
    ...{ path, behaviour, body, at: Date.now(), id: headers['webhook-id'], again: headers['ecou-replay'] ?? null },
    signatures: String(headers['webhook-signature']).split(' ').length,
    isGenuine: secret !== undefined && isGenuine(body, headers, secret),
  };
  appendFileSync(setup.journal, `${JSON.stringify(receipt)}\n`);
  await answer(behaviour, response);
}

const listener = (request: IncomingMessage, response: ServerResponse) => {
  take(request, response).catch(() => response.destroy());
};
const server = setup.tls
  ? createHttps({ ...setup.tls, requestCert: true, rejectUnauthorized: true }, listener)
  : createHttp(listener);
server.listen(setup.port, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('message', (told: Setup['paths']) => {
  Object.assign(paths, told);
  process.send?.({ told: true });
});
process.on('disconnect', () => process.exit());
