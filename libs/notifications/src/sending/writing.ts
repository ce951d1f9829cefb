import type { Language } from '@ecou/contracts';
import { isOutage, Unavailable, type EventStore, type Vault } from '@ecou/event-sourcing';
import type { Settings } from '../settings.js';
import type { Links } from '../subscribers/links/links.js';
import { topicLabels } from '../subscribers/topic/topic-label.js';
import type { Admission } from './admission.js';
import { wordsOf } from './announcement/telling.js';
import { unwritten, type Outcome, type Outgoing } from './channel.js';
import { linksOf } from './links-of.js';
import { topicsOf, type Message } from './message/message.state.js';
import { testPurpose, type Word } from './message/message.events.js';
import type { OwnWords, Worded } from './own-words.js';
import { asTest, withFooter } from './templates/catalogue/additions.js';
import { sampleLinks } from './templates/catalogue/sample-links.js';
import { valuesOf } from './templates/catalogue/values.js';
import { digestContent } from './templates/digest.js';
import { contentOf, textOf, valuesIn, type Said, type Sender } from './templates/render.js';
import type { Content, MessageLinks } from './templates/template.js';
import { latestTemplate } from './templates/templates.js';

type Queued = NonNullable<Message['queued']>;

interface WritingServices {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
  readonly links: Links;
  readonly sender: Sender;
  readonly admission: Admission;
  readonly ownWords: OwnWords;
  readonly footer: Settings['footer'];
  /** The line of who answers for personal data. */
  readonly privacy: (language: Language) => string;
}

/** A message that can be handed over, and why it does not say the institution's own words, where it should. */
export interface Written {
  readonly outgoing: Outgoing;
  readonly fault: Worded['fault'];
}

const asksForConsent = (purpose: Queued['purpose']): boolean =>
  purpose === 'confirmation' || purpose === 'address-confirmation';

/** Makes messages of what is queued. */
export class Writing {
  constructor(private readonly services: WritingServices) {}

  /** The message of an attempt, or why there is none; nothing has gone out then. `date`: ISO 8601. */
  async write(message: Message, { id, name }: Pick<Outgoing, 'id' | 'name'>, date: string): Promise<Written | Outcome> {
    try {
      const { queued } = message;
      // Both at once: their streams are read by one statement.
      const [to, topics] = await Promise.all([this.services.admission.addressOf(message), this.names(message)]);
      if (!queued || to === undefined) return unwritten('ADDRESS_ERASED', true);
      const { subscriberId, purpose, language } = queued;
      const links = this.links(queued, { id, to, topics });
      const worded =
        purpose === 'digest' ? await this.digest(message, queued, links, date) : await this.one(queued, links);
      if (!worded) return unwritten('LOST_ITS_POINT', true);
      const { fault } = worded;
      const content = this.whole(worded.content, queued);
      const unsubscribe = subscriberId === null || asksForConsent(purpose) ? null : links.unsubscribe;
      const text = textOf(content, this.services.sender);
      return { outgoing: { id, name, to, language, purpose, content, text, unsubscribe, date }, fault };
    } catch (error) {
      return error instanceof Unavailable || isOutage(error) ? unwritten('OUTAGE', false) : unwritten('TEMPLATE', true);
    }
  }

  private whole(content: Content, { purpose, language }: Queued): Content {
    const whole = withFooter(content, this.services.footer[language], this.services.privacy(language));
    return purpose === testPurpose ? asTest(whole, language) : whole;
  }

  private links(
    queued: Queued,
    of: { readonly id: string; readonly to: string; readonly topics: string[] },
  ): MessageLinks {
    const { links } = this.services;
    return queued.purpose === testPurpose ? sampleLinks(links, queued.language) : linksOf({ ...queued, ...of }, links);
  }

  private async names(message: Message): Promise<string[]> {
    const labels = await topicLabels(this.services.store, topicsOf(message), message.queued?.language ?? 'ro');
    return labels.map(({ text }) => text);
  }

  /** Personal words in the clear. */
  private async one({ recipient, variables, ...queued }: Queued, links: MessageLinks): Promise<Worded> {
    const personal = Object.entries(recipient?.words ?? {});
    const opened = await Promise.all(
      personal.map(async ([name, word]) => [name, await this.services.vault.open(word)] as const),
    );
    const present = opened.filter((entry): entry is readonly [string, Word] => entry[1] !== undefined);
    return this.worded({ ...queued, variables: { ...variables, ...Object.fromEntries(present) } }, links);
  }

  private worded(said: Said & Pick<Queued, 'wording'>, links: MessageLinks): Promise<Worded> {
    const { template, language, wording } = said;
    const values = () => valuesOf(template.name, valuesIn(said), { language, links });
    return this.services.ownWords.of({ name: template.name, content: contentOf(said, links), values }, wording);
  }

  /** Nothing where all that it held has lost its point since the start. */
  private async digest(message: Message, { template, language, wording }: Queued, links: MessageLinks, date: string) {
    const standing = await this.services.admission.standing(message, date);
    if (standing.length === 0) return undefined;
    const parts = standing.map(({ started }) => {
      const { name, version } = latestTemplate(started.purpose);
      return contentOf({ template: { name, version }, language, variables: wordsOf(started, language) }, links);
    });
    const frame = { template, language, variables: { count: String(parts.length) }, wording };
    const { content, fault } = await this.worded(frame, links);
    return { content: digestContent(content, parts, language), fault };
  }
}
