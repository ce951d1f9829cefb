import type { RecordedEvent } from '../event.js';
import { defineView, type View } from '../views/view.js';
import type { CounterEvent } from './counter.js';

type Recorded<T extends CounterEvent['type']> = RecordedEvent<Extract<CounterEvent, { type: T }>>;

/** A row of `totals`. */
export interface TotalRow {
  id: string;
  total: number;
  events: number;
  lastAt: string;
  name: string | null;
}

/** A view over the counters of the suites; a version above 1 has a column more. */
export const totals = (version: number, weight = 1): View<TotalRow> =>
  defineView<TotalRow>({
    name: 'totals',
    version,
    key: 'id',
    columns: {
      id: 'text',
      total: 'bigint NOT NULL',
      events: 'int NOT NULL',
      lastAt: 'timestamptz NOT NULL',
      name: 'text',
      ...(version > 1 ? { extra: `text GENERATED ALWAYS AS (coalesce(name, '?')) STORED` } : {}),
    },
    indexes: ['(total)'],
    on: {
      Counted: {
        evolve: (row, { data, stream, recordedAt }: Recorded<'Counted'>) => ({
          id: stream.slice(-36),
          total: (row?.total ?? 0) + data.by * weight,
          events: (row?.events ?? 0) + 1,
          lastAt: recordedAt,
          name: row?.name ?? null,
        }),
      },
      Renamed: {
        evolve: (row, { data }: Recorded<'Renamed'>) =>
          data.name === 'gone' ? null : row && { ...row, name: data.name },
      },
    },
  });
