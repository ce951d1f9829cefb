import { streamOf, CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { announcementOf, refuseUnlessAhead, knownEvent } from '../civic-event/civic-event.decider.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../taxonomy/vocabulary.js';
import { SeatDesk } from './seat-desk.js';
import { seatLedger } from './seat-ledger.aggregate.js';
import type {
  ArrangeRegistration,
  CloseRegistration,
  EndRegistration,
  MoveStart,
  OpenRegistration,
  RaiseReminders,
  SeatLedgerCommandBody,
} from './seat-ledger.decider.js';
import type { SeatLedger } from './seat-ledger.state.js';

type Told<C> = C extends unknown ? Omit<C, 'occasion'> : never;

/** What callers, policies and timers say; what the rules must know of the civic event is added by the handler. */
export type SeatLedgerOrder =
  Told<ArrangeRegistration | OpenRegistration | CloseRegistration | EndRegistration | MoveStart> | RaiseReminders;

/** The id is that of the civic event. */
export class SeatLedgerCommand extends AggregateCommand<SeatLedgerOrder> {}

@CommandHandler(SeatLedgerCommand)
export class SeatLedgerHandler implements ICommandHandler<SeatLedgerCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly desk: SeatDesk,
    private readonly taxonomies: Taxonomies,
  ) {}

  execute({ id, command, context }: SeatLedgerCommand): Promise<CommandResult> {
    return this.desk.serve(id, context, async ({ ledger, civicEvent: read }) => {
      const event = knownEvent(read.state);
      if (command.type === 'ArrangeRegistration' || command.type === 'OpenRegistration') refuseUnlessAhead(event);
      if (command.type === 'ArrangeRegistration') await this.refuseUnchoosable(command, ledger.state);
      const body = { ...command, occasion: announcementOf(event) } as SeatLedgerCommandBody;
      const check = { stream: streamOf(civicEvent.category, id), expected: read.version };
      const result = await this.aggregates.execute(seatLedger, id, body, context, {
        resourceVersion: ({ versions }) => versions.settings,
        extras: { checks: [check] },
      });
      // Places move the stream too, and are no part of what If-Match is compared with.
      const { versions } = (await this.aggregates.load(seatLedger, id)).state;
      const told = new CommandResult(id, versions.settings, result.position, { changed: result.changed });
      return { result: told, wrote: null };
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
