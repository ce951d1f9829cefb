import { UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../civic-event/civic-event.decider.js';
import { readVocabulary } from '../taxonomy/taxonomies.js';
import { discussionPoint } from './discussion-point.aggregate.js';
import {
  requireDiscussionPoint,
  type DiscussionPointCommandBody,
  type RecordDiscussionPoint,
} from './discussion-point.decider.js';
import type { DiscussionPoint } from './discussion-point.events.js';

/** The programme is that of the civic event. */
type RecordBody = Pick<RecordDiscussionPoint, 'type'> & { readonly point: Omit<DiscussionPoint, 'programmeId'> };
type GoOnBody = Without<Exclude<DiscussionPointCommandBody, RecordDiscussionPoint>, 'series'>;

export class DiscussionPointCommand extends AggregateCommand<RecordBody | GoOnBody> {}

@CommandHandler(DiscussionPointCommand)
export class DiscussionPointHandler implements ICommandHandler<DiscussionPointCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: DiscussionPointCommand): Promise<CommandResult> {
    return this.units.run(context, (work) =>
      command.type === 'RecordDiscussionPoint' ? this.record(id, command, work) : this.goOn(id, command, work),
    );
  }

  private async record(id: string, { type, point }: RecordBody, work: UnitOfWork) {
    work.target(discussionPoint, id);
    const [event, themes] = await Promise.all([
      work.read(civicEvent, point.civicEventId),
      readVocabulary(work, 'discussion-themes'),
    ]);
    const { status, announced, details } = requireCivicEvent(event);
    const whole = { ...point, programmeId: details.programmeId };
    return work.decide(discussionPoint, id, { type, point: whole, themes, status, announced });
  }

  /** The series of the civic event is looked at only: it is there to be told. */
  private async goOn(id: string, command: GoOnBody, work: UnitOfWork) {
    work.target(discussionPoint, id);
    const { said } = requireDiscussionPoint(await work.read(discussionPoint, id));
    const { series } = requireCivicEvent(await work.look(civicEvent, said.civicEventId)).details;
    const told = { ...command, series };
    return work.decide(discussionPoint, id, told);
  }
}
