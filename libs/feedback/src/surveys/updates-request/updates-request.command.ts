import { randomUUID } from 'node:crypto';
import { Sealing, UnitsOfWork, Vault, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { shownQuestionnaire } from '../questionnaire/answers.js';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { updatesRequest } from './updates-request.aggregate.js';
import { hourOf, wishFor, type WishContact } from './updates-request.decider.js';
import type { UpdatesRequestBody } from './updates-request.schemas.js';

/** Somebody asks for news of a questionnaire's topics, as it came. The handler seals the address once it has loaded what stands. */
export type AskForUpdates = Omit<UpdatesRequestBody, 'id'> & {
  readonly type: 'AskForUpdates';
  readonly questionnaireId: string;
};

export class UpdatesRequestCommand extends AggregateCommand<AskForUpdates> {}

@CommandHandler(UpdatesRequestCommand)
export class UpdatesRequestHandler implements ICommandHandler<UpdatesRequestCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  /** The id of a wish is public: a repeat is not told whether its address is the right one, so only the questionnaire is compared. */
  execute({ id, command, context }: UpdatesRequestCommand): Promise<CommandResult> {
    const { questionnaireId, email, language } = command;
    return this.units.run(context, async (work) => {
      work.target(updatesRequest, id);
      const [state, standing] = await Promise.all([
        work.look(questionnaire, questionnaireId),
        work.read(updatesRequest, id),
      ]);
      const { content } = shownQuestionnaire(state, false);
      const asked = async () => {
        const contact = await new Sealing(this.vault, randomUUID(), null).seal<WishContact>({
          language,
          address: email,
        });
        return wishFor({ questionnaireId, content }, contact, ['email']);
      };
      const wish = standing?.questionnaireId === questionnaireId ? standing : await asked();
      await work.decide(updatesRequest, id, { type: 'RequestUpdates', wish, at: hourOf(work.now) });
    });
  }
}
