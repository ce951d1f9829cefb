import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { replyRulesAggregate, replyRulesId } from './reply-rules.aggregate.js';
import type { SetReplyRules } from './reply-rules.decider.js';

export class ReplyRulesCommand extends AggregateCommand<SetReplyRules> {
  constructor(command: SetReplyRules, context: AggregateCommand<SetReplyRules>['context']) {
    super(replyRulesId, command, context);
  }
}

@CommandHandler(ReplyRulesCommand)
export class ReplyRulesHandler implements ICommandHandler<ReplyRulesCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: ReplyRulesCommand): Promise<CommandResult> {
    return this.units.run(context, (work) => work.decide(replyRulesAggregate, id, command));
  }
}
