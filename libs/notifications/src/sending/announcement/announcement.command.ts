import { inLanguage } from '@ecou/contracts';
import { Rejected, UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { message } from '../message/message.aggregate.js';
import type { QueueMessage } from '../message/message.decider.js';
import { messageId } from '../message/message-id.js';
import { latestTemplate } from '../templates/templates.js';
import { NextSubscribers, type Addressee } from '../../subscribers/views/next-subscribers.js';
import { announcement } from './announcement.aggregate.js';
import type { Announcement, StartAnnouncement } from './announcement.decider.js';

/** Asks for the chunk after `from`, out of a view that has passed the position `past`. */
export type ContinueAnnouncement = { type: 'ContinueAnnouncement'; from: string | null; past: number; at: string };

export class AnnouncementCommand extends AggregateCommand<StartAnnouncement | ContinueAnnouncement> {}

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
    return this.units.run(context, (work) =>
      command.type === 'StartAnnouncement' ? work.decide(announcement, id, command) : this.expand(id, command, work),
    );
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

function queueing(id: string, started: Started, addressee: Addressee, at: string): QueueMessage {
  const { subscriberId, channel, language, topics } = addressee;
  const { purpose, causeId, title, details } = started;
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
    variables: { ...details, title: inLanguage(title, language) },
    causeId,
    announcementId: id,
    at,
  };
}
