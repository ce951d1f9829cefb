import { inLanguage, type LocalizedText } from '@ecou/contracts';
import { apart, Rejected, streamOf, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import { Engine } from '@ecou/messaging';
import { AggregateCommand, Aggregates, ReadModels } from '@ecou/runtime';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { marked } from '../subscribers/topic/marked.js';
import { topicAggregate } from '../subscribers/topic/topic.aggregate.js';
import { TopicCommand } from '../subscribers/topic/topic.command.js';
import { announcement } from './announcement/announcement.aggregate.js';
import { AnnouncementCommand } from './announcement/announcement.command.js';
import { message } from './message/message.aggregate.js';
import { MessageCommand } from './message/message.command.js';
import { messageList } from './views/message-list.view.js';
import { recommendationAnnouncement } from './views/recommendation-announcement.view.js';

/** Takes the words out of what was stored of a topic before a redaction; `position`: that of the redaction. */
interface CarryOutRedaction {
  readonly type: 'CarryOutRedaction';
  readonly position: number;
  readonly topic: string;
  readonly title: LocalizedText;
}

export class CarryOutRedactionCommand extends AggregateCommand<CarryOutRedaction> {}

/** The code of a refusal that means: something that was written before has yet to be seen. */
export const notSeenYet = 'REDACTION_NOT_SEEN_YET';

const patienceMs = 2_000;

const notYet = () => new Rejected(notSeenYet, 'What was written before the redaction is still on its way.');

/**
 * A recommendation that was redacted stands in the name of its topic, in announcements, and in messages, of which some may not be sent yet.
 * Each gets a fact with what is left, which is marked; then the words go from the events of before. A repeat changes nothing.
 */
@CommandHandler(CarryOutRedactionCommand)
export class CarryOutRedactionHandler implements ICommandHandler<CarryOutRedactionCommand> {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly engine: Engine,
  ) {}

  async execute({ id: topicId, command, context }: CarryOutRedactionCommand): Promise<CommandResult> {
    const { position, topic, title } = command;
    const [, recommendationId = ''] = topic.split(':');
    const left = marked(title);
    const announcements = await this.announcementsOf(recommendationId, position);
    for (const id of announcements) await this.redactAnnouncement(id, left, context);
    const messages = await this.messagesOf(announcements);
    for (const id of messages) await this.redactMessage(id, left, context);
    await this.takeOut(streamOf(topicAggregate.category, topicId), 'TopicRedacted', 'title');
    for (const id of announcements) {
      await this.takeOut(streamOf(announcement.category, id), 'AnnouncementRedacted', 'title');
    }
    for (const id of messages) await this.takeOut(streamOf(message.category, id), 'MessageRedacted', 'variables');
    const done = { announcements: announcements.length, messages: messages.length };
    return this.commands.execute(
      new TopicCommand(topicId, { type: 'NoteRedaction', ...done, at: context.now }, context),
    );
  }

  private async announcementsOf(recommendationId: string, position: number): Promise<readonly string[]> {
    if (!(await this.readModels.hasReached(recommendationAnnouncement, position, patienceMs))) throw notYet();
    const rows = await this.readModels.repository(recommendationAnnouncement).findBy({ recommendationId });
    return rows.map(({ id }) => id);
  }

  /** Those that were made before the announcement was redacted; later ones have its new words. */
  private async messagesOf(announcements: readonly string[]): Promise<readonly string[]> {
    const head = await this.aggregates.store.horizon();
    if (!(await this.readModels.hasReached(messageList, head, patienceMs))) throw notYet();
    const found = announcements.map((announcementId) =>
      this.readModels.repository(messageList).find({ where: { announcementId }, select: { id: true } }),
    );
    return (await Promise.all(found)).flat().map(({ id }) => id);
  }

  private async redactAnnouncement(id: string, title: LocalizedText, context: CommandContext): Promise<void> {
    const command = { type: 'RedactAnnouncement', title, at: context.now } as const;
    await this.commands.execute(new AnnouncementCommand(id, command, apart(context, id)));
  }

  private async redactMessage(id: string, left: LocalizedText, context: CommandContext): Promise<void> {
    const { queued } = (await this.aggregates.load(message, id)).state;
    if (!queued) return;
    const command = { type: 'RedactMessage', title: inLanguage(left, queued.language), at: context.now } as const;
    await this.commands.execute(new MessageCommand(id, command, apart(context, id)));
  }

  /** Puts what the last redaction of a stream says in the place of the field of the events before it. */
  private async takeOut(stream: string, type: string, field: 'title' | 'variables'): Promise<void> {
    const facts = await this.aggregates.store.readStream(stream);
    const fact = facts.findLast((each) => each.type === type);
    if (!fact) return;
    const value: unknown = (fact.data as Readonly<Record<string, unknown>>)[field];
    if (!(await this.engine.redact({ position: fact.position, key: stream, field, value }))) throw notYet();
  }
}
