import { v5 as uuidv5 } from 'uuid';

/** The one message about a cause to a person on a channel; so a second one would be the same stream. */
export const messageId = (causeId: string, personId: string, channel: string): string =>
  uuidv5(`${personId}/${channel}`, causeId);
