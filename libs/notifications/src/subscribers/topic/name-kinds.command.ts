import type { DataOf, FacilityKindsChangedV1 } from '@ecou/contracts';
import { apart, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { topicId } from './topic.aggregate.js';
import { TopicCommand } from './topic.command.js';

type Kinds = DataOf<typeof FacilityKindsChangedV1>['kinds'];

/** Names the topic of each kind of facilities; `kinds`: all that there are. */
export class NameKindsCommand extends AggregateCommand<{ readonly type: 'NameKinds'; readonly kinds: Kinds }> {}

/** Each topic is a unit of its own, the last one that of the message; a repeat changes nothing. */
@CommandHandler(NameKindsCommand)
export class NameKindsHandler implements ICommandHandler<NameKindsCommand> {
  constructor(private readonly commands: CommandBus) {}

  async execute({ command: { kinds }, context }: NameKindsCommand): Promise<CommandResult> {
    const naming = kinds.map(({ id, name }) => {
      const topic = `facility-kind:${id}`;
      return (as: typeof context): Promise<CommandResult> =>
        this.commands.execute(
          new TopicCommand(topicId(topic), { type: 'NameTopic', topic, title: name, at: context.now }, as),
        );
    });
    const last = naming.pop();
    if (!last) throw new Error('A list of kinds is never empty.');
    for (const [index, name] of naming.entries()) await name(apart(context, String(index)));
    return last(context);
  }
}
