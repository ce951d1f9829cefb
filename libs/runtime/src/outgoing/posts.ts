import { request as httpRequest, Agent as HttpAgent, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https';
import { SystemClock } from '@ecou/event-sourcing';
import { Webhook } from 'standardwebhooks';
import { checkAddress, guardedLookup, type AddressRules } from './guard.js';

/** Milliseconds for which a connection is kept that nobody uses: less than receivers commonly do. */
const idleMs = 4_000;
/** Connections to a host that are kept, whichever endpoints stand there. */
const mostKeptOpen = 32;
/** Bytes of an answer that are read, and characters of it that are kept. */
const [mostBytes, mostKept] = [16_384, 4_000];

/** The answer to a request. */
export interface Posted {
  readonly status: number | null;
  /** The beginning of the body. */
  readonly response: string;
  readonly retryAfter: string | undefined;
}

/** Posts to addresses that others choose, by rules of the operator. Redirects are not followed. */
export class OutgoingPosts {
  private readonly agents: readonly [HttpAgent, HttpsAgent];

  constructor(private readonly rules: AddressRules) {
    const options = {
      keepAlive: true,
      maxFreeSockets: mostKeptOpen,
      timeout: idleMs,
      lookup: guardedLookup(rules.networks),
    };
    this.agents = [new HttpAgent(options), new HttpsAgent(options)];
  }

  /** Ends the connections that are kept. */
  close(): void {
    for (const agent of this.agents) agent.destroy();
  }

  /**
   * Throws `AddressRefused`, and the faults of connections. A connection that was kept may have been closed by the receiver meanwhile: then
   * another one is made.
   */
  async post(address: string, body: string, options: Omit<RequestOptions, 'method' | 'agent'>): Promise<Posted> {
    const url = checkAddress(address, this.rules);
    for (;;) {
      const sent = this.begin(url, { ...options, method: 'POST' });
      try {
        const response = await answerTo(sent, body);
        const text = await beginningOf(response);
        return {
          ...{ status: response.statusCode ?? null, response: text },
          retryAfter: response.headers['retry-after'],
        };
      } catch (error) {
        if (!(sent.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET')) throw error;
      }
    }
  }

  private begin(url: URL, options: RequestOptions) {
    const [http, https] = this.agents;
    return url.protocol === 'https:'
      ? httpsRequest(url, { ...options, agent: https })
      : httpRequest(url, { ...options, agent: http });
  }
}

/** The time by the clock of the world: receivers compare it with theirs, whatever the process takes for now. */
const wallClock = new SystemClock();

/** The headers of a request that is signed, with each of these secrets (`whsec_` and base64), as Standard Webhooks has it. */
export function signedHeaders(id: string, body: string, secrets: readonly string[]): Record<string, string> {
  const time = new Date(wallClock.now());
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Ecou-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(time.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, time, body)).join(' '),
  };
}

const answerTo = (sent: ReturnType<typeof httpRequest>, body: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    sent.once('response', resolve).on('error', reject).end(body);
  });

/** The beginning of the body. Where the rest of it does not come, the status counts all the same. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= mostBytes) break;
    }
  } catch {
    // What has come is kept.
  }
  // PostgreSQL stores no U+0000.
  return Buffer.concat(chunks).toString('utf8').replaceAll('\0', '�').slice(0, mostKept);
}
