import { UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, ReadModels, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { noAnswers, type Tally } from './results/results.js';
import { Ballots } from './ballot/ballots.js';
import { answerTally } from './views/answer-tally.view.js';
import { draftFrom, type DraftFromTemplate } from './questionnaire/from-template.js';
import { questionnaire } from './questionnaire/questionnaire.aggregate.js';
import type {
  EmptyBallotBox,
  LockItems,
  PublishResults,
  QuestionnaireCommandBody,
} from './questionnaire/questionnaire.decider.js';
import { requireQuestionnaire, type Questionnaire } from './questionnaire/questionnaire.state.js';

/** Without `items`, every item that is not for staff only is published. */
type PublishBody = Without<PublishResults, 'tally' | 'items'> & Partial<Pick<PublishResults, 'items'>>;
type Body =
  Exclude<QuestionnaireCommandBody, PublishResults | LockItems | EmptyBallotBox> | DraftFromTemplate | PublishBody;

export class QuestionnaireCommand extends AggregateCommand<Body> {}

/** The sub-resource that a command changes. Each has the version at which it last changed. */
const parts: Readonly<Record<Body['type'], keyof Questionnaire['versions']>> = {
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

@CommandHandler(QuestionnaireCommand)
export class QuestionnaireHandler implements ICommandHandler<QuestionnaireCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly readModels: ReadModels,
    private readonly ballots: Ballots,
  ) {}

  async execute({ id, command, context }: QuestionnaireCommand): Promise<CommandResult> {
    if (command.type === 'PublishResults') await this.ballots.empty(id, context.now);
    return this.units.run(context, async (work) => {
      work.target(questionnaire, id, { resourceVersion: (state) => state?.versions[parts[command.type]] ?? 0 });
      const { after, changed } = await work.decide(questionnaire, id, await this.completed(id, command, work));
      if (command.type === 'OpenQuestionnaire' && changed) await this.ballots.prepare(id, requireQuestionnaire(after));
    });
  }

  /** The command with what a template says, or what was counted. */
  private async completed(id: string, command: Body, work: UnitOfWork): Promise<QuestionnaireCommandBody> {
    if (command.type === 'DraftFromTemplate') return draftFrom(command, await work.read(questionnaire, id), work);
    if (command.type !== 'PublishResults') return command;
    const { content, status, answered } = requireQuestionnaire(await work.read(questionnaire, id));
    const { items = content.items.filter(({ visibility }) => visibility === 'public').map((item) => item.id) } =
      command;
    // Of a closed questionnaire, answers may still come from paper.
    return { ...command, items, tally: status === 'closed' && answered ? await this.tally(id) : noAnswers };
  }

  /** Everything that was counted up to now. */
  private async tally(id: string): Promise<Tally> {
    await this.readModels.reached(answerTally, await this.units.store.horizon());
    return (await this.readModels.repository(answerTally).findOneBy({ questionnaireId: id })) ?? noAnswers;
  }
}
