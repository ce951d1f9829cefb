import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { ListedFacilityEvent } from './listed-facility.events.js';

/** A facility as this context knows it, from what the map publishes. */
export interface ListedFacility {
  readonly kind: string;
  readonly name: LocalizedText;
  readonly delisted: boolean;
}

type Facts = Pick<ListedFacility, 'kind' | 'name'>;

export type ListedFacilityCommandBody =
  ({ readonly type: 'ListFacility' } & Facts) | ({ readonly type: 'DelistFacility' } & Facts);

export const listedFacilityDecider: Decider<ListedFacilityCommandBody, ListedFacility | null, ListedFacilityEvent> = {
  initial: null,
  decide({ type, kind, name }, facility) {
    if (facility?.delisted) return [];
    switch (type) {
      case 'ListFacility':
        return facility && same({ kind, name }, { kind: facility.kind, name: facility.name })
          ? []
          : [{ type: 'FacilityListed', data: { kind, name } }];
      case 'DelistFacility':
        return [{ type: 'FacilityDelisted', data: { kind, name } }];
      default:
        return assertNever(type);
    }
  },
  evolve(_facility, { type, data }) {
    switch (type) {
      case 'FacilityListed':
        return { ...data, delisted: false };
      case 'FacilityDelisted':
        return { ...data, delisted: true };
      default:
        return assertNever(type);
    }
  },
};

/** A facility that takes feedback. Throws `Unknown` where the map has none, `Rejected` where it is gone. */
export function inUse(facility: ListedFacility | null): ListedFacility {
  if (!facility) throw new Unknown('FACILITY_UNKNOWN', 'There is no such facility.');
  if (facility.delisted)
    throw new Rejected('FACILITY_RETIRED', 'The facility is gone, and takes no feedback any more.');
  return facility;
}
