import { defineView, idOf, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import { disseminationDecider, type Dissemination } from '../dissemination/dissemination.decider.js';
import {
  disseminationEvents,
  type DisseminationDetails,
  type DisseminationEvent,
} from '../dissemination/dissemination.events.js';
import { folds } from './folds.js';

export interface DisseminationRow {
  readonly id: string;
  readonly channel: string;
  readonly status: string;
  readonly programmeId: string | null;
  readonly civicEventId: string | null;
  readonly deliverableId: string | null;
  /** First day of the period; `null`: not known. */
  readonly fromDay: string | null;
  /** Last day of the period, or its first where it names no other. */
  readonly toDay: string | null;
  readonly audiences: readonly string[];
  /** The text that `q` looks through. */
  readonly search: string;
  readonly loggedAt: string;
  readonly changedAt: string;
  readonly version: number;
  /** The state, as the rules have it. */
  readonly dissemination: Dissemination;
}

const daysOf = ({ period }: DisseminationDetails) => ({
  fromDay: period?.from ?? null,
  toDay: period?.to ?? period?.from ?? null,
});

function evolve(row: DisseminationRow | undefined, event: RecordedEvent): DisseminationRow {
  const dissemination = disseminationDecider.evolve(row?.dissemination ?? null, event as unknown as DisseminationEvent);
  if (!dissemination) throw new Error(`${event.type} leads to no dissemination.`);
  const { details, status } = dissemination;
  const { title, channel, channelName, place, source, audiences } = details;
  return {
    id: idOf(event.stream),
    ...{ channel, status, audiences, dissemination },
    ...{ programmeId: details.programmeId, civicEventId: details.civicEventId, deliverableId: details.deliverableId },
    ...daysOf(details),
    search: searchText(title.ro, title.en, channelName, place, source),
    loggedAt: row?.loggedAt ?? event.recordedAt,
    changedAt: event.recordedAt,
    version: event.version,
  };
}

/** The log, ready to be listed and searched. */
export const disseminationList = defineView<DisseminationRow>({
  name: 'dissemination_list',
  version: 1,
  fold: folds.dissemination_list,
  key: 'id',
  columns: {
    id: 'text',
    channel: 'text NOT NULL',
    status: 'text NOT NULL',
    programmeId: 'text',
    civicEventId: 'text',
    deliverableId: 'text',
    fromDay: 'text COLLATE "C"',
    toDay: 'text COLLATE "C"',
    audiences: 'jsonb NOT NULL',
    search: 'text NOT NULL',
    loggedAt: 'timestamptz NOT NULL',
    changedAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
    dissemination: 'jsonb NOT NULL',
  },
  indexes: ['(logged_at, id)', '(programme_id)'],
  on: Object.fromEntries(Object.keys(disseminationEvents.types).map((type) => [type, { evolve }])),
});
