import type { Language } from '@ecou/contracts';
import { Rejected, same, type Sealed } from '@ecou/event-sourcing';
import type { Channel } from '../channels.js';
import type { SubscriberEvent } from '../subscriber.events.js';
import {
  addressOf,
  topicsIn,
  type Address,
  type Consent,
  type StopReason,
  type Subscriber,
} from '../subscriber.state.js';

/** Another address of a subscriber. Nothing goes to it, but the message whose link confirms it, before it is confirmed. */
export type AddAddress = {
  type: 'AddAddress';
  channel: Channel;
  address: Sealed<string>;
  language: Language | null;
  consent: Consent;
  at: string;
};
/** The link in the message to an address; or its owner wrote to us from it (`chat`). */
export type ConfirmAddress = { type: 'ConfirmAddress'; number: number; how?: 'link' | 'chat'; at: string };
/** `moved`: its owner confirmed it for another subscriber. */
export type RemoveAddress = { type: 'RemoveAddress'; number: number; how: 'page' | 'staff' | 'moved'; at: string };
export type StopAddress = { type: 'StopAddress'; number: number; messageId: string; reason: StopReason; at: string };

const minutes = 60_000;
/** The time that a message to a new address is given before adding it again sends another one. */
const patience = 15 * minutes;
/** A stranger may be told by the link of a forwarded message, and type anybody's address. */
const addedPerDay = 5;
const mostAddresses = 10;

const elapsed = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

function checkRoom({ addresses, ledger }: Subscriber, at: string): void {
  const lately = ledger.filter(({ act, at: then }) => act === 'address-added' && elapsed(then, at) < 24 * 60 * minutes);
  if (lately.length >= addedPerDay)
    throw new Rejected('ADDRESSES_TOO_MANY_TODAY', `At most ${addedPerDay} addresses are added in a day.`);
  if (addresses.length >= mostAddresses)
    throw new Rejected('ADDRESSES_TOO_MANY', `A subscriber has at most ${mostAddresses} addresses.`);
}

const isRecent = ({ addedAt, confirmed, stopped }: Address, at: string): boolean =>
  confirmed ? !stopped : elapsed(addedAt, at) < patience;

/** One that stands there unconfirmed, or stopped, gives way to itself, so that the link before it is void. */
export function add(command: AddAddress, subscriber: Subscriber): SubscriberEvent[] {
  const { channel, address, language, consent, at } = command;
  const known = subscriber.addresses.find((each) => each.channel === channel && same(each.address, address));
  if (known && isRecent(known, at)) return [];
  checkRoom(subscriber, at);
  const number = subscriber.numbers + 1;
  return [
    ...(known
      ? [{ type: 'AddressRemoved' as const, data: { number: known.number, how: 'page' as const, removedAt: at } }]
      : []),
    { type: 'AddressAdded', data: { number, channel, address, language, consent, addedAt: at } },
  ];
}

export function confirm({ number, how = 'link', at }: ConfirmAddress, subscriber: Subscriber): SubscriberEvent[] {
  const known = addressOf(subscriber, number);
  if (!known || (known.confirmed && !known.stopped)) return [];
  return [{ type: 'AddressConfirmed', data: { number, channel: known.channel, how, confirmedAt: at } }];
}

export function remove({ number, how, at }: RemoveAddress, subscriber: Subscriber): SubscriberEvent[] {
  const known = addressOf(subscriber, number);
  if (!known) return [];
  const others = subscriber.addresses.filter((each) => each !== known);
  const isLast = known.confirmed ? !others.some(({ confirmed: theirs }) => theirs) : others.length === 0;
  if (how !== 'moved' && isLast && topicsIn(subscriber, 'confirmed').length > 0)
    throw new Rejected('ADDRESS_IS_LAST', 'News goes to this address only: whoever wants none ends every topic.');
  return [{ type: 'AddressRemoved', data: { number, how, removedAt: at } }];
}

export function stop({ number, messageId, reason, at }: StopAddress, subscriber: Subscriber): SubscriberEvent[] {
  const known = addressOf(subscriber, number);
  if (!known || known.stopped) return [];
  return [{ type: 'AddressStopped', data: { number, messageId, reason, stoppedAt: at } }];
}
