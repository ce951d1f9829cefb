import {
  happenedAt,
  idOf,
  Rejected,
  Sealing,
  streamOf,
  UnitsOfWork,
  Vault,
  type UnitOfWork,
  type Unsealed,
} from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FacilityKind } from '../kinds/facility-kinds.events.js';
import { KindsInForce } from '../kinds/kinds-in-force.js';
import { externalIdClaim } from './external-id.js';
import { facility } from './facility.aggregate.js';
import type { FacilityCommandBody, NameSteward } from './facility.decider.js';
import { requireFacility, type Facility } from './facility.state.js';
import type { KeepSchedule } from './schedule.js';

type Plain = Exclude<FacilityCommandBody, NameSteward | KeepSchedule>;

/** A command as somebody gives it: a steward in the clear, who is sealed before the rules see them; no rules and times, which the unit knows. */
export type FacilityOrder = Plain | Unsealed<NameSteward> | Pick<KeepSchedule, 'type'>;

export class FacilityCommand extends AggregateCommand<FacilityOrder> {}

/**
 * The work on a facility in a unit of work, which may be about others, too: the command, checked against the kinds that stand, and what
 * follows from it by the calendar.
 */
@Injectable()
export class FacilityWork {
  constructor(
    private readonly kinds: KindsInForce,
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  async carryOut(work: UnitOfWork, id: string, order: FacilityOrder): Promise<void> {
    const kinds = await this.kinds.in(work);
    if (order.type !== 'KeepSchedule') {
      const command = order.type === 'NameSteward' ? await this.sealed(work, id, order) : order;
      const { before, after, changed } = await work.decide(facility, id, command);
      if (changed && after) await this.kinds.refuseUnfit(work, kinds, after.details, before?.details ?? null);
      exchangeExternalId(work, id, heldBy(before), heldBy(after));
    }
    await this.keepSchedule(work, id, kinds);
  }

  /** The steward belongs to the facility: its random id is the subject. */
  private async sealed(work: UnitOfWork, id: string, order: Unsealed<NameSteward>): Promise<NameSteward> {
    return new Sealing(this.vault, id, await work.read(facility, id)).seal<NameSteward>(order);
  }

  private async keepSchedule(work: UnitOfWork, id: string, kinds: readonly FacilityKind[]): Promise<void> {
    const state = requireFacility(await work.read(facility, id));
    const kindMonths = kinds.find(({ id: kind }) => kind === state.details.kind)?.verifyEveryMonths ?? null;
    const isFirst = !state.verified && !state.verification && (kindMonths ?? state.details.verifyEveryMonths) !== null;
    const addedAt = isFirst ? await this.addedAt(id, work.now) : work.now;
    await work.decide(facility, id, { type: 'KeepSchedule', at: work.now, kindMonths, addedAt });
  }

  private async addedAt(id: string, now: string): Promise<string> {
    const [first] = await this.aggregates.store.readStream(streamOf(facility.category, id));
    return first ? happenedAt(first) : now;
  }
}

@CommandHandler(FacilityCommand)
export class FacilityHandler implements ICommandHandler<FacilityCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly facilities: FacilityWork,
  ) {}

  execute({ id, command, context }: FacilityCommand) {
    return this.units.run(context, (work) => this.facilities.carryOut(work, id, command));
  }
}

/** The external id that a facility holds: one that is retired holds none, so that another may stand for the record. */
const heldBy = (state: Facility | null): string | null =>
  state && state.status !== 'retired' ? state.details.externalId : null;

function exchangeExternalId(work: UnitOfWork, id: string, before: string | null, after: string | null): void {
  if (before === after) return;
  if (before !== null) work.release(externalIdClaim(before, id));
  if (after === null) return;
  work.claim(externalIdClaim(after, id), (holder) => {
    throw new Rejected('EXTERNAL_ID_TAKEN', `The facility ${idOf(holder)} has the external id ${after} already.`);
  });
}
