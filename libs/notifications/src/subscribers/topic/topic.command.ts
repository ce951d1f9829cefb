import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { topicAggregate } from './topic.aggregate.js';
import type { TopicCommandBody } from './topic.decider.js';

export class TopicCommand extends AggregateCommand<TopicCommandBody> {}

@CommandHandler(TopicCommand)
export class TopicHandler implements ICommandHandler<TopicCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: TopicCommand) {
    return this.units.run(context, (work) => work.decide(topicAggregate, id, command));
  }
}
