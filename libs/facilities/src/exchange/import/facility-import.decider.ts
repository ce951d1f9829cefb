import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Rejected, Unknown, type Decider } from '@ecou/event-sourcing';
import type { Change, ImportEvent, Undone } from './facility-import.events.js';

/** Puts on record the work of rows of the file, in the unit that did it. */
export type RecordChanges = { type: 'RecordChanges'; changes: readonly Change[] };
/** Puts on record the outcome for facilities of the import, in the unit that did it. */
export type TakeBack = { type: 'TakeBack'; reason: LocalizedText; facilities: readonly Undone[] };

export type ImportCommandBody = RecordChanges | TakeBack;

/** The record of an import, by the units that it came in. */
export interface FacilityImport {
  readonly changes: readonly (readonly Change[])[];
  readonly undone: readonly (readonly Undone[])[];
}

export const importDecider: Decider<ImportCommandBody, FacilityImport, ImportEvent> = {
  initial: { changes: [], undone: [] },
  decide: (command, state) => {
    switch (command.type) {
      case 'RecordChanges':
        return record(command, state);
      case 'TakeBack':
        return takeBack(command, state);
      default:
        return assertNever(command);
    }
  },
  evolve: (state, event) =>
    event.type === 'FacilitiesImported'
      ? { ...state, changes: [...state.changes, event.data.changes] }
      : { ...state, undone: [...state.undone, event.data.facilities] },
};

/** Throws `Rejected` where an import was taken back, or begun to be. */
export function refuseUndone({ undone }: FacilityImport): void {
  if (undone.length > 0) throw new Rejected('IMPORT_UNDONE', 'The import was taken back: begin another one.');
}

function record({ changes }: RecordChanges, state: FacilityImport): ImportEvent[] {
  refuseUndone(state);
  return changes.length === 0 ? [] : [{ type: 'FacilitiesImported', data: { changes: [...changes] } }];
}

function takeBack({ reason, facilities }: TakeBack, state: FacilityImport): ImportEvent[] {
  const known = new Set(pendingOf(requireImport(state)).map(({ facilityId }) => facilityId));
  const news = facilities.filter(({ facilityId }) => known.has(facilityId));
  return news.length === 0 ? [] : [{ type: 'FacilitiesTakenBack', data: { reason, facilities: news } }];
}

/** The import. Throws `Unknown` where there is none. */
export function requireImport(state: FacilityImport): FacilityImport {
  if (state.changes.length > 0) return state;
  throw new Unknown('IMPORT_UNKNOWN', 'There is no such import, or it changed nothing.');
}

/** The work of an import on each facility, in order: from before its first row about it to after the last. */
export function changesOf({ changes }: FacilityImport): readonly Change[] {
  const all = new Map<string, Change>();
  for (const change of changes.flat()) {
    const before = all.get(change.facilityId)?.before ?? change.before;
    all.set(change.facilityId, { ...change, before });
  }
  return [...all.values()];
}

/** The outcome for facilities when the import was taken back. */
export const undoneOf = ({ undone }: FacilityImport): ReadonlyMap<string, Undone> =>
  new Map(undone.flat().map((each) => [each.facilityId, each]));

/** The changes that were not taken back, or tried to be. */
export function pendingOf(state: FacilityImport): readonly Change[] {
  const undone = undoneOf(state);
  return changesOf(state).filter(({ facilityId }) => !undone.has(facilityId));
}
