import type { Channel, Outcome, Outgoing } from '../channel.js';
import { outcomeOf, type ProviderOutcome } from '../provider/provider-outcome.js';
import type { Sender } from '../templates/render.js';
import type { CloudApi } from './cloud-api.js';
import { freeTextOf, templateOf } from './whatsapp-message.js';
import { windowClosed } from './whatsapp-errors.js';
import type { WhatsAppTemplates } from './whatsapp.settings.js';

/** Tells when somebody last wrote to us from a number (ISO 8601); `null`: never, as far as is known. Never throws. */
export type LastHeardFrom = (address: string) => Promise<string | null>;

/** Milliseconds after a person wrote in which they may be answered freely: 24 hours, less five minutes for the clocks and the way. */
const windowMs = (24 * 60 - 5) * 60_000;

interface Parts {
  readonly api: Pick<CloudApi, 'send'>;
  readonly sender: Pick<Sender, 'institution'>;
  readonly templates: WhatsAppTemplates;
  readonly lastHeardFrom: LastHeardFrom;
}

/** Sends messages to WhatsApp: by an approved template, or in full within 24 hours after the person wrote to us. */
export class WhatsAppChannel implements Channel {
  readonly name = 'whatsapp';
  readonly transport = 'cloud-api';

  constructor(private readonly parts: Parts) {}

  async send(outgoing: Outgoing): Promise<Outcome> {
    return outcomeOf(await this.handOver(outgoing), outgoing.date);
  }

  /** Reports come in by themselves: an attempt that nobody heard the end of is settled by one. */
  trace(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  private async handOver(outgoing: Outgoing): Promise<ProviderOutcome> {
    const { api, sender, templates, lastHeardFrom } = this.parts;
    const { to, name, date } = outgoing;
    const heardAt = await lastHeardFrom(to);
    if (heardAt !== null && Date.parse(date) - Date.parse(heardAt) < windowMs) {
      const outcome = await api.send({ to, name, content: freeTextOf(outgoing, sender) });
      if (outcome.kind === 'sent' || outcome.reason !== `WHATSAPP_${windowClosed}`) return outcome;
    }
    return api.send({ to, name, content: templateOf(outgoing, sender, templates) });
  }
}
