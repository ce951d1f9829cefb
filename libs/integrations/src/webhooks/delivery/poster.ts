import { OutgoingPosts, signedHeaders } from '@ecou/runtime/outgoing';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../settings.js';
import { signingSecrets, type Endpoint } from '../endpoint/endpoint.decider.js';
import { EndpointSecrets } from '../endpoint/endpoint-secrets.js';
import type { Payload } from './payload.js';

/** Milliseconds in which a receiver answers. */
const limitMs = 15_000;

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

/** Posts payloads, signed as Standard Webhooks has it. Redirects are not followed. */
@Injectable()
export class Poster implements OnApplicationShutdown {
  private readonly posts: OutgoingPosts;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly secrets: EndpointSecrets,
  ) {
    this.posts = new OutgoingPosts(settings);
  }

  onApplicationShutdown(): void {
    this.posts.close();
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
      const headers = { ...this.headersOf(target, payload, now), ...(again ? { 'ecou-replay': 'true' } : {}) };
      const stop = signal ? AbortSignal.any([limit, signal]) : limit;
      const options = { headers, signal: stop, ...this.certificatesOf(target) };
      return ended({ ...(await this.posts.post(target.settings.url, payload.body, options)), error: null });
    } catch (error) {
      return ended({ status: null, response: null, retryAfter: undefined, error: faultOf(error, limit.aborted) });
    }
  }

  private headersOf(target: Target, { id, body }: Payload, now: string): Record<string, string> {
    const secrets = signingSecrets(target, now).map((number) => this.secrets.of(target.id, number));
    return signedHeaders(id, body, secrets);
  }

  private certificatesOf({ id, settings }: Target): { ca?: string; cert?: string; key?: string } {
    const { ca, clientCertificate: cert, clientKey: key } = settings;
    return {
      ...(ca === null ? {} : { ca }),
      ...(cert === null || key === null ? {} : { cert, key: this.secrets.openKey(id, key) }),
    };
  }
}

function faultOf(error: unknown, isLate: boolean): string {
  if (isLate) return `No answer within ${limitMs / 1_000} seconds.`;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}
