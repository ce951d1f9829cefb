import { AddressRefused, signedHeaders, type OutgoingPosts, type Posted } from '@ecou/runtime/outgoing';
import type { Channel, Outcome, Outgoing } from '../channel.js';
import { codeOf, wishIn } from '../provider/ask-provider.js';
import { outcomeOf, type ProviderOutcome } from '../provider/provider-outcome.js';
import type { Sender } from '../templates/render.js';
import type { WebhookSecrets } from './webhook-secrets.js';

/** Milliseconds in which a receiver answers. */
const limitMs = 15_000;

interface Parts {
  readonly posts: Pick<OutgoingPosts, 'post'>;
  readonly secrets: WebhookSecrets;
  readonly sender: Pick<Sender, 'institution'>;
}

/**
 * Posts messages to addresses of institutions, signed as Standard Webhooks has it. A message has the same `webhook-id` whenever it is posted,
 * by which receivers know it: one whose outcome nobody knows is posted again.
 */
export class WebhookChannel implements Channel {
  readonly name = 'webhook';
  readonly transport = 'http';

  constructor(private readonly parts: Parts) {}

  async send(outgoing: Outgoing): Promise<Outcome> {
    return outcomeOf(await this.post(outgoing), outgoing.date);
  }

  /** An attempt that nobody heard the end of is made again. */
  trace(): Promise<Outcome> {
    const fault = { stage: 'PROVIDER', reason: 'NO_OUTCOME', code: null, enhanced: null };
    return Promise.resolve({ kind: 'failed', fault, permanent: false });
  }

  private async post(outgoing: Outgoing): Promise<ProviderOutcome> {
    const { posts, secrets, sender } = this.parts;
    const { id, to } = outgoing;
    const body = JSON.stringify(payloadOf(outgoing, sender));
    const headers = signedHeaders(id, body, [secrets.of(to)]);
    try {
      return meaningOf(await posts.post(to, body, { headers, signal: AbortSignal.timeout(limitMs) }));
    } catch (error) {
      if (error instanceof AddressRefused) return { kind: 'operator', reason: error.code };
      return { kind: 'retry', reason: codeOf(error), afterMs: null };
    }
  }
}

/** A message as JSON: `type`, `timestamp` and `data`, as Standard Webhooks advises. */
const payloadOf = ({ purpose, date, language, content, unsubscribe }: Outgoing, { institution }: Parts['sender']) => ({
  type: purpose,
  timestamp: date,
  data: {
    institution,
    language,
    subject: content.subject,
    paragraphs: content.paragraphs,
    sections: content.sections ?? [],
    action: content.action,
    notes: content.notes,
    unsubscribe,
  },
});

/** 410: its owner wants no more (Standard Webhooks). Whatever else is no success may pass. */
function meaningOf({ status, retryAfter }: Posted): ProviderOutcome {
  if (status !== null && status >= 200 && status < 300) return { kind: 'sent', reference: null };
  const reason = `HTTP_${status ?? 'NONE'}`;
  return status === 410 ? { kind: 'stop', reason } : { kind: 'retry', reason, afterMs: wishIn(retryAfter ?? null) };
}
