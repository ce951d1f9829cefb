import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { endpointDecider, type Endpoint } from '../endpoint/endpoint.decider.js';
import type { EndpointEvent } from '../endpoint/endpoint.events.js';
import { folds } from './folds.js';

export interface EndpointRow {
  readonly id: string;
  readonly owner: string;
  readonly status: Endpoint['status'];
  readonly createdAt: string;
  readonly changedAt: string;
  readonly version: number;
  /** The state, with its envelopes. */
  readonly endpoint: Endpoint;
}

/** The state after the event, as the rules have it. */
function evolve(row: EndpointRow | undefined, event: RecordedEvent): EndpointRow {
  const endpoint = endpointDecider.evolve(row?.endpoint ?? null, event as unknown as EndpointEvent);
  if (!endpoint) throw new Error(`${event.type} leads to no endpoint.`);
  const { owner, status } = endpoint;
  const { recordedAt, version } = event;
  return {
    ...{ id: idOf(event.stream), owner, status, endpoint },
    ...{ createdAt: row?.createdAt ?? recordedAt, changedAt: recordedAt, version },
  };
}

/** Every endpoint; those that were removed too, so that what they waited for is removed as well. */
export const endpointList = defineView<EndpointRow>({
  name: 'endpoint_list',
  version: 1,
  fold: folds.endpoint_list,
  key: 'id',
  columns: {
    id: 'text',
    owner: 'text COLLATE "C" NOT NULL',
    status: 'text NOT NULL',
    createdAt: 'timestamptz NOT NULL',
    changedAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
    endpoint: 'jsonb NOT NULL',
  },
  indexes: ['(owner, created_at, id)'],
  on: {
    EndpointCreated: { evolve },
    EndpointChanged: { evolve },
    SecretRotated: { evolve },
    EndpointPaused: { evolve },
    EndpointResumed: { evolve },
    ReplayAsked: { evolve },
    EndpointRemoved: { evolve },
  },
});
