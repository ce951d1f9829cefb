import { isOutage, Unavailable, type EventStore, type Vault } from '@ecou/event-sourcing';
import type { Links } from '../subscribers/links/links.js';
import { topicLabels } from '../subscribers/topic/topic-label.js';
import type { Admission } from './admission.js';
import { wordsOf } from './announcement/telling.js';
import { unwritten, type Outcome, type Outgoing } from './channel.js';
import { linksOf } from './links-of.js';
import { topicsOf, type Message } from './message/message.state.js';
import type { Word } from './message/message.events.js';
import { digestContent } from './templates/digest.js';
import { contentOf, textOf, type Sender } from './templates/render.js';
import type { Content, MessageLinks } from './templates/template.js';
import { latestTemplate } from './templates/templates.js';

type Queued = NonNullable<Message['queued']>;

interface WritingServices {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
  readonly links: Links;
  readonly sender: Sender;
  readonly admission: Admission;
}

const asksForConsent = (purpose: Queued['purpose']): boolean =>
  purpose === 'confirmation' || purpose === 'address-confirmation';

/** Makes messages of what is queued. */
export class Writing {
  constructor(private readonly services: WritingServices) {}

  /** The message of an attempt, or why there is none; nothing has gone out then. `date`: ISO 8601. */
  async write(
    message: Message,
    { id, name }: Pick<Outgoing, 'id' | 'name'>,
    date: string,
  ): Promise<Outgoing | Outcome> {
    try {
      const { queued } = message;
      // Both at once: their streams are read by one statement.
      const [to, topics] = await Promise.all([this.services.admission.addressOf(message), this.names(message)]);
      if (!queued || to === undefined) return unwritten('ADDRESS_ERASED', true);
      const { subscriberId, purpose, language } = queued;
      const links = linksOf({ ...queued, id, to, topics }, this.services.links);
      const content =
        purpose === 'digest' ? await this.digest(message, queued, links, date) : await this.one(queued, links);
      if (!content) return unwritten('LOST_ITS_POINT', true);
      const unsubscribe = subscriberId === null || asksForConsent(purpose) ? null : links.unsubscribe;
      const text = textOf(content, this.services.sender);
      return { id, name, to, language, purpose, content, text, unsubscribe, date };
    } catch (error) {
      return error instanceof Unavailable || isOutage(error) ? unwritten('OUTAGE', false) : unwritten('TEMPLATE', true);
    }
  }

  private async names(message: Message): Promise<string[]> {
    const labels = await topicLabels(this.services.store, topicsOf(message), message.queued?.language ?? 'ro');
    return labels.map(({ text }) => text);
  }

  /** Personal words in the clear. */
  private async one({ template, language, variables, recipient }: Queued, links: MessageLinks): Promise<Content> {
    const personal = Object.entries(recipient?.words ?? {});
    const opened = await Promise.all(
      personal.map(async ([name, word]) => [name, await this.services.vault.open(word)] as const),
    );
    const present = opened.filter((entry): entry is readonly [string, Word] => entry[1] !== undefined);
    return contentOf({ template, language, variables: { ...variables, ...Object.fromEntries(present) } }, links);
  }

  /** Nothing where all that it held has lost its point since the start. */
  private async digest(message: Message, { template, language }: Queued, links: MessageLinks, date: string) {
    const standing = await this.services.admission.standing(message, date);
    if (standing.length === 0) return undefined;
    const parts = standing.map(({ started }) => {
      const { name, version } = latestTemplate(started.purpose);
      return contentOf({ template: { name, version }, language, variables: wordsOf(started, language) }, links);
    });
    const frame = contentOf({ template, language, variables: { count: String(parts.length) } }, links);
    return digestContent(frame, parts, language);
  }
}
