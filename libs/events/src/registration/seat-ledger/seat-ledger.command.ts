import { UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import {
  announcementOf,
  refuseUnlessAhead,
  requireCivicEvent,
} from '../../consultations/civic-event/civic-event.decider.js';
import { readVocabulary } from '../../consultations/taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../../consultations/taxonomy/vocabulary.js';
import { seatLedger } from './seat-ledger.aggregate.js';
import type { FreePlace, SeatLedgerCommandBody, TakePlace } from './seat-ledger.decider.js';
import type { SeatLedger } from './seat-ledger.state.js';

type Body = Without<Exclude<SeatLedgerCommandBody, TakePlace | FreePlace>, 'occasion'>;

/** The id is that of the civic event. Places are taken and freed by registrations, in units of theirs. */
export class SeatLedgerCommand extends AggregateCommand<Body> {}

/** Places move the stream too, and are no part of what `If-Match` is compared with. */
const resourceVersion = ({ versions }: SeatLedger): number => versions.settings;

@CommandHandler(SeatLedgerCommand)
export class SeatLedgerHandler implements ICommandHandler<SeatLedgerCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: SeatLedgerCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(seatLedger, id, { resourceVersion });
      const [ledger, found] = await Promise.all([work.read(seatLedger, id), work.read(civicEvent, id)]);
      const event = requireCivicEvent(found);
      if (command.type === 'ArrangeRegistration' || command.type === 'OpenRegistration') refuseUnlessAhead(event);
      if (command.type === 'ArrangeRegistration') await refuseUnknownCategories(command, ledger, work);
      const told = { ...command, occasion: announcementOf(event) };
      return work.decide(seatLedger, id, told);
    });
  }
}

async function refuseUnknownCategories(
  { settings }: Extract<Body, { type: 'ArrangeRegistration' }>,
  { settings: standing }: SeatLedger,
  work: UnitOfWork,
): Promise<void> {
  const named = settings.reserved.map(({ category }, index) => ({
    id: category,
    path: ['reserved', index, 'category'],
  }));
  const recorded = (standing?.reserved ?? []).map(({ category }) => category);
  refuseUnchoosable(await readVocabulary(work, 'attendance-categories'), named, recorded);
}
