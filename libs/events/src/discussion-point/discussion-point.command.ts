import { streamOf, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { knownEvent } from '../civic-event/civic-event.decider.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { discussionPoint } from './discussion-point.aggregate.js';
import { knownPoint, type PromoteDiscussionPoint } from './discussion-point.decider.js';
import type { DiscussionPoint } from './discussion-point.events.js';
import type { LifeCommand } from './recommendation.js';

type WithoutSeries<Command> = Command extends unknown ? Omit<Command, 'series'> : never;

interface RecordOrder {
  readonly type: 'RecordDiscussionPoint';
  readonly point: Omit<DiscussionPoint, 'programmeId'>;
}

/** What callers say; what the rules must know of the civic event is added by the handler. */
export type DiscussionPointOrder = RecordOrder | PromoteDiscussionPoint | WithoutSeries<LifeCommand>;

export class DiscussionPointCommand extends AggregateCommand<DiscussionPointOrder> {}

@CommandHandler(DiscussionPointCommand)
export class DiscussionPointHandler implements ICommandHandler<DiscussionPointCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly taxonomies: Taxonomies,
  ) {}

  async execute({ id, command, context }: DiscussionPointCommand): Promise<CommandResult> {
    if (command.type === 'RecordDiscussionPoint') return settled(context, () => this.record(id, command, context));
    const { said } = knownPoint((await this.aggregates.load(discussionPoint, id)).state);
    const { series } = knownEvent((await this.aggregates.load(civicEvent, said.civicEventId)).state).details;
    return this.aggregates.execute(discussionPoint, id, { ...command, series }, context);
  }

  private async record(id: string, { type, point }: RecordOrder, context: CommandContext): Promise<CommandResult> {
    const [{ state, version }, themes] = await Promise.all([
      this.aggregates.load(civicEvent, point.civicEventId),
      this.taxonomies.current('discussion-themes'),
    ]);
    const { status, announced, details } = knownEvent(state);
    const check = { stream: streamOf(civicEvent.category, point.civicEventId), expected: version };
    const whole = { ...point, programmeId: details.programmeId };
    return this.aggregates.execute(discussionPoint, id, { type, point: whole, themes, status, announced }, context, {
      extras: { checks: [check] },
    });
  }
}
