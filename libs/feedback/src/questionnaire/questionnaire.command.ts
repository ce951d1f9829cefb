import { type UnitExtras, CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, ReadModels, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { noAnswers, type Tally } from '../results/results.js';
import { Ballots } from '../ballot/ballots.js';
import { answerTally } from '../views/answer-tally.view.js';
import { draftFrom, type DraftFromTemplate } from './from-template.js';
import { questionnaire } from './questionnaire.aggregate.js';
import type { EmptyBallotBox, LockItems, PublishResults, QuestionnaireCommandBody } from './questionnaire.decider.js';
import { known, type Questionnaire } from './questionnaire.state.js';

/** `items`: all that are not for staff only, where it is left out. */
type PublishOrder = Omit<PublishResults, 'tally' | 'items'> & Partial<Pick<PublishResults, 'items'>>;

/** What callers say; what a template says, and what was counted in single responses, is added by the handler. */
export type QuestionnaireOrder =
  Exclude<QuestionnaireCommandBody, PublishResults | LockItems | EmptyBallotBox> | DraftFromTemplate | PublishOrder;

export class QuestionnaireCommand extends AggregateCommand<QuestionnaireOrder> {}

/** Which sub-resource a command changes: each has the version at which it last changed. */
const parts: Readonly<Record<QuestionnaireOrder['type'], keyof Questionnaire['versions']>> = {
  DraftQuestionnaire: 'questionnaire',
  DraftFromTemplate: 'questionnaire',
  ReviseQuestionnaire: 'questionnaire',
  IssueInvitations: 'questionnaire',
  OpenQuestionnaire: 'questionnaire',
  CloseQuestionnaire: 'questionnaire',
  ReportDenominator: 'denominator',
  ReportSummary: 'summary',
  PublishResults: 'results',
};

/** An order with what the handler added, and what its unit checks. */
interface Whole {
  readonly whole: QuestionnaireCommandBody;
  readonly extras?: UnitExtras;
}

@CommandHandler(QuestionnaireCommand)
export class QuestionnaireHandler implements ICommandHandler<QuestionnaireCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly ballots: Ballots,
  ) {}

  async execute({ id, command, context }: QuestionnaireCommand): Promise<CommandResult> {
    if (command.type === 'OpenQuestionnaire') await this.ballots.prepare(id);
    if (command.type === 'PublishResults') await this.ballots.empty(id, context.now);
    return settled(context, async () => {
      const resourceVersion = (state: Questionnaire | null) => state?.versions[parts[command.type]] ?? 0;
      const { whole, extras = {} } = await this.whole(id, command);
      const result = await this.aggregates.execute(questionnaire, id, whole, context, { resourceVersion, extras });
      if (result.changed) return result;
      const { state } = await this.aggregates.load(questionnaire, id);
      return new CommandResult(id, resourceVersion(state), result.position, { changed: false });
    });
  }

  private async whole(id: string, order: QuestionnaireOrder): Promise<Whole> {
    if (order.type === 'PublishResults') return { whole: await this.completed(id, order) };
    if (order.type !== 'DraftFromTemplate') return { whole: order };
    const { state } = await this.aggregates.load(questionnaire, id);
    const { command, extras } = await draftFrom(this.aggregates, order, state);
    return { whole: command, extras };
  }

  /** What was counted up to now: of a closed questionnaire, answers may still come from paper. */
  private async completed(id: string, { items, ...command }: PublishOrder): Promise<PublishResults> {
    const { content, status, answered } = known((await this.aggregates.load(questionnaire, id)).state);
    return {
      ...command,
      items: items ?? content.items.filter(({ visibility }) => visibility === 'public').map((item) => item.id),
      tally: status === 'closed' && answered ? await this.tally(id) : noAnswers,
    };
  }

  private async tally(id: string): Promise<Tally> {
    await this.readModels.reached(answerTally, await this.aggregates.store.horizon());
    return (await this.readModels.repository(answerTally).findOneBy({ questionnaireId: id })) ?? noAnswers;
  }
}
