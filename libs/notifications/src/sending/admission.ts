import { load, type EventStore, type Sealed, type Vault } from '@ecou/event-sourcing';
import type { Restrictions } from '@ecou/runtime';
import { quietUntil } from '../subscribers/subscriber/preferences.js';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import {
  addressOf,
  topicsToConfirm,
  wantsAny,
  type Address,
  type Subscriber,
} from '../subscribers/subscriber/subscriber.state.js';
import { topicAggregate, topicId } from '../subscribers/topic/topic.aggregate.js';
import type { Announcements } from './announcement/announcements.js';
import { wishesOf, wishFor, type Segment } from './announcement/segment.js';
import type { Started } from './announcement/telling.js';
import type { PostponeMessage, WithholdMessage } from './message/message.decider.js';
import type { Gathered, Message } from './message/message.state.js';

type Queued = NonNullable<Message['queued']>;
export type Withheld = WithholdMessage['reason'];

/** News that still stands, in a digest. */
export interface Standing extends Gathered {
  readonly started: Started;
}

/** The decision on a message before it goes: it is withheld for a reason, waits until a time, or goes now. */
export interface Verdict {
  readonly withheld: Withheld | null;
  /** True where somebody paused what it tells: it waits for their word. */
  readonly isHeld: boolean;
  readonly until: string | null;
  readonly waitsFor: PostponeMessage['reason'];
}

const now: Verdict = { withheld: null, isHeld: false, until: null, waitsFor: 'quiet-hours' };
const not = (withheld: Withheld): Verdict => ({ ...now, withheld });

/** A digest looks so often whether a part of it is still paused. */
const pauseMs = 3600_000;

const hasPassed = (time: string | null, at: string): boolean => time !== null && Date.parse(at) >= Date.parse(time);

/** The reason for which nothing but a message that asks for its confirmation goes to an address. */
function unusable({ stopped, confirmed }: Address): Withheld | undefined {
  if (stopped) return 'address-stopped';
  return confirmed ? undefined : 'address-not-confirmed';
}

/** A digest waits with all that it holds; a message by itself stays where it is. */
const whilePaused = ({ purpose }: Queued, at: string): Verdict =>
  purpose === 'digest'
    ? { ...now, until: new Date(Date.parse(at) + pauseMs).toISOString(), waitsFor: 'paused' }
    : { ...now, isHeld: true };

/** True where somebody is still one of those whom it is for, by what they asked for. */
const isFor = (segment: Segment | undefined, to: Subscriber): boolean =>
  segment === undefined || wishFor(segment, wishesOf(to)) === 'confirmed';

interface AdmissionServices {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
  readonly announcements: Announcements;
  readonly restrictions: Restrictions;
}

/** Says, as streams stand just before a sending, whether a message may go out. */
export class Admission {
  constructor(private readonly services: AdmissionServices) {}

  async of(message: Message, at: string): Promise<Verdict> {
    const { queued } = message;
    if (!queued || hasPassed(queued.expiresAt, at)) return not('out-of-date');
    if (queued.subscriberId !== null)
      return this.ofNews(message, queued, await this.subscriber(queued.subscriberId), at);
    if ((await this.open(queued.recipient?.address)) === undefined) return not('recipient-erased');
    return (await this.isRestricted(queued.recipient?.address)) ? not('recipient-restricted') : now;
  }

  /** The address that it goes to, in the clear; `undefined` where there is none any more. */
  async addressOf({ queued }: Message): Promise<string | undefined> {
    const { subscriberId = null, recipient, number } = queued ?? {};
    if (subscriberId === null) return this.open(recipient?.address);
    return this.open(addressOf(await this.subscriber(subscriberId), number ?? 1)?.address);
  }

  /** The news in a digest that its subscriber still wants, and that has not lost its point. */
  async standing(message: Message, at: string): Promise<readonly Standing[]> {
    const subscriberId = message.queued?.subscriberId;
    if (subscriberId === undefined || subscriberId === null) return [];
    return this.stillStanding(message, await this.subscriber(subscriberId), at);
  }

  private async ofNews(message: Message, queued: Queued, to: Subscriber, at: string): Promise<Verdict> {
    const address = addressOf(to, queued.number ?? 1);
    if (!address) return not('address-removed');
    if ((await this.open(address.address)) === undefined) return not('subscriber-erased');
    if (await this.isRestricted(address.address)) return not('recipient-restricted');
    const withheld = await this.refusal(message, queued, address, to, at);
    if (withheld !== undefined) return not(withheld);
    if (await this.isPaused(message)) return whilePaused(queued, at);
    return { ...now, until: queued.urgent ? null : quietUntil(at, to.preferences) };
  }

  private async refusal(message: Message, queued: Queued, address: Address, to: Subscriber, at: string) {
    const { purpose, round } = queued;
    if (purpose === 'confirmation') return topicsToConfirm(to, round ?? 0).length === 0 ? 'not-wanted' : undefined;
    if (purpose === 'address-confirmation') return address.confirmed ? 'not-wanted' : undefined;
    const refused = unusable(address);
    if (refused !== undefined) return refused;
    return purpose === 'digest' ? this.digestRefusal(message, to, at) : this.newsRefusal(queued, to);
  }

  private async digestRefusal(message: Message, to: Subscriber, at: string): Promise<Withheld | undefined> {
    if (!message.gathered.some(({ topics }) => wantsAny(to, topics))) return 'not-wanted';
    return (await this.stillStanding(message, to, at)).length === 0 ? 'superseded' : undefined;
  }

  private async newsRefusal(queued: Queued, to: Subscriber): Promise<Withheld | undefined> {
    const { purpose, round, topics, matter, announcementId } = queued;
    if (!wantsAny(to, topics)) return 'not-wanted';
    if (purpose === 'campaign' && announcementId !== null) return this.campaignRefusal(announcementId, to);
    if (purpose === 'consent-renewal' && to.renewal?.version !== round) return 'not-wanted';
    return (await this.isSuperseded(matter, announcementId)) ? 'superseded' : undefined;
  }

  private async campaignRefusal(announcementId: string, to: Subscriber): Promise<Withheld | undefined> {
    const { started, halt } = await this.services.announcements.get(announcementId);
    if (halt === 'cancelled') return 'cancelled';
    return isFor(started?.segment, to) ? undefined : 'not-wanted';
  }

  /** True where somebody paused what it tells, or a part of that. */
  private async isPaused({ queued, gathered }: Message): Promise<boolean> {
    const own = queued?.purpose === 'campaign' ? queued.announcementId : null;
    const ids = own === null ? gathered.map(({ announcementId }) => announcementId) : [own];
    const told = await Promise.all(ids.map((id) => this.services.announcements.get(id)));
    return told.some(({ halt }) => halt === 'paused');
  }

  private async stillStanding({ gathered }: Message, to: Subscriber, at: string): Promise<readonly Standing[]> {
    const wanted = gathered.filter(({ topics }) => wantsAny(to, topics));
    const standing = wanted.map(async (each): Promise<Standing[]> => {
      const { started, halt } = await this.services.announcements.get(each.announcementId);
      if (!started || halt === 'cancelled' || hasPassed(started.expiresAt, at)) return [];
      if (!isFor(started.segment, to)) return [];
      return (await this.isSuperseded(started.matter, each.announcementId)) ? [] : [{ ...each, started }];
    });
    return (await Promise.all(standing)).flat();
  }

  /** True where a later announcement of the same took its place. */
  private async isSuperseded(matter: string | null, announcementId: string | null): Promise<boolean> {
    if (matter === null) return false;
    const { latest } = (await load(this.services.store, topicAggregate, topicId(matter))).state;
    return latest !== null && latest !== announcementId;
  }

  private async subscriber(id: string): Promise<Subscriber> {
    return (await load(this.services.store, subscriber, id)).state;
  }

  /** True where the data of the person is neither published nor sent (GDPR art. 18). */
  private async isRestricted(address: Sealed | undefined): Promise<boolean> {
    return address !== undefined && (await this.services.restrictions.among([address.subject])).size > 0;
  }

  private open(address: Sealed<string> | undefined): Promise<string | undefined> {
    return address ? this.services.vault.open(address) : Promise.resolve(undefined);
  }
}
