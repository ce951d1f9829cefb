import { defineView, type RecordedOf, type Sealed } from '@ecou/event-sourcing';
import type { Shows } from '../open311/offered-service.events.js';
import { evolve as evolveRequest, type ServiceRequest } from '../open311/service-request.decider.js';
import { serviceRequestEvents, type Details, type ServiceRequestEvent } from '../open311/service-request.events.js';
import { petitionEvents, type PetitionEvent } from '../petition/petition.events.js';
import { evolve as evolvePetition } from '../petition/petition.fold.js';
import { awaitsAnswer, type Petition } from '../petition/petition.state.js';
import { folds } from './folds.js';

export interface Open311RequestRow {
  readonly id: string;
  /** Of its first event: lists are in this order, the newest first. */
  readonly position: number;
  readonly number: string;
  readonly service: string;
  readonly status: 'open' | 'closed';
  readonly requestedAt: string;
  readonly updatedAt: string;
  /** The parts that everybody may see; `null` where it was not handed in by Open311, after all, and is not listed. */
  readonly shows: Shows | null;
  readonly details: Sealed<Details> | null;
  /** Personal values sealed; without what officers and the petitioner say to each other. */
  readonly petition: Omit<Petition, 'thread' | 'callbacks' | 'proposed' | 'draft' | 'repeats'>;
}

const unheard = { thread: [], callbacks: [], proposed: null, draft: null, repeats: [] } as const;
const quiet = ({
  thread: _,
  callbacks: __,
  proposed: ___,
  draft: ____,
  repeats: _____,
  ...petition
}: Petition): Open311RequestRow['petition'] => petition;

/** The status in words of Open311. A petition that is joined to another waits for the other's answer. */
const statusOf = (petition: Petition): Open311RequestRow['status'] => (awaitsAnswer(petition) ? 'open' : 'closed');

/** The events that change nothing of a request: those of the clock, and how satisfied somebody is. */
const changesNothing: readonly PetitionEvent['type'][] = [
  'PetitionDueSoon',
  'PetitionTargetMissed',
  'LegalDateMoved',
  'PetitionDeadlineMissed',
  'AnswerProposed',
  'RepeatNoted',
  'AnswerSigned',
  'SatisfactionGiven',
];

/** The time at which an event changed the request, by its own word. */
function timeOf({ type, data }: PetitionEvent): string | undefined {
  if (changesNothing.includes(type)) return undefined;
  const [, at] = Object.entries(data).find(([name]) => name.endsWith('At')) ?? [];
  return typeof at === 'string' ? at : undefined;
}

const beginsOne = (event: PetitionEvent): boolean =>
  event.type === 'PetitionRegistered' && event.data.channel === 'open311';

function afterPetition(
  row: Open311RequestRow | undefined,
  event: RecordedOf<PetitionEvent>,
  id: string,
): Open311RequestRow | undefined {
  if (!row && !beginsOne(event)) return undefined;
  const petition = evolvePetition(row ? { ...row.petition, ...unheard } : null, event);
  return {
    id,
    ...(row ?? { position: event.position, shows: null, details: null }),
    number: petition.number,
    service: petition.content.category,
    status: statusOf(petition),
    requestedAt: petition.registeredAt,
    updatedAt: timeOf(event) ?? row?.updatedAt ?? petition.registeredAt,
    petition: quiet(petition),
  };
}

function afterRequest(
  row: Open311RequestRow | undefined,
  event: RecordedOf<ServiceRequestEvent>,
): Open311RequestRow | undefined {
  if (!row) return undefined;
  if (event.type === 'ServiceRequestReceived') return { ...row, shows: event.data.shows, details: event.data.details };
  const { shows } = evolveRequest({ shows: row.shows } as ServiceRequest, event);
  return { ...row, shows };
}

const each = (types: object, evolve: typeof afterPetition | typeof afterRequest) =>
  Object.fromEntries(Object.keys(types).map((type) => [type, { evolve: evolve as never }]));

/** The petitions and notices that came by Open311, as its lists show them. */
export const open311Request = defineView<Open311RequestRow>({
  name: 'open311_request',
  version: 10,
  fold: folds.open311_request,
  key: 'id',
  columns: {
    id: 'text',
    position: 'bigint NOT NULL',
    number: 'text NOT NULL',
    service: 'text NOT NULL',
    status: 'text NOT NULL',
    requestedAt: 'timestamptz NOT NULL',
    updatedAt: 'timestamptz NOT NULL',
    shows: 'jsonb',
    details: 'jsonb',
    petition: 'jsonb NOT NULL',
  },
  indexes: ['(position)', '(number)', '(requested_at)', '(updated_at)', '(service, requested_at)'],
  on: { ...each(petitionEvents.types, afterPetition), ...each(serviceRequestEvents.types, afterRequest) },
});
