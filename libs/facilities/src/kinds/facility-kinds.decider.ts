import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Invalid, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { builtInKinds } from './built-in.js';
import type { FacilityKind, FacilityKindsEvent } from './facility-kinds.events.js';

export type ChangeKinds = {
  readonly type: 'ChangeKinds';
  /** All of them: what stood once is retired, never left out. */
  readonly kinds: readonly FacilityKind[];
  readonly note: LocalizedText | null;
  readonly at: string;
};

export interface KindsVersion {
  readonly version: number;
  readonly kinds: readonly FacilityKind[];
  readonly note: LocalizedText | null;
  /** `null`: built in. */
  readonly changedAt: string | null;
}

/** Versions that are on record; none while the built-in list stands. */
export type FacilityKinds = readonly KindsVersion[];

const first: KindsVersion = { version: 1, kinds: builtInKinds, note: null, changedAt: null };

/** Every version, the built-in one first. */
export const versionsOf = (recorded: FacilityKinds): FacilityKinds => (recorded.length === 0 ? [first] : recorded);

/** The version that stands. */
export const latest = (recorded: FacilityKinds): KindsVersion => recorded.at(-1) ?? first;

/** A version by its number; the one that stands without it. Throws `Unknown` where there is none. */
export function versionIn(recorded: FacilityKinds, version?: number): KindsVersion {
  if (version === undefined) return latest(recorded);
  const found = versionsOf(recorded).find((each) => each.version === version);
  if (!found) throw new Unknown('KINDS_VERSION_UNKNOWN', 'The list of kinds has no such version.');
  return found;
}

export const facilityKindsDecider: Decider<ChangeKinds, FacilityKinds, FacilityKindsEvent> = {
  initial: [],
  decide({ kinds, note, at }, recorded) {
    const current = latest(recorded);
    if (same(current.kinds, kinds)) return [];
    const left = current.kinds.find(({ id }) => !kinds.some((each) => each.id === id));
    if (left) {
      throw new Invalid('KIND_LEFT_OUT', `\`${left.id}\` is missing; keep it, with \`retired: true\`.`, ['kinds']);
    }
    if (kinds.every(({ retired }) => retired)) {
      throw new Invalid('NOTHING_TO_CHOOSE', 'Leave at least one kind with `retired: false`.', ['kinds']);
    }
    const established: FacilityKindsEvent[] =
      recorded.length > 0 ? [] : [{ type: 'FacilityKindsEstablished', data: { kinds: [...builtInKinds] } }];
    const version = current.version + 1;
    return [
      ...established,
      { type: 'FacilityKindsChanged', data: { version, kinds: [...kinds], note, changedAt: at } },
    ];
  },
  evolve(recorded, event) {
    switch (event.type) {
      case 'FacilityKindsEstablished':
        return [{ ...first, kinds: event.data.kinds }];
      case 'FacilityKindsChanged':
        return [...recorded, event.data];
      default:
        return assertNever(event);
    }
  },
};
