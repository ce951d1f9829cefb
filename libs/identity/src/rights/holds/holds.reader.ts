import { Clock, opened, Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, type OnBehalf } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { ContextsOfPerson } from '../dossier/contexts.js';
import type { HoldItem } from './holds.schemas.js';
import { allHolds, legalHolds } from './legal-holds.aggregate.js';
import { activeHolds, isActive, refuseHeld, type Hold } from './legal-holds.decider.js';

/** Reads legal holds. */
@Injectable()
export class HoldsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly contexts: ContextsOfPerson,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** The newest first. */
  async list(active: boolean | undefined): Promise<HoldItem[]> {
    const { state } = await this.aggregates.load(legalHolds, allHolds);
    const items = await Promise.all([...state.values()].reverse().map((hold) => this.itemOf(hold)));
    return items.filter((item) => active === undefined || item.active === active);
  }

  /** Throws `Unknown`. */
  async get(id: string): Promise<HoldItem> {
    const hold = (await this.aggregates.load(legalHolds, allHolds)).state.get(id);
    if (!hold) throw new Unknown('LEGAL_HOLD_UNKNOWN', 'There is no such hold.');
    return this.itemOf(hold);
  }

  /**
   * Throws `Rejected` where these people must be kept; each context is asked, in the name of the caller, who stands in what is held there.
   * Answers the version of the holds that it looked at.
   */
  async refuse(subjects: readonly string[], behalf: OnBehalf): Promise<number> {
    const { state, version } = await this.aggregates.load(legalHolds, allHolds);
    const active = activeHolds(state, this.clock.now());
    const standing = new Map<string, readonly string[]>();
    for (const { holdId, things } of active) {
      const inThings = await Promise.all(things.map((thing) => this.contexts.standingIn(thing, behalf)));
      standing.set(holdId, inThings.flat());
    }
    refuseHeld(active, subjects, standing);
    return version;
  }

  private async itemOf(hold: Hold): Promise<HoldItem> {
    const { holdId: id, subjects, things, legalBasis, by, placedAt, until } = hold;
    const { reason, lifted } = await opened(this.vault, { reason: hold.reason, lifted: hold.lifted });
    return {
      ...{ id, subjects: [...subjects], things: [...things], legalBasis, reason, by, placedAt, until },
      ...{ active: isActive(hold, this.clock.now()), lifted },
    };
  }
}
