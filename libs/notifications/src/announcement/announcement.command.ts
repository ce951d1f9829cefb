import { inLanguage } from '@ecou/contracts';
import {
  AlreadyHandled,
  Rejected,
  streamOf,
  VersionConflict,
  type AppendResult,
  type StreamWrite,
  writeOf,
  CommandResult,
  type CommandContext,
} from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { message } from '../message/message.aggregate.js';
import { messageId } from '../message/message-id.js';
import { latestTemplate } from '../templates/templates.js';
import { NextSubscribers, type Addressee } from '../views/next-subscribers.js';
import { announcement } from './announcement.aggregate.js';
import { announcementDecider, type Announcement, type StartAnnouncement } from './announcement.decider.js';

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
    private readonly aggregates: Aggregates,
    private readonly subscribers: NextSubscribers,
  ) {}

  execute({ id, command, context }: AnnouncementCommand): Promise<CommandResult> {
    return command.type === 'StartAnnouncement'
      ? this.aggregates.execute(announcement, id, command, context)
      : this.expand(id, command, context);
  }

  private async expand(id: string, command: ContinueAnnouncement, context: CommandContext): Promise<CommandResult> {
    const { from, past, at } = command;
    const { state, version } = await this.aggregates.load(announcement, id);
    const chunk = await this.subscribers.after(from, state.started?.topics ?? [], past);
    if (!chunk) throw new Rejected(viewBehind, 'The view of subscribers has not passed the announcement yet.');
    const { addressees, last } = chunk;
    const subscribers = addressees.map(({ subscriberId }) => subscriberId);
    const events = announcementDecider.decide({ type: 'ExpandAnnouncement', from, subscribers, last, at }, state);
    const writes =
      state.started && events.length > 0
        ? [
            writeOf(context.commandId, streamOf(announcement.category, id), version, events),
            ...addressees.map((addressee) => queued(id, state.started as Started, addressee, context)),
          ]
        : [];
    const { metadata, inbox } = context;
    const result = await this.aggregates.store.append({ metadata, writes, ...(inbox ? { inbox } : {}) });
    return resultOf(result, id, version);
  }
}

function resultOf(result: AppendResult, id: string, version: number): CommandResult {
  const stream = streamOf(announcement.category, id);
  if (result.status !== 'conflict') return new CommandResult(id, result.versions[stream] ?? version, result.position);
  if (result.refusedBy === 'inbox') throw new AlreadyHandled('inbox');
  throw new VersionConflict(stream, version, result.versions[stream] ?? 0);
}

function queued(id: string, started: Started, addressee: Addressee, context: CommandContext): StreamWrite {
  const { subscriberId, channel, language, topics } = addressee;
  const { purpose, causeId, title, details } = started;
  const variables = { ...details, title: inLanguage(title, language) };
  const { name, version } = latestTemplate(purpose);
  const events = message.decider.decide(
    {
      type: 'QueueMessage',
      subscriberId,
      channel,
      purpose,
      topics,
      round: null,
      language,
      template: { name, version },
      variables,
      causeId,
      announcementId: id,
      at: context.now,
    },
    message.decider.initial,
  );
  return writeOf(context.commandId, streamOf(message.category, messageId(causeId, subscriberId, channel)), 0, events);
}
