import { defineView, idOf, same, type Beside, type RecordedEvent } from '@ecou/event-sourcing';
import { facilityDetails, type FacilityDetails } from '../facility/facility.events.js';
import { facilityMap, type FacilityRow } from './facility-map.view.js';
import { folds } from './folds.js';

/** A facility as it stood from one fact to the next. */
export interface FacilityHistoryRow extends FacilityRow {
  /** That of the facility while the row holds; before that with the version of the facility that ended it: `<id>@<version>`. */
  readonly key: string;
  /** The position of the fact from which on it stood so. */
  readonly fromPosition: number;
  /** The position of the next fact; null: it still stands so. */
  readonly untilPosition: number | null;
  /** The fact: its id, its type. */
  readonly factId: string;
  readonly fact: string;
  /** The details that it changed; none where it added the facility. */
  readonly fields: readonly string[];
}

const detailNames = Object.keys(facilityDetails.shape) as (keyof FacilityDetails)[];

const endedKey = (event: RecordedEvent): string => `${idOf(event.stream)}@${event.version}`;

/** The row that the fact ends comes first: it is a copy of the one that the fact goes on with. */
const keys = (event: RecordedEvent): readonly string[] => [endedKey(event), idOf(event.stream)];

function ended(event: RecordedEvent, beside: Beside<FacilityHistoryRow>): FacilityHistoryRow | undefined {
  const before = beside(idOf(event.stream));
  return before && { ...before, key: endedKey(event), untilPosition: event.position };
}

function begun(before: FacilityHistoryRow | undefined, event: RecordedEvent): FacilityHistoryRow | undefined {
  const id = idOf(event.stream);
  const after = facilityMap.evolve(before, event, id);
  if (!after) return undefined;
  return {
    ...after,
    key: id,
    fromPosition: event.position,
    untilPosition: null,
    factId: event.id,
    fact: event.type,
    fields: before ? detailNames.filter((name) => !same(before.facility[name], after.facility[name])) : [],
  };
}

const fact = {
  keys,
  evolve: (
    row: FacilityHistoryRow | undefined,
    event: RecordedEvent,
    key: string,
    beside: Beside<FacilityHistoryRow>,
  ) => (key === idOf(event.stream) ? begun(row, event) : ended(event, beside)),
};

/** Keeps the rows of facts that gave a facility its names. */
export const namings = `(fact = 'FacilityAdded' OR fields @> '{name}')`;

/** The map on any day: each facility as it stood, from fact to fact. What the map makes of a fact is what stands here from then on. */
export const facilityHistory = defineView<FacilityHistoryRow>({
  name: 'facility_history',
  version: 5,
  fold: folds.facility_history,
  key: 'key',
  columns: {
    key: 'text',
    ...facilityMap.columns,
    id: 'text NOT NULL',
    fromPosition: 'bigint NOT NULL',
    untilPosition: 'bigint',
    factId: 'text NOT NULL',
    fact: 'text NOT NULL',
    fields: 'text[] NOT NULL',
  },
  indexes: [
    // A place and the time in which it held, together: as few rows are looked at as on the map of today.
    'USING gist (point(lon, lat), int8range(from_position, until_position))',
    'USING gist (point(u, v), int8range(from_position, until_position))',
    'USING gist (int8range(from_position, until_position))',
    'USING gin (search gin_trgm_ops)',
    '(sort_name, id)',
    // What happened at any time to be a name is looked for here, not in each period of it.
    `(sort_name, id) INCLUDE (names, from_position) WHERE ${namings}`,
    `USING gin (names gin_trgm_ops) WHERE ${namings}`,
    '(kind, sort_name, id)',
    '(id, from_position)',
    '(from_position)',
  ],
  on: Object.fromEntries(facilityMap.handles.map((type) => [type, fact])),
});
