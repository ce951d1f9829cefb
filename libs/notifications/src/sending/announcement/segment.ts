import { instant, language, type Language } from '@ecou/contracts';
import { z } from 'zod';
import { channel, type Channel } from '../../subscribers/subscriber/channels.js';
import { topic } from '../../subscribers/subscriber/subscriber.events.js';
import {
  usable,
  type Address,
  type Subscriber,
  type TopicState,
} from '../../subscribers/subscriber/subscriber.state.js';

/** The root of the tree of topics. */
export const everything = 'everything';

/** Those of the readers of some topics whom an announcement is for. */
export const segment = z.object({
  topics: z.array(topic).min(1),
  match: z.enum(['any', 'all']).describe('`all`: only whoever asked for each of the topics, or for everything.'),
  language: language.nullable().describe('Of the subscriber; `null`: any.'),
  channels: z.array(channel).min(1).nullable().describe('The ways on which it goes; `null`: any.'),
  subscribedSince: instant.nullable().describe('Only whoever asked first at this time or later; `null`: whenever.'),
});
export type Segment = z.output<typeof segment>;

/** Reasons for which somebody whom a segment describes is not told. */
export const exclusions = ['not-confirmed', 'unsubscribed', 'no-channel', 'suppressed', 'erased'] as const;
export type Exclusion = (typeof exclusions)[number];

/** The part of an address that a segment looks at. */
export type Way = Pick<Address, 'channel' | 'address' | 'confirmed' | 'stopped'>;

/** The part of a subscriber that a segment looks at. */
export interface Reader<W extends Way = Way> {
  readonly topics: Readonly<Record<string, TopicState>>;
  readonly language: Language;
  /** ISO 8601: when they asked first. */
  readonly subscribedAt: string;
  /** In the order in which they are used. */
  readonly addresses: readonly W[];
}

/** The place of a subscriber: told, at one of their addresses; left out by a rule; or not described by the segment. */
export type Place<W> =
  | { readonly kind: 'told'; readonly way: W }
  | { readonly kind: 'excluded'; readonly rule: Exclusion }
  | { readonly kind: 'outside' };

/** The state of each wish of a subscriber, by topic. */
export const wishesOf = ({ topics }: Pick<Subscriber, 'topics'>): Reader['topics'] =>
  Object.fromEntries(Object.entries(topics).map(([name, { state }]) => [name, state]));

export const readerOf = (subscriber: Subscriber): Reader<Address> => ({
  topics: wishesOf(subscriber),
  language: subscriber.language,
  subscribedAt: subscriber.ledger[0]?.at ?? '',
  addresses: subscriber.addresses,
});

/**
 * The state of somebody's wish to hear of the topics of a segment; `undefined`: they never asked. Of several topics `any` takes the best, `all` the
 * worst; whoever confirmed everything confirmed each.
 */
export function wishFor(
  { topics, match }: Pick<Segment, 'topics' | 'match'>,
  wishes: Reader['topics'],
): TopicState | undefined {
  if (wishes[everything] === 'confirmed') return 'confirmed';
  const states = topics.map((name) => wishes[name]);
  if (match === 'all') {
    if (states.includes(undefined)) return undefined;
    return (['ended', 'asked', 'confirmed'] as const).find((state) => states.includes(state));
  }
  const any = [...states, wishes[everything]];
  return (['confirmed', 'asked', 'ended'] as const).find((state) => any.includes(state));
}

const excluded = (rule: Exclusion) => ({ kind: 'excluded', rule }) as const;

function wayOf<W extends Way>({ channels }: Segment, reader: Reader<W>, served: ReadonlySet<string>): Place<W> {
  const fits = (on: Channel) => (channels?.includes(on) ?? true) && served.has(on);
  const possible = reader.addresses.filter((each) => fits(each.channel));
  if (possible.length === 0) return excluded('no-channel');
  const way = possible.find(usable);
  if (way) return { kind: 'told', way };
  return excluded(possible.some(({ stopped }) => stopped) ? 'suppressed' : 'not-confirmed');
}

/** The place of somebody in a segment; `served`: the channels of the deployment. */
export function placeIn<W extends Way>(wanted: Segment, reader: Reader<W>, served: ReadonlySet<string>): Place<W> {
  const { language: spoken, subscribedSince } = wanted;
  const wish = wishFor(wanted, reader.topics);
  const isOutside =
    wish === undefined ||
    (spoken !== null && spoken !== reader.language) ||
    (subscribedSince !== null && Date.parse(reader.subscribedAt) < Date.parse(subscribedSince));
  if (isOutside) return { kind: 'outside' };
  if (wish === 'asked') return excluded('not-confirmed');
  return wish === 'ended' ? excluded('unsubscribed') : wayOf(wanted, reader, served);
}
