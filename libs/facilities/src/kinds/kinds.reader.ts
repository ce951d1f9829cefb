import { Invalid } from '@ecou/event-sourcing';
import { Aggregates, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { facilityKindsAggregate, kindsId } from './facility-kinds.aggregate.js';
import { latest, versionIn, versionsOf, type KindsVersion } from './facility-kinds.decider.js';
import type { FacilityKind } from './facility-kinds.events.js';
import type { KindsAnswer } from './facility-kinds.schemas.js';

/** The kinds of facilities, as they are read. */
@Injectable()
export class KindsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** The kinds that stand, the retired ones too. */
  async current(): Promise<readonly FacilityKind[]> {
    return latest((await this.aggregates.load(facilityKindsAggregate, kindsId)).state).kinds;
  }

  /** Throws `Invalid` for a kind that there never was. */
  async refuseUnknown(kind: string | undefined): Promise<void> {
    if (kind === undefined || (await this.current()).some(({ id }) => id === kind)) return;
    throw new Invalid('KIND_UNKNOWN', 'There is no such kind; `GET /facilities/v1/kinds` lists them.', ['kind']);
  }

  /** The list: as it is, as it stood (`asOf`), or in a version. Throws `Unknown`. */
  async get(version?: number, asOf?: string): Promise<Versioned<KindsAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state } = await this.aggregates.load(facilityKindsAggregate, kindsId, upTo);
    const found = versionIn(state, version);
    return new Versioned({ ...found, kinds: [...found.kinds] }, found.version);
  }

  /** The versions of the list, the built-in one first. */
  async versions(): Promise<Page<Omit<KindsVersion, 'kinds'>>> {
    const { state } = await this.aggregates.load(facilityKindsAggregate, kindsId);
    return new Page(
      versionsOf(state).map(({ kinds: _kinds, ...about }) => about),
      null,
    );
  }
}
