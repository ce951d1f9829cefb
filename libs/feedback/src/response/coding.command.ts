import { streamOf, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { known } from '../questionnaire/questionnaire.state.js';
import { response } from './response.aggregate.js';
import type { CodeAnswer } from './response.decider.js';

/** What staff say a free text is about; the handler adds the themes that the questionnaire has. */
export type CodeOrder = Pick<CodeAnswer, 'type' | 'item' | 'themes'> & { readonly questionnaireId: string };

export class CodingCommand extends AggregateCommand<CodeOrder> {}

@CommandHandler(CodingCommand)
export class CodingHandler implements ICommandHandler<CodingCommand> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: CodingCommand): Promise<CommandResult> {
    return settled(context, async () => {
      const { questionnaireId, ...order } = command;
      const { state, version: expected } = await this.aggregates.load(questionnaire, questionnaireId);
      const { themes } = known(state).content;
      const whole: CodeAnswer = { ...order, questionnaire: { id: questionnaireId, themes } };
      const checks = [{ stream: streamOf(questionnaire.category, questionnaireId), expected }];
      return this.aggregates.execute(response, id, whole, context, { extras: { checks } });
    });
  }
}
