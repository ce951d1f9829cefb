import { load, type EventStore, type Sealed, type Vault } from '@ecou/event-sourcing';
import { quietUntil } from '../subscribers/subscriber/preferences.js';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import { addressOf, topicsToConfirm, wantsAny, type Subscriber } from '../subscribers/subscriber/subscriber.state.js';
import { topicAggregate, topicId } from '../subscribers/topic/topic.aggregate.js';
import type { Announcements } from './announcement/announcements.js';
import type { Started } from './announcement/telling.js';
import type { WithholdMessage } from './message/message.decider.js';
import type { Gathered, Message } from './message/message.state.js';

type Queued = NonNullable<Message['queued']>;
export type Withheld = WithholdMessage['reason'];

/** News that still stands, in a digest. */
export interface Standing extends Gathered {
  readonly started: Started;
}

/** Whether it goes now: not where it is withheld, or waits. */
export interface Verdict {
  readonly withheld: Withheld | null;
  readonly until: string | null;
}

const now: Verdict = { withheld: null, until: null };
const not = (withheld: Withheld): Verdict => ({ withheld, until: null });

const hasPassed = (time: string | null, at: string): boolean => time !== null && Date.parse(at) >= Date.parse(time);

interface AdmissionServices {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
  readonly announcements: Announcements;
}

/** Says, as streams stand just before a sending, whether a message may go out. */
export class Admission {
  constructor(private readonly services: AdmissionServices) {}

  async of(message: Message, at: string): Promise<Verdict> {
    const { queued } = message;
    if (!queued || hasPassed(queued.expiresAt, at)) return not('out-of-date');
    const { subscriberId, recipient } = queued;
    if (subscriberId === null)
      return (await this.open(recipient?.address)) === undefined ? not('recipient-erased') : now;
    const state = await this.subscriber(subscriberId);
    const known = addressOf(state, queued.number ?? 1);
    if (!known) return not('address-removed');
    if ((await this.open(known.address)) === undefined) return not('subscriber-erased');
    const withheld = await this.refusal(message, queued, state, at);
    if (withheld !== undefined) return not(withheld);
    return { withheld: null, until: queued.urgent ? null : quietUntil(at, state.preferences) };
  }

  /** The address that it goes to, in the clear; `undefined` where there is none any more. */
  async addressOf({ queued }: Message): Promise<string | undefined> {
    const { subscriberId = null, recipient, number } = queued ?? {};
    if (subscriberId === null) return this.open(recipient?.address);
    return this.open(addressOf(await this.subscriber(subscriberId), number ?? 1)?.address);
  }

  /** What a digest holds that its subscriber still wants, and that has not lost its point. */
  async standing(message: Message, at: string): Promise<readonly Standing[]> {
    const subscriberId = message.queued?.subscriberId;
    if (subscriberId === undefined || subscriberId === null) return [];
    return this.stillStanding(message, await this.subscriber(subscriberId), at);
  }

  private async refusal(
    message: Message,
    { purpose, topics, round, number, matter, announcementId }: Queued,
    state: Subscriber,
    at: string,
  ): Promise<Withheld | undefined> {
    if (purpose === 'confirmation') return topicsToConfirm(state, round ?? 0).length === 0 ? 'not-wanted' : undefined;
    const known = addressOf(state, number ?? 1);
    if (purpose === 'address-confirmation') return known?.confirmed === true ? 'not-wanted' : undefined;
    if (known?.stopped === true) return 'address-stopped';
    if (known?.confirmed !== true) return 'address-not-confirmed';
    if (purpose === 'digest') {
      if (!message.gathered.some((each) => wantsAny(state, each.topics))) return 'not-wanted';
      return (await this.stillStanding(message, state, at)).length === 0 ? 'superseded' : undefined;
    }
    if (!wantsAny(state, topics)) return 'not-wanted';
    return (await this.isSuperseded(matter, announcementId)) ? 'superseded' : undefined;
  }

  private async stillStanding({ gathered }: Message, state: Subscriber, at: string): Promise<readonly Standing[]> {
    const wanted = gathered.filter(({ topics }) => wantsAny(state, topics));
    const standing = wanted.map(async (each): Promise<Standing[]> => {
      const started = await this.services.announcements.get(each.announcementId);
      if (!started || hasPassed(started.expiresAt, at)) return [];
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

  private open(address: Sealed<string> | undefined): Promise<string | undefined> {
    return address ? this.services.vault.open(address) : Promise.resolve(undefined);
  }
}
