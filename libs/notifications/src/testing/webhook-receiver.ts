import { Webhook } from 'standardwebhooks';
import { ProviderStub, type Answered, type Asked } from './provider-stub.js';

/** A message as a receiver reads it. */
export interface Received {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly institution: string;
    readonly language: string;
    readonly subject: string;
    readonly action: { readonly label: string; readonly href: string };
    readonly unsubscribe: string | null;
  };
}

const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

const signatureIn = (headers: Asked['headers']): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, String(headers[name])]));

/** The system of an institution, which takes what is signed by its secret. */
export class WebhookReceiver extends ProviderStub {
  /** The secret of each path. */
  readonly secrets = new Map<string, string>();
  /** The messages that it took at each path. */
  readonly received = new Map<string, Received[]>();

  receivedAt(path: string): readonly Received[] {
    return this.received.get(path) ?? [];
  }

  protected answer({ method, path, headers, body }: Asked): Answered {
    const secret = this.secrets.get(path);
    if (method !== 'POST' || secret === undefined) return { status: 404, body: '' };
    try {
      new Webhook(secret).verify(body, signatureIn(headers));
    } catch {
      return { status: 401, body: '' };
    }
    const received = { id: String(headers['webhook-id']), ...(JSON.parse(body) as Omit<Received, 'id'>) };
    this.received.set(path, [...this.receivedAt(path), received]);
    return { status: 204, body: '' };
  }
}
