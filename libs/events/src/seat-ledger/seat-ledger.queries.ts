import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { shownEvent } from '../civic-event/answers.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { seatLedger } from './seat-ledger.aggregate.js';
import { closesAt } from './seat-ledger.decider.js';
import type { RegistrationDesk } from './seat-ledger.schemas.js';
import type { SeatLedger } from './seat-ledger.state.js';
import { generalFree, reservedFree } from './seats.js';

/** How people register for a civic event, and how many seats are free: as it is, or as it stood (`asOf`). */
export class GetRegistrationDesk extends Query<Versioned<RegistrationDesk>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetRegistrationDesk)
export class GetRegistrationDeskHandler implements IQueryHandler<GetRegistrationDesk> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf, forStaff }: GetRegistrationDesk): Promise<Versioned<RegistrationDesk>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    shownEvent((await this.aggregates.load(civicEvent, id, upTo)).state, forStaff);
    const { state, version } = await this.aggregates.load(seatLedger, id, upTo);
    return new Versioned(deskOf(id, state), state.versions.settings, `s${version}`);
  }
}

function stateOf({ settings, open, scheduled }: SeatLedger): RegistrationDesk['state'] {
  if (!settings) return 'not-arranged';
  if (open) return 'open';
  return scheduled ? 'scheduled' : 'closed';
}

function deskOf(civicEventId: string, ledger: SeatLedger): RegistrationDesk {
  const { settings, startsAt, taken, seats, waiting, versions } = ledger;
  const free = settings && generalFree(settings, taken);
  return {
    civicEventId,
    state: stateOf(ledger),
    opensAt: settings?.opensAt ?? null,
    closesAt: settings && startsAt !== null ? closesAt(settings, startsAt) : null,
    capacity: settings?.capacity ?? null,
    reserved: (settings?.reserved ?? []).map((each) => ({
      ...each,
      free: settings ? reservedFree(settings, taken, each.category) : 0,
    })),
    free,
    taken: Object.keys(seats).length,
    waitingList: settings?.waitingList ?? false,
    waiting: waiting.length,
    confirmation: settings && (settings.confirmWithinHours === null ? 'none' : 'link'),
    confirmWithinHours: settings?.confirmWithinHours ?? null,
    reminders: settings?.reminders ?? [],
    version: versions.settings,
  };
}
