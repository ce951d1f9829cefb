import { defineView, idOf, type RecordedOf } from '@ecou/event-sourcing';
import { rightsRequestEvents, type Kind, type RightsRequestEvent } from '../request/rights-request.events.js';
import { evolve, requireRequest, type RightsRequest } from '../request/rights-request.state.js';
import { folds } from './folds.js';

export interface RightsRequestRow {
  readonly id: string;
  /** Global position of its first event. */
  readonly position: number;
  readonly version: number;
  readonly kind: Kind;
  readonly outcome: RightsRequest['outcome'];
  readonly dueAt: string;
  readonly held: boolean;
  /** The state, with its envelopes. */
  readonly request: RightsRequest;
}

function rowOf(row: RightsRequestRow | undefined, event: RecordedOf<RightsRequestEvent>): RightsRequestRow {
  const request = requireRequest(evolve(row?.request ?? null, event));
  const { kind, outcome, dueAt, hold } = request;
  const { position, version, stream } = event;
  return {
    ...{ id: idOf(stream), position: row?.position ?? position, version },
    ...{ kind, outcome, dueAt, held: hold !== null, request },
  };
}

/** Every request of a person about what is known of them. */
export const rightsRequestList = defineView<RightsRequestRow>({
  name: 'rights_request_list',
  version: 2,
  fold: folds.rights_request_list,
  key: 'id',
  columns: {
    id: 'text',
    position: 'bigint NOT NULL',
    version: 'integer NOT NULL',
    kind: 'text NOT NULL',
    outcome: 'text NOT NULL',
    dueAt: 'timestamptz NOT NULL',
    held: 'boolean NOT NULL',
    request: 'jsonb NOT NULL',
  },
  indexes: ['(position)', "(due_at) WHERE outcome = 'open'"],
  on: Object.fromEntries(Object.keys(rightsRequestEvents.types).map((type) => [type, { evolve: rowOf }])),
});
