import type { UnitOfWork } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { builtInKinds } from './built-in.js';
import { facilityKindsAggregate, kindsId, readKinds } from './facility-kinds.aggregate.js';
import { refuseUnfit, type Said } from './fit.js';
import type { FacilityKind } from './facility-kinds.events.js';

/** Milliseconds for which the built-in list may be taken as the one that stands, without a look. */
export const builtInForMs = 1_000;

/**
 * The kinds that a facility is checked against. Once the municipality has changed them they are a part of the unit, which is refused where they change
 * meanwhile. Until then every facility is checked against the built-in list, which every later one holds: it is not read for each.
 */
@Injectable()
export class KindsInForce {
  private builtInUntil = 0;

  constructor(private readonly aggregates: Aggregates) {}

  async in(work: UnitOfWork): Promise<readonly FacilityKind[]> {
    return (await this.areBuiltIn()) ? builtInKinds : readKinds(work);
  }

  /** Refuses what `refuseUnfit` does, by kinds that `in` answered. */
  async refuseUnfit(
    work: UnitOfWork,
    kinds: readonly FacilityKind[],
    ...[said, recorded]: [said: Said, recorded: Said | null]
  ): Promise<void> {
    try {
      refuseUnfit(kinds, said, recorded);
    } catch (error) {
      if (kinds !== builtInKinds) throw error;
      this.forget();
      refuseUnfit(await readKinds(work), said, recorded);
    }
  }

  /** The list is looked at again. */
  forget(): void {
    this.builtInUntil = 0;
  }

  private async areBuiltIn(): Promise<boolean> {
    if (performance.now() < this.builtInUntil) return true;
    const { version } = await this.aggregates.load(facilityKindsAggregate, kindsId);
    this.builtInUntil = version === 0 ? performance.now() + builtInForMs : 0;
    return version === 0;
  }
}
