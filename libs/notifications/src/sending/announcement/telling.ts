import { inLanguage, type Language } from '@ecou/contracts';
import type { Address, Subscriber } from '../../subscribers/subscriber/subscriber.state.js';
import type { Addressee } from '../../subscribers/views/next-subscribers.js';
import type { GatherNews, QueueNews } from '../message/message.decider.js';
import { digestId } from '../message/message-id.js';
import { latestTemplate, type WrittenPurpose } from '../templates/templates.js';
import type { Announcement } from './announcement.decider.js';

export type Started = NonNullable<Announcement['started']>;

/** An announcement, with its id. */
export interface Announced {
  readonly id: string;
  readonly started: Started;
}

const templateFor = (purpose: WrittenPurpose) => {
  const { name, version } = latestTemplate(purpose);
  return { name, version };
};

const languageOf = (to: Subscriber, way: Address): Language => way.language ?? to.language;

/** The words that the template of an announcement shows. */
export const wordsOf = (
  { details, title, note }: Pick<Started, 'details' | 'title' | 'note'>,
  language: Language,
): Record<string, string> => ({
  ...details,
  title: inLanguage(title, language),
  ...(note ? { note: inLanguage(note, language) } : {}),
});

/** Somebody who is told, at one of their addresses. */
export interface Told {
  readonly addressee: Addressee;
  readonly to: Subscriber;
  readonly way: Address;
}

export function queueing({ id, started }: Announced, { addressee, to, way }: Told, at: string): QueueNews {
  const { purpose, causeId, urgent, matter, expiresAt } = started;
  const language = languageOf(to, way);
  return {
    type: 'QueueMessage',
    subscriberId: addressee.subscriberId,
    number: way.number,
    channel: way.channel,
    purpose,
    topics: addressee.topics,
    round: null,
    language,
    template: templateFor(purpose),
    variables: wordsOf(started, language),
    causeId,
    announcementId: id,
    ...{ urgent, matter, expiresAt, at },
  };
}

/** Into the digest that goes at an hour. */
export function gathering(
  { id: announcementId }: Announced,
  { addressee: { subscriberId, topics }, to, way }: Told,
  waitsUntil: string,
  at: string,
): GatherNews {
  const { number, channel } = way;
  return {
    type: 'GatherNews',
    ...{ subscriberId, number, channel, announcementId, topics, waitsUntil, at },
    language: languageOf(to, way),
    template: templateFor('digest'),
    causeId: digestId(subscriberId, waitsUntil),
  };
}
