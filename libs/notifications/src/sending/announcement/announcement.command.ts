import { Rejected, UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { message } from '../message/message.aggregate.js';
import { digestId, messageId } from '../message/message-id.js';
import { marked } from '../../subscribers/topic/marked.js';
import { topicAggregate, topicId } from '../../subscribers/topic/topic.aggregate.js';
import { digestAfter } from '../../subscribers/subscriber/preferences.js';
import { subscriber } from '../../subscribers/subscriber/subscriber.aggregate.js';
import { wayTo, type Subscriber } from '../../subscribers/subscriber/subscriber.state.js';
import { NextSubscribers, type Addressee } from '../../subscribers/views/next-subscribers.js';
import { announcement } from './announcement.aggregate.js';
import type { RedactAnnouncement, StartAnnouncement } from './announcement.decider.js';
import { gathering, queueing, type Announced } from './telling.js';

/** Asks for the chunk after `from`, out of a view that has passed the position `past`. */
export type ContinueAnnouncement = { type: 'ContinueAnnouncement'; from: string | null; past: number; at: string };

export class AnnouncementCommand extends AggregateCommand<
  StartAnnouncement | ContinueAnnouncement | RedactAnnouncement
> {}

/** The view of subscribers has not passed the cause yet. */
export const viewBehind = 'VIEW_BEHIND';

/** Starts announcements, and expands them chunk by chunk: the messages of a chunk and the cursor behind it stand in one unit. */
@CommandHandler(AnnouncementCommand)
export class AnnouncementHandler implements ICommandHandler<AnnouncementCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly subscribers: NextSubscribers,
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
    const { changed } = await work.decide(announcement, id, {
      type: 'ExpandAnnouncement',
      from,
      subscribers,
      last,
      at,
    });
    if (!started || !changed) return;
    const states = await Promise.all(subscribers.map((subscriberId) => work.look(subscriber, subscriberId)));
    for (const [index, addressee] of addressees.entries()) {
      const state = states[index];
      if (state) await tell({ id, started }, addressee, state, at, work);
    }
  }
}

/** By a message of its own, or in the digest that they get next. */
async function tell(announced: Announced, addressee: Addressee, to: Subscriber, at: string, work: UnitOfWork) {
  const way = wayTo(to);
  if (!way) return;
  const { subscriberId } = addressee;
  const told = { addressee, to, way };
  const waitsUntil = await digestFor(subscriberId, announced, to, at, work);
  if (waitsUntil !== null) {
    const gather = gathering(announced, told, waitsUntil, at);
    await work.decide(message, digestId(subscriberId, waitsUntil), gather);
    return;
  }
  const stream = messageId(announced.started.causeId, subscriberId, way.channel, way.number);
  // The cursor moves once: nobody else has queued it.
  await work.decide(message, stream, queueing(announced, told, at), { fresh: true });
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
