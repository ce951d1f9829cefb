import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { refuseUnchoosable, type Vocabulary } from '../taxonomy/vocabulary.js';
import { insideEvent, minutesNeeded, minutesOf, type PlannedItem } from './agenda.js';
import type { AgendaItem, Announcement, CivicEventDetails, CivicEventEvent, Times } from './civic-event.events.js';

export type PlanCivicEvent = {
  readonly type: 'PlanCivicEvent';
  readonly details: CivicEventDetails;
  /** The kinds that can be chosen. */
  readonly kinds: Vocabulary;
};
export type SetAgenda = { readonly type: 'SetAgenda'; readonly items: readonly PlannedItem[] };
export type PublishCivicEvent = { readonly type: 'PublishCivicEvent' };
/** Without a time zone, the one that stands. */
type RescheduledTimes = Omit<Times, 'timeZone'> & { readonly timeZone?: string | undefined };
export type RescheduleCivicEvent = {
  readonly type: 'RescheduleCivicEvent';
  readonly times: RescheduledTimes;
  readonly reason: LocalizedText | null;
};
export type CancelCivicEvent = {
  readonly type: 'CancelCivicEvent';
  readonly reason: LocalizedText;
  /** True where its attendance stands on record, in a stream of its own. */
  readonly attended: boolean;
};
export type HoldCivicEvent = { readonly type: 'HoldCivicEvent' };
export type CloseCivicEvent = { readonly type: 'CloseCivicEvent' };
export type CivicEventCommandBody =
  | PlanCivicEvent
  | SetAgenda
  | PublishCivicEvent
  | RescheduleCivicEvent
  | CancelCivicEvent
  | HoldCivicEvent
  | CloseCivicEvent;

export const civicEventStatuses = ['planned', 'published', 'rescheduled', 'held', 'closed', 'cancelled'] as const;
export type CivicEventStatus = (typeof civicEventStatuses)[number];

interface StatusFacts {
  readonly takesPlace: 'later' | 'already' | 'never';
  readonly agendaCanChange: boolean;
}

const facts: Readonly<Record<CivicEventStatus, StatusFacts>> = {
  planned: { takesPlace: 'later', agendaCanChange: true },
  published: { takesPlace: 'later', agendaCanChange: true },
  rescheduled: { takesPlace: 'later', agendaCanChange: true },
  held: { takesPlace: 'already', agendaCanChange: true },
  closed: { takesPlace: 'already', agendaCanChange: false },
  cancelled: { takesPlace: 'never', agendaCanChange: false },
};

/** True once a civic event with the status has taken place. */
export const tookPlace = (status: CivicEventStatus): boolean => facts[status].takesPlace === 'already';

export interface CivicEvent {
  readonly status: CivicEventStatus;
  /** True once the public was told of it, and may know of it. */
  readonly announced: boolean;
  /** As they stand now. */
  readonly details: CivicEventDetails;
  /** Version of the taxonomy that its kind was chosen from. */
  readonly kindsVersion: number;
  /** As they were planned at first: what a repeated command is compared with. */
  readonly planned: CivicEventDetails;
  readonly agenda: readonly AgendaItem[];
  readonly cancelled: { readonly reason: LocalizedText } | null;
  /** Version of the stream, and that at which the agenda (or the times, that it hangs on) and everything else last changed. */
  readonly versions: { readonly stream: number; readonly agenda: number; readonly event: number };
}

export const civicEventDecider: Decider<CivicEventCommandBody, CivicEvent | null, CivicEventEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'PlanCivicEvent') return plan(command, state);
    const event = requireCivicEvent(state);
    switch (command.type) {
      case 'SetAgenda':
        return setAgenda(command, event);
      case 'PublishCivicEvent':
        return publish(event);
      case 'RescheduleCivicEvent':
        return reschedule(command, event);
      case 'CancelCivicEvent':
        return cancel(command, event);
      case 'HoldCivicEvent':
        return hold(event);
      case 'CloseCivicEvent':
        return close(event);
      default:
        return assertNever(command);
    }
  },
  evolve(state, event) {
    if (event.type === 'CivicEventPlanned') {
      const { kindsVersion, ...details } = event.data;
      return {
        status: 'planned',
        announced: false,
        details,
        kindsVersion,
        planned: details,
        agenda: [],
        cancelled: null,
        versions: { stream: 1, agenda: 1, event: 1 },
      };
    }
    return changed(requireCivicEvent(state), event);
  },
};

function changed(state: CivicEvent, event: Exclude<CivicEventEvent, { type: 'CivicEventPlanned' }>): CivicEvent {
  const stream = state.versions.stream + 1;
  const now = { ...state, versions: { ...state.versions, stream, event: stream } };
  switch (event.type) {
    case 'AgendaSet':
      return { ...state, agenda: event.data.items, versions: { ...state.versions, stream, agenda: stream } };
    case 'CivicEventPublished':
      return { ...now, status: 'published', announced: true };
    case 'CivicEventRescheduled': {
      const { startsAt, endsAt, timeZone } = event.data;
      return {
        ...now,
        status: event.data.announced ? 'rescheduled' : state.status,
        details: { ...state.details, startsAt, endsAt, timeZone },
        versions: { stream, agenda: stream, event: stream },
      };
    }
    case 'CivicEventCancelled':
      return { ...now, status: 'cancelled', cancelled: { reason: event.data.reason } };
    case 'CivicEventHeld':
      return { ...now, status: 'held' };
    case 'CivicEventClosed':
      return { ...now, status: 'closed' };
    default:
      return assertNever(event);
  }
}

/** The civic event. Throws `Unknown` where there is none. */
export function requireCivicEvent(event: CivicEvent | null): CivicEvent {
  if (!event) throw new Unknown('CIVIC_EVENT_UNKNOWN', 'There is no such civic event.');
  return event;
}

/** Refuses what can no longer be done once a civic event was held, closed or cancelled. */
function refuseAfterwards({ status }: CivicEvent): void {
  const { takesPlace } = facts[status];
  if (takesPlace === 'never') throw new Rejected('CIVIC_EVENT_CANCELLED', 'The civic event was cancelled.');
  if (takesPlace === 'already') throw new Rejected('CIVIC_EVENT_HELD', 'The civic event has taken place.');
}

/** Refuses what is only for a civic event that the public was told of and that lies ahead. */
export function refuseUnlessAhead(event: CivicEvent): void {
  refuseAfterwards(event);
  if (!event.announced) throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'The civic event is not published yet.');
}

/** The part of a civic event that the public is told, as it stands. */
export const announcementOf = ({ details }: Pick<CivicEvent, 'details'>): Announcement => {
  const { activity: _activity, description: _description, audience: _audience, capacity: _capacity, ...rest } = details;
  return rest;
};

function plan({ details, kinds }: PlanCivicEvent, event: CivicEvent | null): CivicEventEvent[] {
  if (!event) {
    refuseUnchoosable(kinds, [{ id: details.kind, path: ['kind'] }]);
    return [{ type: 'CivicEventPlanned', data: { ...details, kindsVersion: kinds.version } }];
  }
  if (same(event.planned, details)) return [];
  throw new Rejected('CIVIC_EVENT_EXISTS', 'A civic event with this id exists, and says something else.');
}

function setAgenda({ items }: SetAgenda, event: CivicEvent): CivicEventEvent[] {
  const agenda = insideEvent(items, event.details);
  if (same(agenda, event.agenda)) return [];
  if (!facts[event.status].agendaCanChange) {
    throw new Rejected('AGENDA_FIXED', `The agenda of a ${event.status} civic event stays as it is.`);
  }
  return [{ type: 'AgendaSet', data: { items: agenda } }];
}

function publish(event: CivicEvent): CivicEventEvent[] {
  refuseAfterwards(event);
  if (event.announced) return [];
  return [{ type: 'CivicEventPublished', data: announcementOf(event) }];
}

function reschedule({ times: wished, reason }: RescheduleCivicEvent, event: CivicEvent): CivicEventEvent[] {
  refuseAfterwards(event);
  const { startsAt, endsAt, timeZone } = event.details;
  const previous = { startsAt, endsAt, timeZone };
  const times: Times = { ...wished, timeZone: wished.timeZone ?? timeZone };
  if (same(previous, times)) return [];
  if (minutesNeeded(event.agenda) > minutesOf(times)) {
    throw new Rejected('AGENDA_OUTSIDE_EVENT', 'The agenda does not fit into the new times; shorten it first.');
  }
  const data = { ...announcementOf(event), ...times, previous, reason, announced: event.announced };
  return [{ type: 'CivicEventRescheduled', data }];
}

function cancel({ reason, attended }: CancelCivicEvent, event: CivicEvent): CivicEventEvent[] {
  if (event.cancelled && same(event.cancelled.reason, reason)) return [];
  refuseAfterwards(event);
  if (attended) {
    throw new Rejected('CIVIC_EVENT_ATTENDED', 'People attended the civic event, so it cannot be cancelled.');
  }
  return [{ type: 'CivicEventCancelled', data: { ...announcementOf(event), reason, announced: event.announced } }];
}

function hold(event: CivicEvent): CivicEventEvent[] {
  if (tookPlace(event.status)) return [];
  refuseAfterwards(event);
  if (!event.announced) {
    throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'A civic event is published before it is held.');
  }
  return [{ type: 'CivicEventHeld', data: announcementOf(event) }];
}

function close(event: CivicEvent): CivicEventEvent[] {
  if (event.status === 'closed') return [];
  if (event.status !== 'held') throw new Rejected('CIVIC_EVENT_NOT_HELD', 'A civic event is held before it is closed.');
  return [{ type: 'CivicEventClosed', data: {} }];
}
