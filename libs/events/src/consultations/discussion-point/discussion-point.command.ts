import { same, streamOf, UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, CONTEXT_CONFIG, SecretTokens, type Without } from '@ecou/runtime';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../civic-event/civic-event.decider.js';
import type { Settings } from '../../settings.js';
import { readVocabulary } from '../taxonomy/taxonomies.js';
import { discussionPoint } from './discussion-point.aggregate.js';
import {
  requireDiscussionPoint,
  type DiscussionPointCommandBody,
  type NoteRedaction,
  type RecordDiscussionPoint,
  type RedactDiscussionPoint,
} from './discussion-point.decider.js';
import type { DiscussionPoint } from './discussion-point.events.js';

/** The programme is that of the civic event. */
type RecordBody = Pick<RecordDiscussionPoint, 'type'> & { readonly point: Omit<DiscussionPoint, 'programmeId'> };
type RedactBody = Omit<RedactDiscussionPoint, 'removed'>;
type GoOnBody = Without<
  Exclude<DiscussionPointCommandBody, RecordDiscussionPoint | RedactDiscussionPoint | NoteRedaction>,
  'series'
>;

export class DiscussionPointCommand extends AggregateCommand<RecordBody | RedactBody | GoOnBody> {}

@CommandHandler(DiscussionPointCommand)
export class DiscussionPointHandler implements ICommandHandler<DiscussionPointCommand> {
  private readonly hashes: SecretTokens;

  constructor(
    private readonly units: UnitsOfWork,
    @Inject(CONTEXT_CONFIG) { ECOU_SECRET }: Settings,
  ) {
    this.hashes = new SecretTokens(ECOU_SECRET, 'events redacted words v1');
  }

  execute({ id, command, context }: DiscussionPointCommand): Promise<CommandResult> {
    return this.units.run(context, (work) => {
      if (command.type === 'RecordDiscussionPoint') return this.record(id, command, work);
      if (command.type === 'RedactDiscussionPoint') return this.redact(id, command, work);
      return this.goOn(id, command, work);
    });
  }

  private async record(id: string, { type, point }: RecordBody, work: UnitOfWork) {
    work.target(discussionPoint, id);
    const [event, themes] = await Promise.all([
      work.read(civicEvent, point.civicEventId),
      readVocabulary(work, 'discussion-themes'),
    ]);
    const { status, announced, details } = requireCivicEvent(event);
    const whole = { ...point, programmeId: details.programmeId };
    const about = { status, announced, startsAt: details.startsAt, at: work.now };
    return work.decide(discussionPoint, id, { type, point: whole, themes, ...about });
  }

  /** The words that stand in each event but for the new ones; whatever comes in between makes the unit be run again. */
  private async redact(id: string, command: RedactBody, work: UnitOfWork) {
    work.target(discussionPoint, id);
    requireDiscussionPoint(await work.read(discussionPoint, id));
    const events = await this.units.store.readStream(streamOf(discussionPoint.category, id));
    const removed = events.flatMap(({ id: eventId, data }) => {
      const { text } = data as { readonly text?: unknown };
      if (typeof text !== 'object' || same(text, command.text)) return [];
      const salt = work.random(eventId);
      return [{ eventId, salt, hash: this.hashes.of(salt, JSON.stringify(text)) }];
    });
    return work.decide(discussionPoint, id, { ...command, removed });
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
