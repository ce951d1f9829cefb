import { Invalid } from '@ecou/event-sourcing';
import { AddressRefused, checkReachable } from '@ecou/runtime/outgoing';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../settings.js';
import type { Channel } from './subscriber/channels.js';

/** Tells whoever adds a webhook what would fail later. */
@Injectable()
export class WebhookAddress {
  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'webhooks'>) {}

  /** Throws `Invalid`, at the field; nothing for addresses of other channels. */
  async check(channel: Channel, address: string): Promise<void> {
    if (channel !== 'webhook') return;
    try {
      await checkReachable(address, this.settings.webhooks);
    } catch (error) {
      if (error instanceof AddressRefused) throw new Invalid('ADDRESS_REFUSED', error.message, ['address']);
      throw error;
    }
  }
}
