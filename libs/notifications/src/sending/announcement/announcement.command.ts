import { Rejected, UnitsOfWork, Vault, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { inOwnWords } from '../../wordings/in-force.js';
import { message } from '../message/message.aggregate.js';
import { digestId, messageId } from '../message/message-id.js';
import { marked } from '../../subscribers/topic/marked.js';
import { topicAggregate, topicId } from '../../subscribers/topic/topic.aggregate.js';
import { claimOf } from '../../subscribers/subscriber/channels.js';
import { digestAfter } from '../../subscribers/subscriber/preferences.js';
import { numberOf } from '../../subscribers/subscriber/rules/number-of.js';
import { subscriber } from '../../subscribers/subscriber/subscriber.aggregate.js';
import { wayTo, type Address, type Subscriber } from '../../subscribers/subscriber/subscriber.state.js';
import { NextSubscribers, type Addressee } from '../../subscribers/views/next-subscribers.js';
import { announcement } from './announcement.aggregate.js';
import type { AnnouncementCommandBody, ExpandAnnouncement, StartAnnouncement } from './announcement.decider.js';
import { Placing } from './placing.js';
import { readerOf } from './segment.js';
import { gathering, queueing, type Announced, type Started, type Told } from './telling.js';

/** Asks for the chunk after `from`, out of a view that has passed the position `past`. */
export type ContinueAnnouncement = { type: 'ContinueAnnouncement'; from: string | null; past: number; at: string };

export class AnnouncementCommand extends AggregateCommand<
  Exclude<AnnouncementCommandBody, ExpandAnnouncement> | ContinueAnnouncement
> {}

/** The view of subscribers has not passed the cause yet. */
export const viewBehind = 'VIEW_BEHIND';

/** Starts announcements, and expands them chunk by chunk: the messages of a chunk and the cursor behind it stand in one unit. */
@CommandHandler(AnnouncementCommand)
export class AnnouncementHandler implements ICommandHandler<AnnouncementCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly subscribers: NextSubscribers,
    private readonly placing: Placing,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: AnnouncementCommand): Promise<CommandResult> {
    return this.units.run(context, (work) => {
      if (command.type === 'ContinueAnnouncement') return this.expand(id, command, work);
      if (command.type === 'StartAnnouncement') return start(id, command, work);
      return work.decide(announcement, id, command);
    });
  }

  private async expand(id: string, { from, past, at }: ContinueAnnouncement, work: UnitOfWork): Promise<void> {
    work.target(announcement, id);
    const { started } = await work.read(announcement, id);
    const chunk = await this.subscribers.after(from, started?.topics ?? [], past);
    if (!chunk) throw new Rejected(viewBehind, 'The view of subscribers has not passed the announcement yet.');
    const { addressees, last } = chunk;
    const subscribers = addressees.map(({ subscriberId }) => subscriberId);
    const told = started ? await this.told(addressees, started, work) : [];
    const { changed } = await work.decide(announcement, id, {
      type: 'ExpandAnnouncement',
      from,
      subscribers,
      told: told.length,
      last,
      at,
    });
    if (!started || !changed) return;
    for (const each of told) await tell({ id, started }, each, at, work);
  }

  /** Those who are told, each at one of their addresses. */
  private async told(addressees: readonly Addressee[], started: Started, work: UnitOfWork) {
    const told = addressees.map(async (addressee): Promise<Told[]> => {
      const to = await work.look(subscriber, addressee.subscriberId);
      const way = await this.wayTo(to, started);
      return way && !(await this.isPromised(to, way, started)) ? [{ addressee, to, way }] : [];
    });
    return (await Promise.all(told)).flat();
  }

  private async wayTo(to: Subscriber, { segment }: Started): Promise<Address | undefined> {
    if (segment === undefined) return wayTo(to);
    const place = await this.placing.place(segment, readerOf(to));
    return place.kind === 'told' ? place.way : undefined;
  }

  /** True where one of their addresses on this way is told the same by a message that was promised. */
  private async isPromised(to: Subscriber, { channel }: Address, { promised }: Started): Promise<boolean> {
    if (promised?.channel !== channel) return false;
    const address = await this.vault.open(promised.address);
    if (address === undefined) return false;
    return (await numberOf(this.vault, to, channel, claimOf(channel, address).value)) !== undefined;
  }
}

/** By a message of its own, or in the digest that they get next. */
async function tell(announced: Announced, told: Told, at: string, work: UnitOfWork) {
  const { addressee, to, way } = told;
  const { subscriberId } = addressee;
  // A digest goes where they want their news: what is to go another way is no part of it.
  const isUsual = way.number === wayTo(to)?.number;
  const waitsUntil = isUsual ? await digestFor(subscriberId, announced, to, at, work) : null;
  if (waitsUntil !== null) {
    const gather = gathering(announced, told, waitsUntil, at);
    await work.decide(message, digestId(subscriberId, waitsUntil), await inOwnWords(gather, way.channel, work));
    return;
  }
  const stream = messageId(announced.started.causeId, subscriberId, way.channel, way.number);
  // The cursor moves once: nobody else has queued it.
  await work.decide(message, stream, await inOwnWords(queueing(announced, told, at), way.channel, work), {
    fresh: true,
  });
}

/** The hour of the next digest that is open; `null` where it goes by itself: it is urgent, or a digest would be too late. */
async function digestFor(
  subscriberId: string,
  { started: { urgent, neededBy } }: Announced,
  { preferences }: Subscriber,
  at: string,
  work: UnitOfWork,
): Promise<string | null> {
  if (urgent) return null;
  let due = digestAfter(at, preferences);
  while (due !== null && (neededBy === null || Date.parse(due) <= Date.parse(neededBy))) {
    const { status } = await work.read(message, digestId(subscriberId, due));
    if (status === 'none' || status === 'waiting') return due;
    due = digestAfter(due, preferences);
  }
  return null;
}

/**
 * The title of a recommendation in a message may be older than a redaction of it, and come later: the title that is left goes out then. One
 * that is redacted at the same moment makes one of the two wait for the other. The latest announcement of a matter takes the place of the one
 * before.
 */
async function start(id: string, command: StartAnnouncement, work: UnitOfWork) {
  const { recommendationId } = command.details;
  const topic = recommendationId === undefined ? null : topicId(`recommendation:${recommendationId}`);
  const known = topic === null ? null : await work.read(topicAggregate, topic);
  const title = known?.isRedacted && known.title ? marked(known.title) : command.title;
  work.target(announcement, id);
  // Its cause comes once: it stands there already only where that is brought again.
  const { changed } = await work.decide(announcement, id, { ...command, title }, { fresh: true });
  if (!changed || command.matter === undefined) return;
  const { matter, at } = command;
  await work.decide(topicAggregate, topicId(matter), { type: 'NoteNews', announcementId: id, at });
}
