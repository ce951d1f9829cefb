import { streamOf } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled, type CommandResult } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { knownEvent } from '../civic-event/civic-event.decider.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { discussionPoint } from './discussion-point.aggregate.js';
import type { DiscussionPoint } from './discussion-point.events.js';

/** What callers say; what the rules must know of the civic event is added by the handler. */
export interface DiscussionPointOrder {
  readonly type: 'RecordDiscussionPoint';
  readonly point: Omit<DiscussionPoint, 'programmeId'>;
}

export class DiscussionPointCommand extends AggregateCommand<DiscussionPointOrder> {}

@CommandHandler(DiscussionPointCommand)
export class DiscussionPointHandler implements ICommandHandler<DiscussionPointCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly taxonomies: Taxonomies,
  ) {}

  execute({ id, command: { type, point }, context }: DiscussionPointCommand): Promise<CommandResult> {
    return settled(context, async () => {
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
    });
  }
}
