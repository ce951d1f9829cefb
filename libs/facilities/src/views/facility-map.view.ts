import { defineView, idOf, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import type { FacilityDetails, FacilityEvent } from '../facility/facility.events.js';
import { withTurns } from '../facility/facility-answer.js';
import { turnOf } from '../facility/facility.state.js';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { folds } from './folds.js';
import { onPlane } from './globe.js';

export interface FacilityRow {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly operator: string | null;
  readonly openingHours: string | null;
  readonly changedAt: string;
  /** Lists are in this order. */
  readonly sortName: string;
  /** The names in all languages, as searches compare them. */
  readonly names: string;
  /** The text that `q` looks through; it begins with the names. */
  readonly search: string;
  readonly lon: number | null;
  readonly lat: number | null;
  /** See `onPlane`. */
  readonly u: number | null;
  readonly v: number | null;
  /** The facility as it is answered. */
  readonly facility: FacilityAnswer;
}

type Recorded<Type extends FacilityEvent['type']> = RecordedEvent<Extract<FacilityEvent, { type: Type }>>;

const rowOf = (facility: FacilityAnswer): FacilityRow => ({
  id: facility.id,
  kind: facility.kind,
  status: facility.status,
  operator: facility.operator,
  openingHours: facility.openingHours,
  changedAt: facility.changedAt,
  sortName: searchText(facility.name.ro),
  names: searchText(facility.name.ro, facility.name.en),
  search: searchText(
    ...[facility.name, facility.description].flatMap((each) => [each?.ro, each?.en]),
    facility.address,
    facility.operator,
  ),
  lon: facility.position?.[0] ?? null,
  lat: facility.position?.[1] ?? null,
  ...(facility.position ? onPlane(facility.position) : { u: null, v: null }),
  facility,
});

const changed = (row: FacilityRow | undefined, event: RecordedEvent, change: Partial<FacilityAnswer>) =>
  row && rowOf({ ...row.facility, ...change, version: event.version, changedAt: event.recordedAt });

/** Its incentives as details name them, with what was said of them before. */
const named = (row: FacilityRow | undefined, { incentives, ...details }: FacilityDetails): Partial<FacilityAnswer> => ({
  ...details,
  incentives: withTurns(incentives, turnsIn(row)),
});

const turnsIn = (row: FacilityRow | undefined) =>
  (row?.facility.incentives ?? []).flatMap(({ id: incentiveId, state, nextOn }) =>
    state === null ? [] : [{ incentiveId, state, nextOn }],
  );

type Turning = Recorded<'IncentivePlanned'> | Recorded<'IncentiveBegan'> | Recorded<'IncentiveEnded'>;

const turned = {
  evolve: (row: FacilityRow | undefined, event: Turning) =>
    changed(row, event, {
      incentives: withTurns(row?.facility.incentives ?? [], [turnOf(event), ...turnsIn(row)]),
    }),
};

/** Nothing that the map shows. */
const moved = { evolve: (row: FacilityRow | undefined, event: RecordedEvent) => changed(row, event, {}) };

const added = (event: RecordedEvent, data: FacilityDetails, status: FacilityAnswer['status']) =>
  rowOf({
    ...data,
    incentives: withTurns(data.incentives, []),
    id: idOf(event.stream),
    status,
    reason: null,
    verified: null,
    verifyDueOn: null,
    version: event.version,
    changedAt: event.recordedAt,
  });

/** The map: every facility, ready to be found by place, kind and text. */
export const facilityMap = defineView<FacilityRow>({
  name: 'facility_map',
  version: 8,
  fold: folds.facility_map,
  key: 'id',
  columns: {
    id: 'text',
    kind: 'text NOT NULL',
    status: 'text NOT NULL',
    operator: 'text',
    openingHours: 'text COLLATE "C"',
    changedAt: 'timestamptz NOT NULL',
    sortName: 'text COLLATE "C" NOT NULL',
    names: 'text NOT NULL',
    search: 'text NOT NULL',
    lon: 'double precision',
    lat: 'double precision',
    u: 'double precision',
    v: 'double precision',
    facility: 'jsonb NOT NULL',
  },
  indexes: [
    // Names are looked through in the order of lists in it alone.
    '(sort_name, id) INCLUDE (names, status, kind)',
    '(kind, sort_name, id)',
    'USING gist (point(lon, lat))',
    'USING gist (point(u, v))',
    'USING gin (search gin_trgm_ops)',
    'USING gin (names gin_trgm_ops)',
    // Features are counted from it alone.
    '(status, kind, id)',
    '(operator, id)',
    // Each wording of hours is found by one look into it.
    "(opening_hours) WHERE status = 'open'",
    '(changed_at, id)',
    // Clusters, and features in a large box, are counted from it alone. The outermost places give the extent.
    '(lon, lat, status, kind, id)',
    '(lat)',
  ],
  on: {
    FacilityAdded: {
      evolve: (_row, event: Recorded<'FacilityAdded'>) => {
        const { status, ...details } = event.data;
        return added(event, details, status);
      },
    },
    FacilityChanged: {
      evolve: (row, event: Recorded<'FacilityChanged'>) => changed(row, event, named(row, event.data)),
    },
    FacilityOpened: {
      evolve: (row, event: Recorded<'FacilityOpened'>) => changed(row, event, { status: 'open', reason: null }),
    },
    FacilityVerified: {
      evolve: (row, event: Recorded<'FacilityVerified'>) =>
        changed(row, event, { verified: { by: event.data.verifiedBy, at: event.data.verifiedAt } }),
    },
    FacilitySuspended: {
      evolve: (row, event: Recorded<'FacilitySuspended'>) =>
        changed(row, event, { status: 'suspended', reason: event.data.reason }),
    },
    FacilityResumed: {
      evolve: (row, event: Recorded<'FacilityResumed'>) => changed(row, event, { status: 'open', reason: null }),
    },
    FacilityRetired: {
      evolve: (row, event: Recorded<'FacilityRetired'>) =>
        changed(row, event, { status: 'retired', reason: event.data.reason, verifyDueOn: null }),
    },
    VerificationPlanned: {
      evolve: (row, event: Recorded<'VerificationPlanned'>) => changed(row, event, { verifyDueOn: event.data.dueOn }),
    },
    VerificationDue: moved,
    StewardNamed: moved,
    StewardReleased: moved,
    IncentivePlanned: turned,
    IncentiveBegan: turned,
    IncentiveEnded: turned,
  },
});
