import { Aggregates, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { featureIn } from '../facility/geo-json.js';
import { FacilityReader } from '../map/facility.reader.js';
import { facilityImport } from './import/facility-import.aggregate.js';
import { changesOf, requireImport, undoneOf } from './import/facility-import.decider.js';
import type { FacilityImportAnswer } from './imports.schemas.js';

const pageSize = 200;

@Injectable()
export class ExchangeReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly facilities: FacilityReader,
  ) {}

  /** An import: its work, and the part of it that was taken back. Throws `Unknown`. */
  async import(id: string): Promise<Versioned<FacilityImportAnswer>> {
    const { state, version, recordedAt } = await this.aggregates.load(facilityImport, id);
    const undone = undoneOf(requireImport(state));
    const changes = changesOf(state).map(({ facilityId, before }) => ({
      facilityId,
      did: before === 0 ? ('created' as const) : ('changed' as const),
      undone: undone.get(facilityId)?.outcome ?? null,
      code: undone.get(facilityId)?.code ?? null,
    }));
    const count = (wanted: string) =>
      changes.filter(({ did, undone: back }) => [did, back].includes(wanted as never)).length;
    const status =
      undone.size === 0 ? 'standing' : changes.every((each) => each.undone !== null) ? 'undone' : 'partly-undone';
    const body: FacilityImportAnswer = {
      ...{ id, status, created: count('created'), changed: count('changed') },
      ...{ retired: count('retired'), restored: count('restored'), left: count('left') },
      ...{ changes, version, changedAt: recordedAt ?? '' },
    };
    return new Versioned(body, version);
  }

  /** The whole map as pieces of a GeoJSON collection: all that is not retired, by name. */
  async *geoJson(): AsyncGenerator<string> {
    let separator = '{"type":"FeatureCollection","features":[\n';
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await this.facilities.list({ limit: pageSize, cursor });
      for (const item of page.items) {
        yield separator + JSON.stringify(featureIn(item));
        separator = ',\n';
      }
      cursor = page.next;
    }
    yield `${separator.startsWith(',') ? '' : separator}\n]}\n`;
  }
}
