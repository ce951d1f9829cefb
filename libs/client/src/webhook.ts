import { Webhook } from 'standardwebhooks';
import { WebhookRefused } from './errors.js';
import { isMessage, type ContractType, type Message } from './message.js';

/** Headers of a request, as Node or the Fetch API gives them. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A message that is too large for a webhook (20 kB), and where it is. */
export interface MessageElsewhere {
  readonly id: string;
  readonly position: number;
  /** Answers it to a request with an API key. */
  readonly address: string;
}

/** The content of a request to a webhook: a message, where it is, or a test. */
export type Received =
  | { readonly id: string; readonly kind: 'message'; readonly message: Message }
  | { readonly id: string; readonly kind: 'elsewhere'; readonly type: ContractType; readonly at: MessageElsewhere }
  | { readonly id: string; readonly kind: 'test' };

const testType = 'ecou.integrations.endpoint-test.v1';
const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/**
 * A request to a webhook, once one of the secrets of its endpoint has signed it within the last five minutes (Standard Webhooks). `rawBody` is the
 * body as it came, not what a parser made of it. While a secret is changed, give both. A message may come again, with the same `id`. Throws `WebhookRefused`.
 */
export function verifyWebhook(
  headers: WebhookHeaders,
  rawBody: string | Uint8Array,
  secrets: string | readonly string[],
): Received {
  const body = typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString('utf8');
  const given = Object.fromEntries(signed.map((name) => [name, headerOf(headers, name)]));
  if (![secrets].flat().some((secret) => isSigned(secret, body, given)))
    throw new WebhookRefused('No secret has signed this request, or it is older than five minutes.');
  return receivedIn(given['webhook-id'] ?? '', body);
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];
  return [value ?? ''].flat().join(' ');
}

function isSigned(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function receivedIn(id: string, body: string): Received {
  const { type, data } = JSON.parse(body) as { readonly type: ContractType | typeof testType; readonly data: unknown };
  if (isMessage(data)) return { id, kind: 'message', message: data };
  if (type === testType) return { id, kind: 'test' };
  if (isElsewhere(data)) return { id, kind: 'elsewhere', type, at: data };
  throw new WebhookRefused(`The body carries no message of Ecou, but ${type}.`);
}

const isElsewhere = (data: unknown): data is MessageElsewhere =>
  typeof data === 'object' && data !== null && 'position' in data && 'address' in data && 'id' in data;
