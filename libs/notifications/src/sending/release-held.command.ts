import { apart, Rejected, UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { inParallel } from '@ecou/messaging';
import { AggregateCommand } from '@ecou/runtime';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MessageCommand } from './message/message.command.js';
import { MessagesReader } from './views/messages.reader.js';
import { announcement } from './announcement/announcement.aggregate.js';
import { viewBehind } from './announcement/announcement.command.js';

/** Sets the messages of an announcement in motion that were held back until the position `past`. */
interface ReleaseHeld {
  readonly type: 'ReleaseHeld';
  readonly past: number;
  readonly at: string;
}

export class ReleaseHeldCommand extends AggregateCommand<ReleaseHeld> {}

/** So many messages are in work at a time. */
const side = 8;

/**
 * Each message that is queued gets a fact that sets the effect off again, which then finds out whether it goes or is withheld. Those that are held
 * leave no trace until then, so that a pause costs nothing however long it is. A repeat changes nothing.
 */
@CommandHandler(ReleaseHeldCommand)
export class ReleaseHeldHandler implements ICommandHandler<ReleaseHeldCommand> {
  constructor(
    private readonly commands: CommandBus,
    private readonly units: UnitsOfWork,
    private readonly messages: MessagesReader,
  ) {}

  async execute({ id, command: { past, at }, context }: ReleaseHeldCommand): Promise<CommandResult> {
    const held = await this.messages.queuedOf(id, past);
    if (!held) throw new Rejected(viewBehind, 'The view of messages has not passed it yet.');
    await inParallel(held, side, async (messageId) => {
      const command = { type: 'ResumeMessage', at } as const;
      await this.commands.execute(new MessageCommand(messageId, command, apart(context, messageId)));
    });
    return this.units.run(context, async (work) => {
      work.target(announcement, id);
      await work.read(announcement, id);
    });
  }
}
