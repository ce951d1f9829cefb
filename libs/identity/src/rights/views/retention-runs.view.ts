import { defineView, idOf, type RecordedOf } from '@ecou/event-sourcing';
import { retentionRunEvents, type RetentionRunEvent } from '../retention/run/retention-run.events.js';
import {
  evolve,
  progressOf,
  requireRun,
  type RetentionRun,
  type RunState,
} from '../retention/run/retention-run.state.js';
import { folds } from './folds.js';

export interface RetentionRunRow {
  readonly id: string;
  /** Global position of its first event. */
  readonly position: number;
  readonly version: number;
  readonly isRehearsal: boolean;
  readonly state: RunState;
  readonly run: RetentionRun;
}

function rowOf(row: RetentionRunRow | undefined, event: RecordedOf<RetentionRunEvent>): RetentionRunRow {
  const run = requireRun(evolve(row?.run ?? null, event));
  const { position, version, stream } = event;
  return {
    ...{ id: idOf(stream), position: row?.position ?? position, version },
    ...{ isRehearsal: run.isRehearsal, state: progressOf(run).state, run },
  };
}

/** Every run of the periods, and every rehearsal. */
export const retentionRuns = defineView<RetentionRunRow>({
  name: 'retention_runs',
  version: 2,
  fold: folds.retention_runs,
  key: 'id',
  columns: {
    id: 'text',
    position: 'bigint NOT NULL',
    version: 'integer NOT NULL',
    isRehearsal: 'boolean NOT NULL',
    state: 'text NOT NULL',
    run: 'jsonb NOT NULL',
  },
  indexes: ['(position)'],
  on: Object.fromEntries(Object.keys(retentionRunEvents.types).map((type) => [type, { evolve: rowOf }])),
});
