import { assertNever, Unknown } from '@ecou/event-sourcing';
import type { Message } from './message.state.js';

/** Addressee, purpose and channel of a message, as outcomes say them. Throws `Unknown`. */
export const about = ({ queued }: Message) => {
  if (!queued) throw new Unknown('MESSAGE_UNKNOWN', 'There is no such message.');
  const { subscriberId, promise, purpose, channel } = queued;
  return { subscriberId, promise, purpose, channel };
};

/** The subscriber's address that it goes to. */
export const numberOf = ({ queued }: Message) => queued?.number ?? null;

/** True where an outcome of the last attempt may still come in: any one while it is made, a final one where nobody knows how it ended. */
export function awaitsOutcome({ status, resent }: Message, isFinal: boolean): boolean {
  switch (status) {
    case 'sending':
      return true;
    case 'uncertain':
      return isFinal;
    case 'queued':
      return isFinal && resent;
    case 'none':
    case 'waiting':
    case 'sent':
    case 'failed':
    case 'bounced':
    case 'withheld':
      return false;
    default:
      return assertNever(status);
  }
}
