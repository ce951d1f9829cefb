import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import {
  announcementOf,
  refuseUnlessAhead,
  requireCivicEvent,
} from '../../consultations/civic-event/civic-event.decider.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../../consultations/taxonomy/vocabulary.js';
import { seatLedger } from './seat-ledger.aggregate.js';
import type {
  ArrangeRegistration,
  CloseRegistration,
  EndRegistration,
  MoveStart,
  OpenRegistration,
  RaiseReminders,
} from './seat-ledger.decider.js';
import type { SeatLedger } from './seat-ledger.state.js';

type Told<C> = C extends unknown ? Omit<C, 'occasion'> : never;

/** Commands of callers, policies and timers; what the rules must know of the civic event is added by the handler. */
export type SeatLedgerOrder =
  Told<ArrangeRegistration | OpenRegistration | CloseRegistration | EndRegistration | MoveStart> | RaiseReminders;

/** The id is that of the civic event. */
export class SeatLedgerCommand extends AggregateCommand<SeatLedgerOrder> {}

/** Places move the stream too, and are no part of what `If-Match` is compared with. */
const resourceVersion = ({ versions }: SeatLedger): number => versions.settings;

@CommandHandler(SeatLedgerCommand)
export class SeatLedgerHandler implements ICommandHandler<SeatLedgerCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly taxonomies: Taxonomies,
  ) {}

  execute({ id, command, context }: SeatLedgerCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(seatLedger, id, { resourceVersion });
      const [ledger, found] = await Promise.all([work.read(seatLedger, id), work.read(civicEvent, id)]);
      const event = requireCivicEvent(found);
      if (command.type === 'ArrangeRegistration' || command.type === 'OpenRegistration') refuseUnlessAhead(event);
      if (command.type === 'ArrangeRegistration') await this.refuseUnchoosable(command, ledger);
      return work.decide(seatLedger, id, { ...command, occasion: announcementOf(event) });
    });
  }

  private async refuseUnchoosable({ settings }: Told<ArrangeRegistration>, { settings: standing }: SeatLedger) {
    const named = settings.reserved.map(({ category }, index) => ({
      id: category,
      path: ['reserved', index, 'category'],
    }));
    const recorded = (standing?.reserved ?? []).map(({ category }) => category);
    refuseUnchoosable(await this.taxonomies.current('attendance-categories'), named, recorded);
  }
}
