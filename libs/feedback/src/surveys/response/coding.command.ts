import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { requireQuestionnaire } from '../questionnaire/questionnaire.state.js';
import { response } from './response.aggregate.js';
import type { CodeAnswer } from './response.decider.js';

/** The handler adds the themes that the questionnaire has. */
type Body = Without<CodeAnswer, 'questionnaire'> & { readonly questionnaireId: string };

export class CodingCommand extends AggregateCommand<Body> {}

@CommandHandler(CodingCommand)
export class CodingHandler implements ICommandHandler<CodingCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command: { questionnaireId, ...body }, context }: CodingCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(response, id);
      const { themes } = requireQuestionnaire(await work.read(questionnaire, questionnaireId)).content;
      await work.decide(response, id, { ...body, questionnaire: { id: questionnaireId, themes } });
    });
  }
}
