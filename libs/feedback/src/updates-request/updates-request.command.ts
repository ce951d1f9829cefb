import { randomUUID } from 'node:crypto';
import { Vault, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { shownQuestionnaire } from '../questionnaire/answers.js';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { updatesRequest } from './updates-request.aggregate.js';
import { hourOf, wishFor } from './updates-request.decider.js';
import type { UpdatesRequestBody } from './updates-request.schemas.js';

/** Somebody asks for news of a questionnaire's topics, as it came; the handler seals the address. */
export type AskForUpdates = Omit<UpdatesRequestBody, 'id'> & {
  readonly type: 'AskForUpdates';
  readonly questionnaireId: string;
};

export class UpdatesRequestCommand extends AggregateCommand<AskForUpdates> {}

@CommandHandler(UpdatesRequestCommand)
export class UpdatesRequestHandler implements ICommandHandler<UpdatesRequestCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  /** The id of a wish is public: a repeat is not told whether its address is the right one. */
  async execute({ id, command, context }: UpdatesRequestCommand): Promise<CommandResult> {
    const { questionnaireId, email, language } = command;
    const [{ state }, { state: standing }] = await Promise.all([
      this.aggregates.load(questionnaire, questionnaireId),
      this.aggregates.load(updatesRequest, id),
    ]);
    const { content } = shownQuestionnaire(state, false);
    // Of a standing wish only the questionnaire is compared.
    const wish =
      standing?.questionnaireId === questionnaireId
        ? standing
        : wishFor({ questionnaireId, content }, { language, address: await this.vault.seal(randomUUID(), email) }, [
            'email',
          ]);
    return this.aggregates.execute(
      updatesRequest,
      id,
      { type: 'RequestUpdates', wish, at: hourOf(context.now) },
      context,
    );
  }
}
