import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { questionnaireTemplate } from './questionnaire-template.aggregate.js';
import type { QuestionnaireTemplateCommandBody } from './questionnaire-template.decider.js';

export class QuestionnaireTemplateCommand extends AggregateCommand<QuestionnaireTemplateCommandBody> {}

@CommandHandler(QuestionnaireTemplateCommand)
export class QuestionnaireTemplateHandler implements ICommandHandler<QuestionnaireTemplateCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: QuestionnaireTemplateCommand): Promise<CommandResult> {
    return this.units.run(context, (work) => work.decide(questionnaireTemplate, id, command));
  }
}
