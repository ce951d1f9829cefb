import { assertNever, Invalid, streamOf, Vault, CommandResult, type CommandContext } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled, type ExecuteOptions } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { attendance } from '../attendance/attendance.aggregate.js';
import { programme } from '../programme/programme.aggregate.js';
import { known as knownProgramme } from '../programme/programme.decider.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { civicEvent } from './civic-event.aggregate.js';
import {
  knownEvent,
  type CancelCivicEvent,
  type CivicEvent,
  type CivicEventCommandBody,
  type PlanCivicEvent,
  type SetAgenda,
} from './civic-event.decider.js';
import type { AgendaBody } from './civic-event.schemas.js';
import { sealSpeakers } from './seal-speakers.js';

/** Names of speakers are sealed by the handler. */
type SetAgendaOrder = Omit<SetAgenda, 'items'> & AgendaBody;

/** What callers say; what the rules must know of other streams is added by the handler. */
export type CivicEventOrder =
  | Exclude<CivicEventCommandBody, PlanCivicEvent | SetAgenda | CancelCivicEvent>
  | Omit<PlanCivicEvent, 'kinds'>
  | SetAgendaOrder
  | Omit<CancelCivicEvent, 'attended'>;

export class CivicEventCommand extends AggregateCommand<CivicEventOrder> {}

type Options = ExecuteOptions<CivicEvent | null>;

/** Agenda and event are sub-resources of one stream: each has the version at which it last changed. */
const resourceVersion =
  (part: 'agenda' | 'event') =>
  (state: CivicEvent | null): number =>
    state?.versions[part] ?? 0;

@CommandHandler(CivicEventCommand)
export class CivicEventHandler implements ICommandHandler<CivicEventCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly taxonomies: Taxonomies,
  ) {}

  async execute({ id, command, context }: CivicEventCommand): Promise<CommandResult> {
    switch (command.type) {
      case 'PlanCivicEvent':
        await this.refuseUnknownProgramme(command.details.programmeId);
        return this.run(id, { ...command, kinds: await this.taxonomies.current('civic-event-kinds') }, context);
      case 'SetAgenda':
        return this.setAgenda(id, command, context);
      case 'CancelCivicEvent':
        return settled(context, () => this.cancel(id, command, context));
      case 'PublishCivicEvent':
      case 'RescheduleCivicEvent':
      case 'HoldCivicEvent':
      case 'CloseCivicEvent':
        return this.run(id, command, context);
      default:
        return assertNever(command);
    }
  }

  private async run(
    id: string,
    command: CivicEventCommandBody,
    context: CommandContext,
    options: Options = {},
  ): Promise<CommandResult> {
    const version = options.resourceVersion ?? resourceVersion('event');
    const result = await this.aggregates.execute(civicEvent, id, command, context, {
      ...options,
      resourceVersion: version,
    });
    if (result.changed) return result;
    const { state } = await this.aggregates.load(civicEvent, id);
    return new CommandResult(id, version(state), result.position, { changed: false });
  }

  private async setAgenda(id: string, order: SetAgendaOrder, context: CommandContext): Promise<CommandResult> {
    const { agenda, details } = knownEvent((await this.aggregates.load(civicEvent, id)).state);
    await this.refuseUnknownDeliverables(details.programmeId, order);
    const items = await sealSpeakers(order, agenda, this.vault);
    return this.run(id, { type: 'SetAgenda', items }, context, { resourceVersion: resourceVersion('agenda') });
  }

  /** Whoever reports attendance at the same moment makes one of the two fail. */
  private async cancel(
    id: string,
    command: Omit<CancelCivicEvent, 'attended'>,
    context: CommandContext,
  ): Promise<CommandResult> {
    const { state, version } = await this.aggregates.load(attendance, id);
    const check = { stream: streamOf(attendance.category, id), expected: version };
    const attended = state.reported !== null;
    return this.run(id, { ...command, attended }, context, { extras: { checks: [check] } });
  }

  private async refuseUnknownProgramme(id: string | null): Promise<void> {
    if (id === null) return;
    const { state } = await this.aggregates.load(programme, id);
    if (!state) throw new Invalid('PROGRAMME_UNKNOWN', 'There is no such programme.', ['programmeId']);
  }

  private async refuseUnknownDeliverables(programmeId: string | null, { items }: AgendaBody): Promise<void> {
    if (items.every(({ deliverables }) => deliverables.length === 0)) return;
    const planned =
      programmeId === null
        ? []
        : knownProgramme((await this.aggregates.load(programme, programmeId)).state).deliverables;
    items.forEach(({ deliverables }, item) => {
      deliverables.forEach((deliverable, index) => {
        if (planned.some(({ deliverableId }) => deliverableId === deliverable)) return;
        throw new Invalid('DELIVERABLE_UNKNOWN', 'The programme has no such deliverable.', [
          'items',
          item,
          'deliverables',
          index,
        ]);
      });
    });
  }
}
