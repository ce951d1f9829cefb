import { idOf, load, type EventStore } from '@ecou/event-sourcing';
import { addressClaim, conversation } from './conversation.aggregate.js';
import type { InboxChannel } from '../reply-rules/kinds.js';

/** The time at which somebody wrote last, for channels that answer only so long afterwards. */
export class LastHeard {
  constructor(private readonly store: Pick<EventStore, 'readStream' | 'findClaim'>) {}

  /** The provider's time (ISO 8601) of the last message of an address; `null` where it never wrote. As streams stand: no view has to catch up. */
  async from(channel: InboxChannel, address: string): Promise<string | null> {
    const { scope, value } = addressClaim(channel, address);
    const stream = await this.store.findClaim(scope, value);
    if (stream === null) return null;
    return (await load(this.store, conversation, idOf(stream))).state?.lastHeardAt ?? null;
  }
}
