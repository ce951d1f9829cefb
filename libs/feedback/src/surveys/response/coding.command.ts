import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { requiredQuestionnaire } from '../questionnaire/questionnaire.state.js';
import { response } from './response.aggregate.js';
import type { CodeAnswer } from './response.decider.js';

/** The themes of a free text, as staff say them. The handler adds the themes that the questionnaire has. */
export type CodeOrder = Pick<CodeAnswer, 'type' | 'item' | 'themes'> & { readonly questionnaireId: string };

export class CodingCommand extends AggregateCommand<CodeOrder> {}

@CommandHandler(CodingCommand)
export class CodingHandler implements ICommandHandler<CodingCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command: { questionnaireId, ...order }, context }: CodingCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(response, id);
      const { themes } = requiredQuestionnaire(await work.read(questionnaire, questionnaireId)).content;
      await work.decide(response, id, { ...order, questionnaire: { id: questionnaireId, themes } });
    });
  }
}
