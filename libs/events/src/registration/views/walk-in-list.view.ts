import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { WalkInEvent } from '../walk-in/walk-in.events.js';
import { folds } from './folds.js';

type Recorded<Type extends WalkInEvent['type']> = RecordedEvent<Extract<WalkInEvent, { type: Type }>>;

export interface WalkInRow {
  readonly id: string;
  readonly civicEventId: string;
  readonly category: string;
  readonly count: number;
  /** Sealed. */
  readonly name: Recorded<'WalkInRecorded'>['data']['name'];
  readonly cameAt: string;
  readonly position: number;
}

/** The people who came without a registration. */
export const walkInList = defineView<WalkInRow>({
  name: 'walk_in_list',
  version: 1,
  fold: folds.walk_in_list,
  key: 'id',
  columns: {
    id: 'text',
    civicEventId: 'text NOT NULL',
    category: 'text NOT NULL',
    count: 'integer NOT NULL',
    name: 'jsonb',
    cameAt: 'timestamptz NOT NULL',
    position: 'bigint NOT NULL',
  },
  indexes: ['(civic_event_id, position)'],
  on: {
    WalkInRecorded: {
      evolve: (_row, { stream, position, data }: Recorded<'WalkInRecorded'>) => ({
        id: idOf(stream),
        ...data,
        cameAt: new Date(data.cameAt).toISOString(),
        position,
      }),
    },
    WalkInCorrected: {
      evolve: (row, { data: { category, count } }: Recorded<'WalkInCorrected'>) => row && { ...row, category, count },
    },
  },
});
