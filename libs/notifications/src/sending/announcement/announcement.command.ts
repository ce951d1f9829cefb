import { inLanguage } from '@ecou/contracts';
import { Rejected, UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { message } from '../message/message.aggregate.js';
import type { QueueNews } from '../message/message.decider.js';
import { messageId } from '../message/message-id.js';
import { latestTemplate } from '../templates/templates.js';
import { marked } from '../../subscribers/topic/marked.js';
import { topicAggregate, topicId } from '../../subscribers/topic/topic.aggregate.js';
import { NextSubscribers, type Addressee } from '../../subscribers/views/next-subscribers.js';
import { announcement } from './announcement.aggregate.js';
import type { Announcement, RedactAnnouncement, StartAnnouncement } from './announcement.decider.js';

/** Asks for the chunk after `from`, out of a view that has passed the position `past`. */
export type ContinueAnnouncement = { type: 'ContinueAnnouncement'; from: string | null; past: number; at: string };

export class AnnouncementCommand extends AggregateCommand<
  StartAnnouncement | ContinueAnnouncement | RedactAnnouncement
> {}

/** The view of subscribers has not passed the cause yet. */
export const viewBehind = 'VIEW_BEHIND';

type Started = NonNullable<Announcement['started']>;

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
    for (const { subscriberId, channel, ...addressee } of addressees) {
      const stream = messageId(started.causeId, subscriberId, channel);
      const queue = queueing(id, started, { subscriberId, channel, ...addressee }, at);
      // The cursor moves once: nobody else has queued it.
      await work.decide(message, stream, queue, { fresh: true });
    }
  }
}

/**
 * What a message says of a recommendation may be older than a redaction of it, and come later: the title that is left goes out then. One that
 * is redacted at the same moment makes one of the two wait for the other.
 */
async function start(id: string, command: StartAnnouncement, work: UnitOfWork) {
  const { recommendationId } = command.details;
  const topic = recommendationId === undefined ? null : topicId(`recommendation:${recommendationId}`);
  const known = topic === null ? null : await work.read(topicAggregate, topic);
  const title = known?.isRedacted && known.title ? marked(known.title) : command.title;
  work.target(announcement, id);
  // Its cause comes once: it stands there already only where that is brought again.
  return work.decide(announcement, id, { ...command, title }, { fresh: true });
}

function queueing(id: string, started: Started, addressee: Addressee, at: string): QueueNews {
  const { subscriberId, channel, language, topics } = addressee;
  const { purpose, causeId, title, details, note } = started;
  const { name, version } = latestTemplate(purpose);
  return {
    type: 'QueueMessage',
    subscriberId,
    channel,
    purpose,
    topics,
    round: null,
    language,
    template: { name, version },
    variables: {
      ...details,
      title: inLanguage(title, language),
      ...(note ? { note: inLanguage(note, language) } : {}),
    },
    causeId,
    announcementId: id,
    at,
  };
}
