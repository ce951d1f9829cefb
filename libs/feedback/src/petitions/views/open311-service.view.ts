import { defineView, type RecordedEvent, type RecordedOf } from '@ecou/event-sourcing';
import type { DirectoryEvent } from '../directory/directory.events.js';
import type { Offer, OfferedServiceEvent } from '../open311/offered-service.events.js';
import { folds } from './folds.js';

export interface Open311ServiceRow {
  readonly code: string;
  readonly withdrawn: boolean;
  readonly version: number;
  /** When it last changed, or its category did. */
  readonly changedAt: string;
  readonly offer: Offer;
}

type Offered = RecordedOf<Extract<OfferedServiceEvent, { type: 'ServiceOffered' }>>;
type Withdrawn = RecordedOf<Extract<OfferedServiceEvent, { type: 'ServiceWithdrawn' }>>;
type Category = Extract<DirectoryEvent, { type: 'CategoryDefined' }>;

const keys = ({ data }: RecordedEvent<{ type: string; data: { code: string } }>) => [data.code];

/** The services of Open311 that there are, or were; what their categories are called stands in the directory. */
export const open311Service = defineView<Open311ServiceRow>({
  name: 'open311_service',
  version: 1,
  fold: folds.open311_service,
  key: 'code',
  columns: {
    code: 'text',
    withdrawn: 'boolean NOT NULL',
    version: 'integer NOT NULL',
    changedAt: 'timestamptz NOT NULL',
    offer: 'jsonb NOT NULL',
  },
  on: {
    ServiceOffered: {
      keys,
      evolve: (_row, { data, version }: Offered) => {
        const { code, offeredAt, ...offer } = data;
        return { code, withdrawn: false, version, changedAt: offeredAt, offer };
      },
    },
    ServiceWithdrawn: {
      keys,
      evolve: (row, { data, version }: Withdrawn) =>
        row && { ...row, withdrawn: true, version, changedAt: data.withdrawnAt },
    },
    CategoryDefined: {
      keys,
      evolve: (row, { recordedAt }: RecordedEvent<Category>) => row && { ...row, changedAt: recordedAt },
    },
  },
});
