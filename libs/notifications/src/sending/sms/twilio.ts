import { z } from 'zod';
import { askProvider, isAnswer, outcomeOfStatus, type ProviderAnswer } from '../provider/ask-provider.js';
import type { ProviderOutcome } from '../provider/provider-outcome.js';
import type { Sms, SmsProvider } from './sms-channel.js';
import type { TwilioSettings } from './sms.settings.js';

const taken = z.object({ sid: z.string().regex(/^(?:SM|MM)[0-9a-f]{32}$/) });
const refused = z.object({ code: z.int(), status: z.int() });

/** Error codes of the provider that speak of the address: not a number, no mobile, asked us to stop, cannot be reached. */
const ofAddress = [21211, 21214, 21217, 21265, 21266, 21610, 21614, 21635];
/** That say: later. */
const later = [14107, 20429, 20503, 21611, 30001, 30022, 63038];

function refusal({ code }: z.output<typeof refused>, { retryAfterMs }: ProviderAnswer): ProviderOutcome {
  const reason = `TWILIO_${code}`;
  if (ofAddress.includes(code)) return { kind: 'stop', reason };
  return later.includes(code) ? { kind: 'retry', reason, afterMs: retryAfterMs } : { kind: 'operator', reason };
}

/** Hands SMS to Twilio's Messages resource (API 2010-04-01), or to whoever offers the same. */
export class Twilio implements SmsProvider {
  readonly name = 'twilio';

  constructor(private readonly settings: TwilioSettings) {}

  async send({ to, text }: Sms): Promise<ProviderOutcome> {
    const { baseUrl, accountSid, authToken, from, limitMs } = this.settings;
    const sender = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
    const asked = await askProvider({
      url: `${baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`,
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ To: to, ...sender, Body: text }).toString(),
      limitMs,
    });
    if (!isAnswer(asked)) return asked;
    return asked.status === 201 ? accepted(asked) : notAccepted(asked);
  }
}

const accepted = ({ body }: ProviderAnswer): ProviderOutcome => {
  const { data } = taken.safeParse(body);
  return data ? { kind: 'sent', reference: data.sid } : { kind: 'uncertain', reason: 'ANSWER_UNREADABLE' };
};

/** A code says that it was not taken; of a status of 5xx, only one that the provider names as passing. */
function notAccepted(answer: ProviderAnswer): ProviderOutcome {
  const { data } = refused.safeParse(answer.body);
  const isKnown = data !== undefined && (answer.status < 500 || later.includes(data.code));
  return isKnown ? refusal(data, answer) : outcomeOfStatus(answer);
}
