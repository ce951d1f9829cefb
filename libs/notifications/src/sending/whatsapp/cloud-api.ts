import { z } from 'zod';
import { askProvider, isAnswer, outcomeOfStatus, type ProviderAnswer } from '../provider/ask-provider.js';
import type { ProviderOutcome } from '../provider/provider-outcome.js';
import { refusalOf } from './whatsapp-errors.js';
import type { WhatsAppSettings } from './whatsapp.settings.js';

/** A message as the Cloud API takes it, with its number and a name that comes back in reports. */
export interface CloudMessage {
  /** E.164. */
  readonly to: string;
  /** 512 characters at most (`biz_opaque_callback_data`). */
  readonly name: string;
  readonly content:
    | { readonly type: 'text'; readonly text: { readonly body: string; readonly preview_url: boolean } }
    | { readonly type: 'template'; readonly template: CloudTemplate };
}

export interface CloudTemplate {
  readonly name: string;
  readonly language: { readonly code: string };
  readonly components: readonly {
    readonly type: 'body';
    readonly parameters: readonly { readonly type: 'text'; readonly text: string }[];
  }[];
}

const taken = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });
const refused = z.object({ error: z.object({ code: z.int() }) });

/** Hands messages to the Cloud API of WhatsApp, or to whoever offers the same. */
export class CloudApi {
  constructor(private readonly settings: WhatsAppSettings) {}

  /** Posts a message once. Never throws. The id that it gets holds the number of the person, and is not kept. */
  async send({ to, name, content }: CloudMessage): Promise<ProviderOutcome> {
    const { baseUrl, version, phoneNumberId, token, limitMs } = this.settings;
    const asked = await askProvider({
      url: `${baseUrl}/${version}/${phoneNumberId}/messages`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to },
        ...{ ...content, biz_opaque_callback_data: name },
      }),
      limitMs,
    });
    return isAnswer(asked) ? meaningOf(asked) : asked;
  }
}

function meaningOf(answer: ProviderAnswer): ProviderOutcome {
  if (answer.status === 200) {
    if (taken.safeParse(answer.body).success) return { kind: 'sent', reference: null };
    return { kind: 'uncertain', reason: 'ANSWER_UNREADABLE' };
  }
  const { data } = refused.safeParse(answer.body);
  if (!data) return outcomeOfStatus(answer);
  const refusal = refusalOf(data.error.code, answer.retryAfterMs);
  // A code says that it was not taken; with a status of 5xx, only one that the provider names as passing.
  return answer.status >= 500 && refusal.kind !== 'retry' ? outcomeOfStatus(answer) : refusal;
}
