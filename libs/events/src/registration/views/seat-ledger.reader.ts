import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { shownEvent } from '../../consultations/civic-event/answers.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { seatLedger } from '../seat-ledger/seat-ledger.aggregate.js';
import { closesAt } from '../seat-ledger/seat-ledger.decider.js';
import type { RegistrationSettings } from '../seat-ledger/seat-ledger.events.js';
import type { RegistrationDesk } from '../seat-ledger/seat-ledger.schemas.js';
import type { SeatLedger } from '../seat-ledger/seat-ledger.state.js';
import { generalFree, reservedFree } from '../seat-ledger/seats.js';

@Injectable()
export class SeatLedgerReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** The rules of registration for a civic event, and the free seats: as they are, or as they stood (`asOf`). */
  async desk(id: string, asOf: string | undefined, forStaff: boolean): Promise<Versioned<RegistrationDesk>> {
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
  const { settings, taken, seats, waiting, versions } = ledger;
  return {
    civicEventId,
    state: stateOf(ledger),
    ...(settings ? settingsOf(ledger, settings) : nothingArranged),
    taken: Object.keys(seats).length,
    free: settings && generalFree(settings, taken),
    waiting: waiting.length,
    version: versions.settings,
  };
}

const settingsOf = ({ startsAt, taken }: SeatLedger, settings: RegistrationSettings) => ({
  opensAt: settings.opensAt,
  closesAt: startsAt === null ? settings.closesAt : closesAt(settings, startsAt),
  capacity: settings.capacity,
  reserved: settings.reserved.map((each) => ({ ...each, free: reservedFree(settings, taken, each.category) })),
  waitingList: settings.waitingList,
  confirmation: settings.confirmWithinHours === null ? ('none' as const) : ('link' as const),
  confirmWithinHours: settings.confirmWithinHours,
  reminders: settings.reminders,
});

const nothingArranged = {
  opensAt: null,
  closesAt: null,
  capacity: null,
  reserved: [],
  waitingList: false,
  confirmation: null,
  confirmWithinHours: null,
  reminders: [],
};
