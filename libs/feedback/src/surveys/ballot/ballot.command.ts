import { CommandResult, UnitsOfWork, Clock } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import type { Receipt } from '@ecou/runtime/receipts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AnswersBody, BallotBody } from './ballot.schemas.js';
import { Ballots } from './ballots.js';

/** The first step: a token is exchanged for a signature. */
export class RequestBallot extends Command<Buffer> {
  constructor(
    readonly questionnaireId: string,
    readonly body: BallotBody,
  ) {
    super();
  }
}

@CommandHandler(RequestBallot)
export class RequestBallotHandler implements ICommandHandler<RequestBallot> {
  constructor(
    private readonly ballots: Ballots,
    private readonly clock: Clock,
  ) {}

  execute({ questionnaireId, body }: RequestBallot): Promise<Buffer> {
    return this.ballots.issue(questionnaireId, body, this.clock.now());
  }
}

/** The second step. */
export class AnswerByBallot extends Command<Receipt | null> {
  constructor(
    readonly questionnaireId: string,
    readonly body: AnswersBody,
  ) {
    super();
  }
}

@CommandHandler(AnswerByBallot)
export class AnswerByBallotHandler implements ICommandHandler<AnswerByBallot> {
  constructor(
    private readonly ballots: Ballots,
    private readonly clock: Clock,
  ) {}

  execute({ questionnaireId, body }: AnswerByBallot): Promise<Receipt | null> {
    return this.ballots.accept(questionnaireId, body, this.clock.now());
  }
}

/** After a questionnaire was closed: what still waits is written. */
export class BallotBoxCommand extends AggregateCommand<{ readonly type: 'EmptyBallotBox' }> {}

@CommandHandler(BallotBoxCommand)
export class BallotBoxHandler implements ICommandHandler<BallotBoxCommand> {
  constructor(
    private readonly ballots: Ballots,
    private readonly units: UnitsOfWork,
  ) {}

  /** The inbox moves last, so that a message whose handling was cut off comes again until the box is gone. */
  async execute({ id, context: { metadata, now, inbox } }: BallotBoxCommand): Promise<CommandResult> {
    await this.ballots.empty(id, now);
    if (inbox) await this.units.pass(inbox, metadata);
    return new CommandResult(id, 0, 0, { changed: false });
  }
}
