import type { LocalizedText } from '@ecou/contracts';
import { apart, fold, same, streamOf, UnitsOfWork, type CommandContext, type UnitOfWork } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { facility } from '../facility/facility.aggregate.js';
import { FacilityWork } from '../facility/facility.command.js';
import { facilityDecider } from '../facility/facility.decider.js';
import { requireFacility, type Facility } from '../facility/facility.state.js';
import type { FacilityEvent } from '../facility/facility.events.js';
import { inBatches, together } from './batches.js';
import { facilityImport } from './import/facility-import.aggregate.js';
import { pendingOf, requireImport } from './import/facility-import.decider.js';
import type { Change, Undone } from './import/facility-import.events.js';

/** Facilities that are taken back in one unit, and by one request. */
const [unitSize, most] = [50, 5_000];

/** The part of a facility that people say; the part that the calendar brings is left out. */
const saidOf = (state: Facility | null) =>
  state && { details: state.details, status: state.status, reason: state.reason, verified: state.verified };

/** Takes an import back: facilities that it added are retired, those that it changed get back what they said before; both are facts. */
@Injectable()
export class ImportUndo {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly aggregates: Aggregates,
    private readonly facilities: FacilityWork,
  ) {}

  /** The last change first. Goes on where it was interrupted; 5,000 facilities at most. Throws `Unknown`. */
  async run(importId: string, reason: LocalizedText, context: CommandContext): Promise<void> {
    const { state } = await this.aggregates.load(facilityImport, importId);
    const pending = [...pendingOf(requireImport(state))].reverse().slice(0, most);
    for (const batch of inBatches(pending, unitSize)) {
      await together(
        batch,
        (some) => this.unit(importId, some, reason, context),
        ({ facilityId }, [error]) => this.leave(importId, { facilityId, code: error?.code ?? null }, reason, context),
      );
    }
  }

  private async unit(
    importId: string,
    changes: readonly Change[],
    reason: LocalizedText,
    context: CommandContext,
  ): Promise<readonly Undone[]> {
    let facilities: Undone[] = [];
    await this.units.run(apart(context, nameOf(changes)), async (work) => {
      work.target(facilityImport, importId);
      facilities = [];
      for (const change of changes) facilities.push(await this.takeBack(work, change, reason));
      await work.decide(facilityImport, importId, { type: 'TakeBack', reason, facilities });
    });
    return facilities;
  }

  private async takeBack(
    work: UnitOfWork,
    { facilityId, before, after }: Change,
    reason: LocalizedText,
  ): Promise<Undone> {
    const now = await work.read(facility, facilityId);
    const at = await this.history(facilityId);
    if (!same(saidOf(now), saidOf(at(after)))) return { facilityId, outcome: 'left', code: 'CHANGED_SINCE' };
    if (before === 0) {
      await this.facilities.carryOut(work, facilityId, { type: 'RetireFacility', reason });
      return { facilityId, outcome: 'retired', code: null };
    }
    const { details } = requireFacility(at(before));
    await this.facilities.carryOut(work, facilityId, { type: 'ChangeFacility', details });
    return { facilityId, outcome: 'restored', code: null };
  }

  /** The state of a facility at versions of its stream. */
  private async history(id: string): Promise<(version: number) => Facility | null> {
    const events = await this.aggregates.store.readStream(streamOf(facility.category, id));
    return (version) => {
      const until = events.filter((event) => event.version <= version) as unknown as readonly FacilityEvent[];
      return fold(facilityDecider, until, facilityDecider.initial);
    };
  }

  /** Puts on record that a rule keeps a facility as it is. */
  private async leave(
    importId: string,
    { facilityId, code }: Pick<Undone, 'facilityId' | 'code'>,
    reason: LocalizedText,
    context: CommandContext,
  ): Promise<Undone> {
    const left: Undone = { facilityId, outcome: 'left', code };
    await this.units.run(apart(context, `leave ${facilityId}`), (work) =>
      work.decide(facilityImport, importId, { type: 'TakeBack', reason, facilities: [left] }),
    );
    return left;
  }
}

const nameOf = (changes: readonly Change[]): string => `undo ${changes.map(({ facilityId }) => facilityId).join(' ')}`;
