import { AggregateCommand, Aggregates, type CommandResult } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { questionnaireTemplate } from './questionnaire-template.aggregate.js';
import type { QuestionnaireTemplateCommandBody } from './questionnaire-template.decider.js';

export class QuestionnaireTemplateCommand extends AggregateCommand<QuestionnaireTemplateCommandBody> {}

@CommandHandler(QuestionnaireTemplateCommand)
export class QuestionnaireTemplateHandler implements ICommandHandler<QuestionnaireTemplateCommand> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: QuestionnaireTemplateCommand): Promise<CommandResult> {
    return this.aggregates.execute(questionnaireTemplate, id, command, context);
  }
}
