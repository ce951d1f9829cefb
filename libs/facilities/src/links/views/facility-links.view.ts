import type { LocalizedText } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { FacilityDetails, FacilityEvent } from '../../facility/facility.events.js';
import { linksOf, type LinkAddress } from '../link/address.js';
import { folds } from './folds.js';

/** A facility that is not retired, and the links of it that are checked. */
export interface FacilityLinksRow {
  readonly id: string;
  /** Of the event that changed them: whoever reads on from a position finds every change. */
  readonly position: number;
  readonly kind: string;
  readonly name: LocalizedText;
  readonly links: readonly LinkAddress[];
  readonly linkIds: readonly string[];
}

type Recorded<Type extends FacilityEvent['type']> = RecordedEvent<Extract<FacilityEvent, { type: Type }>>;

/** Each link once; null where there is none to check. */
function rowOf(event: RecordedEvent, { kind, name, ...showing }: FacilityDetails): FacilityLinksRow | null {
  const found = new Map(linksOf(showing).map((each) => [each.id, each]));
  if (found.size === 0) return null;
  const { stream, position } = event;
  return { id: idOf(stream), position, kind, name, links: [...found.values()], linkIds: [...found.keys()] };
}

export const facilityLinks = defineView<FacilityLinksRow>({
  name: 'facility_links',
  version: 1,
  fold: folds['facility_links'],
  key: 'id',
  columns: {
    id: 'text',
    position: 'bigint NOT NULL',
    kind: 'text NOT NULL',
    name: 'jsonb NOT NULL',
    links: 'jsonb NOT NULL',
    linkIds: 'uuid[] NOT NULL',
  },
  indexes: ['(position)', 'USING gin (link_ids)'],
  on: {
    FacilityAdded: { evolve: (_row, event: Recorded<'FacilityAdded'>) => rowOf(event, event.data) },
    FacilityChanged: { evolve: (_row, event: Recorded<'FacilityChanged'>) => rowOf(event, event.data) },
    FacilityRetired: { evolve: () => null },
  },
});
