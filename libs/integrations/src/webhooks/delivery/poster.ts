import { request as httpRequest, Agent as HttpAgent, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https';
import { SystemClock } from '@ecou/event-sourcing';
import { checkAddress, guardedLookup } from '@ecou/runtime/outgoing';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { SETTINGS, type Settings } from '../../settings.js';
import { signingSecrets, type Endpoint } from '../endpoint/endpoint.decider.js';
import { EndpointSecrets } from '../endpoint/endpoint-secrets.js';
import type { Payload } from './payload.js';

/** Milliseconds in which a receiver answers. */
const limitMs = 15_000;
/** Milliseconds for which a connection is kept that nobody uses: less than receivers commonly do. */
const idleMs = 4_000;
/** Connections to a host that are kept, whichever endpoints stand there. */
const mostKeptOpen = 32;
/** Bytes of an answer that are read, and characters of it that are kept. */
const [mostBytes, mostKept] = [16_384, 4_000];

/** The answer to a request, or the reason why there was none. */
export interface Answered {
  /** HTTP status; `null` where there was no answer. */
  readonly status: number | null;
  /** The beginning of the body. */
  readonly response: string | null;
  /** The reason why there was no answer. */
  readonly error: string | null;
  readonly retryAfter: string | undefined;
  readonly durationMs: number;
}

/** The endpoint that a request goes to. */
export type Target = Pick<Endpoint, 'settings' | 'secret' | 'older'> & { readonly id: string };

/** The time by the clock of the world: receivers compare it with theirs, whatever the process takes for now. */
const wallClock = new SystemClock();

/** Posts payloads, signed as Standard Webhooks has it. Redirects are not followed. */
@Injectable()
export class Poster implements OnApplicationShutdown {
  private readonly agents: readonly [HttpAgent, HttpsAgent];

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly secrets: EndpointSecrets,
  ) {
    const options = {
      keepAlive: true,
      maxFreeSockets: mostKeptOpen,
      timeout: idleMs,
      lookup: guardedLookup(settings.networks),
    };
    this.agents = [new HttpAgent(options), new HttpsAgent(options)];
  }

  onApplicationShutdown(): void {
    for (const agent of this.agents) agent.destroy();
  }

  /** Never throws. `now`: ISO 8601, by which secrets end. `again`: marked as a replay. */
  async post(
    target: Target,
    payload: Payload,
    { now, again = false, signal }: { readonly now: string; readonly again?: boolean; readonly signal?: AbortSignal },
  ): Promise<Answered> {
    const started = performance.now();
    const ended = (answer: Omit<Answered, 'durationMs'>): Answered => ({
      ...answer,
      durationMs: Math.round(performance.now() - started),
    });
    const limit = AbortSignal.timeout(limitMs);
    try {
      const url = checkAddress(target.settings.url, this.settings);
      const headers = { ...this.headersOf(target, payload, now), ...(again ? { 'ecou-replay': 'true' } : {}) };
      const stop = signal ? AbortSignal.any([limit, signal]) : limit;
      return ended(await this.send(url, this.optionsOf(target, headers, stop), payload.body));
    } catch (error) {
      return ended({ status: null, response: null, retryAfter: undefined, error: faultOf(error, limit.aborted) });
    }
  }

  private headersOf(target: Target, { id, body }: Payload, now: string): Record<string, string> {
    const time = new Date(wallClock.now());
    const signatures = signingSecrets(target, now).map((number) =>
      new Webhook(this.secrets.of(target.id, number)).sign(id, time, body),
    );
    return {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Ecou-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(time.getTime() / 1_000)),
      'webhook-signature': signatures.join(' '),
    };
  }

  private optionsOf({ id, settings }: Target, headers: Record<string, string>, signal: AbortSignal): RequestOptions {
    const { ca, clientCertificate: cert, clientKey: key } = settings;
    return {
      ...{ method: 'POST', headers, signal },
      ...(ca === null ? {} : { ca }),
      ...(cert === null || key === null ? {} : { cert, key: this.secrets.openKey(id, key) }),
    };
  }

  /** A connection that was kept may have been closed by the receiver meanwhile: then another one is made. */
  private async send(url: URL, options: RequestOptions, body: string): Promise<Omit<Answered, 'durationMs'>> {
    for (;;) {
      const sent = this.begin(url, options);
      try {
        const response = await answerTo(sent, body);
        const text = await beginningOf(response);
        return {
          ...{ status: response.statusCode ?? null, response: text, error: null },
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

function faultOf(error: unknown, isLate: boolean): string {
  if (isLate) return `No answer within ${limitMs / 1_000} seconds.`;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}
