import { v5 as uuidv5 } from 'uuid';
import type { Channel } from '../../subscribers/subscriber/subscriber.events.js';

/** The one message about a cause to a subscriber on a channel; so a second one would be the same stream. */
export const messageId = (causeId: string, subscriberId: string, channel: Channel): string =>
  uuidv5(`${subscriberId}/${channel}`, causeId);
