import type { Channel, Outcome, Outgoing } from '../channel.js';
import type { Sender } from '../templates/render.js';
import { outcomeOf, type ProviderOutcome } from '../provider/provider-outcome.js';
import { segmentsOf, withoutDiacritics } from './segments.js';
import type { SmsLimits } from './sms.settings.js';
import { shortTextOf } from '../provider/short-text.js';

/** A text message, ready to be handed over. */
export interface Sms {
  /** E.164. */
  readonly to: string;
  readonly text: string;
}

/** A provider of SMS. */
export interface SmsProvider {
  /** As attempts name it. */
  readonly name: string;
  /** Hands it over once. Never throws. */
  send(sms: Sms): Promise<ProviderOutcome>;
}

export interface SmsRules extends SmsLimits {
  readonly sender: Pick<Sender, 'institution'>;
}

/** Sends SMS. A text that costs more than is allowed goes to nobody. */
export class SmsChannel implements Channel {
  readonly name = 'sms';

  constructor(
    private readonly provider: SmsProvider,
    private readonly rules: SmsRules,
  ) {}

  get transport(): string {
    return this.provider.name;
  }

  async send(outgoing: Outgoing): Promise<Outcome> {
    const { foldsDiacritics, mostSegments, sender } = this.rules;
    const text = shortTextOf(outgoing, sender);
    const written = foldsDiacritics ? withoutDiacritics(text) : text;
    const { segments } = segmentsOf(written);
    const isTooLong = segments > mostSegments;
    const provided: ProviderOutcome = isTooLong
      ? { kind: 'operator', reason: 'TEXT_TOO_LONG' }
      : await this.provider.send({ to: outgoing.to, text: written });
    return outcomeOf(provided, outgoing.date, segments);
  }

  /** The provider is not asked: what nobody heard the end of stays uncertain. */
  trace(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
