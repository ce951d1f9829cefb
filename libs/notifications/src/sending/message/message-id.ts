import { v5 as uuidv5 } from 'uuid';

/** Addresses beside the first are named; the first goes by its channel alone. */
const wayOf = (channel: string, number: number): string => (number === 1 ? channel : `${channel}/${number}`);

/** The one message about a cause to a person at an address; so a second one would be the same stream. */
export const messageId = (causeId: string, personId: string, channel: string, number = 1): string =>
  uuidv5(`${personId}/${wayOf(channel, number)}`, causeId);

/** The one digest of a subscriber for an hour (ISO 8601). */
export const digestId = (subscriberId: string, waitsUntil: string): string =>
  uuidv5(`digest/${waitsUntil}`, subscriberId);
