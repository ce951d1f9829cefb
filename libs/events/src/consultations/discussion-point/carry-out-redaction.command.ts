import { Rejected, UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { Engine } from '@ecou/messaging';
import { AggregateCommand } from '@ecou/runtime';
import type { LocalizedText } from '@ecou/contracts';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { discussionPoint } from './discussion-point.aggregate.js';

/** Takes the words out of what was stored before a redaction; `position`: that of the redaction. */
interface CarryOutRedaction {
  readonly type: 'CarryOutRedaction';
  readonly position: number;
  readonly text: LocalizedText;
}

export class CarryOutRedactionCommand extends AggregateCommand<CarryOutRedaction> {}

/** The code of a refusal that means: the messages of before are still being written. */
export const messagesUnwritten = 'MESSAGES_UNWRITTEN';

@CommandHandler(CarryOutRedactionCommand)
export class CarryOutRedactionHandler implements ICommandHandler<CarryOutRedactionCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly engine: Engine,
  ) {}

  /** Rows that were changed before a crash are not changed again; the fact that it is done comes last. */
  async execute({ id, command, context }: CarryOutRedactionCommand): Promise<CommandResult> {
    const { position, text } = command;
    const done = await this.engine.redact({ position, key: id, field: 'text', value: text });
    if (!done) throw new Rejected(messagesUnwritten, 'The messages of before are still being written.');
    return this.units.run(context, async (work) => {
      work.target(discussionPoint, id);
      await work.decide(discussionPoint, id, { type: 'NoteRedaction', ...done, at: work.now });
    });
  }
}
