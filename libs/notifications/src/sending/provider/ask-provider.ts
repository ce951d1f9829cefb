import type { ProviderOutcome } from './provider-outcome.js';

/** Milliseconds in which a provider answers. */
const limitMs = 15_000;
/** Bytes of an answer that are read: those of providers have less than a hundredth. */
const mostBytes = 256 * 1024;

/** A request to a provider. */
export interface ProviderRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds; 15 seconds by default. */
  readonly limitMs?: number | undefined;
}

/** The answer of a provider. */
export interface ProviderAnswer {
  readonly status: number;
  /** Its JSON; `null` where it is none. */
  readonly body: unknown;
  /** The wish of `Retry-After`, in milliseconds. */
  readonly retryAfterMs: number | null;
}

/** Faults of a connection that was never made: nothing of the request has gone out. */
const unsent =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/;

/** Faults that no later attempt mends. */
const untrusted = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** The code of a fault, or of what caused it. */
export const codeOf = (error: unknown): string => {
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? (name ?? 'UNKNOWN') : codeOf(cause);
};

/** The outcome of a request that had no answer: safe to repeat only where no connection was made. */
function outcomeOf(error: unknown): ProviderOutcome {
  const reason = codeOf(error);
  if (untrusted.test(reason)) return { kind: 'operator', reason };
  return unsent.test(reason) ? { kind: 'retry', reason, afterMs: null } : { kind: 'uncertain', reason };
}

/** Posts to a provider, once; redirects are not followed. Answers what came back, or what it means that nothing did. Never throws. */
export async function askProvider({
  url,
  headers,
  body,
  ...given
}: ProviderRequest): Promise<ProviderAnswer | ProviderOutcome> {
  try {
    const signal = AbortSignal.timeout(given.limitMs ?? limitMs);
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return {
      status: response.status,
      body: jsonIn(await beginningOf(response)),
      retryAfterMs: wishIn(response.headers.get('retry-after')),
    };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** True for an answer; else nothing came back. */
export const isAnswer = (asked: ProviderAnswer | ProviderOutcome): asked is ProviderAnswer => 'status' in asked;

/** Too long a body is no answer of a provider. Where the rest does not come, the status counts all the same. */
async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) return '';
    }
  } catch {
    return '';
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** The milliseconds that `Retry-After` asks for, in seconds (RFC 9110); a date is not what these providers send. */
export const wishIn = (value: string | null): number | null =>
  value !== null && /^\d{1,6}$/.test(value.trim()) ? Number(value) * 1_000 : null;

/** The meaning of an answer without a reason of the provider's own, by its status. Behind a gateway that gave up, the provider may have taken it. */
export function outcomeOfStatus({ status, retryAfterMs }: ProviderAnswer): ProviderOutcome {
  const reason = `HTTP_${status}`;
  if (status === 429 || status === 503) return { kind: 'retry', reason, afterMs: retryAfterMs };
  return { kind: status >= 500 || status < 300 ? 'uncertain' : 'operator', reason };
}
