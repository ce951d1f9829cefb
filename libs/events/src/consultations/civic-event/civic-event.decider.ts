import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Invalid, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { correctedText } from '../../formats/corrected-text.js';
import { refuseUnchoosable, type Vocabulary } from '../taxonomy/vocabulary.js';
import { insideEvent, minutesNeeded, minutesOf, type PlannedItem } from './agenda.js';
import {
  correctable,
  type AgendaItem,
  type Announcement,
  type CivicEventDetails,
  type CivicEventEvent,
  type Corrected,
  type Times,
} from './civic-event.events.js';
import { statusFacts, tookPlace, type CivicEventStatus } from './civic-event.state.js';

export type PlanCivicEvent = {
  readonly type: 'PlanCivicEvent';
  readonly details: CivicEventDetails;
  /** The kinds that can be chosen. */
  readonly kinds: Vocabulary;
};
export type SetAgenda = {
  readonly type: 'SetAgenda';
  readonly items: readonly PlannedItem[];
  /** Required where the public knew of another agenda, and once the civic event is closed. */
  readonly reason: LocalizedText | null;
  readonly at: string;
};
export type CorrectCivicEvent = {
  readonly type: 'CorrectCivicEvent';
  /** A field that is left out stays as it stands. */
  readonly fields: Corrected;
  readonly reason: LocalizedText;
  readonly at: string;
};
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
export type HoldCivicEvent = { readonly type: 'HoldCivicEvent'; readonly at: string };
/** It was put on record by mistake that it was held. */
export type RevokeHold = {
  readonly type: 'RevokeHold';
  readonly reason: LocalizedText;
  /** True where its attendance stands on record, in a stream of its own. */
  readonly attended: boolean;
  /** True where a version of its report was published. */
  readonly reported: boolean;
  readonly at: string;
};
export type CloseCivicEvent = { readonly type: 'CloseCivicEvent' };
export type CivicEventCommandBody =
  | PlanCivicEvent
  | SetAgenda
  | CorrectCivicEvent
  | PublishCivicEvent
  | RescheduleCivicEvent
  | CancelCivicEvent
  | HoldCivicEvent
  | RevokeHold
  | CloseCivicEvent;

/** A mistake that was put right. */
export interface Correction {
  /** The fields that changed, `agenda`, or `hold`: it had been said that it was held. */
  readonly changed: readonly string[];
  /** `null`: nobody gave one, of an agenda. */
  readonly reason: LocalizedText | null;
  readonly at: string;
}

/** The part of a civic event that says whether it has begun. */
export interface Beginning {
  readonly status: CivicEventStatus;
  readonly startsAt: string;
}

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
  /** The reason for which it was last moved to another start; null: it was not, or nobody said. */
  readonly moveReason: LocalizedText | null;
  /** The status before it was held; null: it was not. */
  readonly heldFrom: 'published' | 'rescheduled' | null;
  /** Mistakes in what the public was told, put right since, in order. */
  readonly corrections: readonly Correction[];
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
      case 'CorrectCivicEvent':
        return correct(command, event);
      case 'PublishCivicEvent':
        return publish(event);
      case 'RescheduleCivicEvent':
        return reschedule(command, event);
      case 'CancelCivicEvent':
        return cancel(command, event);
      case 'HoldCivicEvent':
        return hold(command, event);
      case 'RevokeHold':
        return revokeHold(command, event);
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
        moveReason: null,
        heldFrom: null,
        corrections: [],
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
    case 'AgendaSet': {
      const { items: agenda, corrected } = event.data;
      const versions = { ...state.versions, stream, agenda: stream };
      if (!corrected) return { ...state, agenda, versions };
      const { reason, correctedAt: at } = corrected;
      // What the public is told of the civic event has changed with it.
      const corrections = [...state.corrections, { changed: ['agenda'], reason, at }];
      return { ...state, agenda, corrections, versions: { ...versions, event: stream } };
    }
    case 'CivicEventCorrected': {
      const { changed: fields, reason, correctedAt: at, announced, previous: _previous, ...told } = event.data;
      const correction: Correction[] = announced ? [{ changed: fields, reason, at }] : [];
      const details = { ...state.details, ...told };
      return { ...now, details, corrections: [...state.corrections, ...correction] };
    }
    case 'CivicEventPublished':
      return { ...now, status: 'published', announced: true };
    case 'CivicEventRescheduled': {
      const { startsAt, endsAt, timeZone, previous, reason } = event.data;
      return {
        ...now,
        moveReason: startsAt === previous.startsAt ? state.moveReason : reason,
        status: event.data.announced ? 'rescheduled' : state.status,
        details: { ...state.details, startsAt, endsAt, timeZone },
        versions: { stream, agenda: stream, event: stream },
      };
    }
    case 'CivicEventCancelled':
      return { ...now, status: 'cancelled', cancelled: { reason: event.data.reason } };
    case 'CivicEventHeld':
      return { ...now, status: 'held', heldFrom: state.status === 'rescheduled' ? 'rescheduled' : 'published' };
    case 'CivicEventHoldRevoked': {
      const { status, reason, revokedAt: at } = event.data;
      const corrections = [...state.corrections, { changed: ['hold'], reason, at }];
      return { ...now, status, heldFrom: null, corrections };
    }
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
  const { takesPlace } = statusFacts[status];
  if (takesPlace === 'never') throw new Rejected('CIVIC_EVENT_CANCELLED', 'The civic event was cancelled.');
  if (takesPlace === 'already') throw new Rejected('CIVIC_EVENT_HELD', 'The civic event has taken place.');
}

/** Refuses what is only for a civic event that the public was told of and that lies ahead. */
export function refuseUnlessAhead(event: CivicEvent): void {
  refuseAfterwards(event);
  if (!event.announced) throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'The civic event is not published yet.');
}

/** Refuses what can only be said of a civic event once it has begun. One that was held has begun, whatever its times say. */
export function refuseBeforeStart({ status, startsAt }: Beginning, at: string): void {
  if (tookPlace(status) || Date.parse(at) >= Date.parse(startsAt)) return;
  throw new Rejected('CIVIC_EVENT_AHEAD', `The civic event begins at ${startsAt}; move it first if that is wrong.`);
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

function setAgenda({ items, reason, at }: SetAgenda, event: CivicEvent): CivicEventEvent[] {
  const agenda = insideEvent(items, event.details);
  if (same(agenda, event.agenda)) return [];
  const { agendaCanChange } = statusFacts[event.status];
  if (agendaCanChange === 'never') {
    throw new Rejected('AGENDA_FIXED', `The agenda of a ${event.status} civic event stays as it is.`);
  }
  if (agendaCanChange === 'with-a-reason' && !reason) {
    throw new Rejected('AGENDA_FIXED', `The agenda of a ${event.status} civic event is corrected with a reason.`);
  }
  const isCorrection = event.announced && event.agenda.length > 0;
  if (isCorrection && !reason) {
    throw new Invalid('REASON_MISSING', 'Another agenda was announced before: say why it changes.', ['reason']);
  }
  const corrected = isCorrection ? { occasion: announcementOf(event), reason, correctedAt: at } : null;
  return [{ type: 'AgendaSet', data: { items: agenda, corrected } }];
}

function correct({ fields, reason, at }: CorrectCivicEvent, event: CivicEvent): CivicEventEvent[] {
  const { details, announced, status } = event;
  const next = { ...details, ...fields, ...textsAfter(details, fields) };
  const changed = correctable.filter((field) => !same(details[field], next[field]));
  if (changed.length === 0) return [];
  if (status === 'cancelled') throw new Rejected('CIVIC_EVENT_CANCELLED', 'The civic event was cancelled.');
  if (next.format === 'online' && next.venue) {
    throw new Invalid('ONLINE_WITH_VENUE', 'What takes place online has no venue.', ['venue']);
  }
  if (next.format === 'in-person' && next.onlineAddress !== null) {
    throw new Invalid('IN_PERSON_WITH_ADDRESS', 'What takes place in person has no address online.', ['onlineAddress']);
  }
  const { description, audience } = next;
  const previous = Object.fromEntries(changed.map((field) => [field, details[field]])) as Corrected;
  const told = { ...announcementOf({ details: next }), description, audience };
  return [{ type: 'CivicEventCorrected', data: { ...told, changed, previous, reason, announced, correctedAt: at } }];
}

const textsAfter = ({ title, description, audience }: CivicEventDetails, fields: Corrected) => ({
  title: correctedText(title, fields.title),
  description: correctedText(description, fields.description),
  audience: correctedText(audience, fields.audience),
});

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

function hold({ at }: HoldCivicEvent, event: CivicEvent): CivicEventEvent[] {
  if (tookPlace(event.status)) return [];
  refuseAfterwards(event);
  if (!event.announced) {
    throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'A civic event is published before it is held.');
  }
  refuseBeforeStart({ status: event.status, startsAt: event.details.startsAt }, at);
  return [{ type: 'CivicEventHeld', data: announcementOf(event) }];
}

function revokeHold({ reason, attended, reported, at }: RevokeHold, event: CivicEvent): CivicEventEvent[] {
  const last = event.corrections.at(-1);
  if (!tookPlace(event.status) && last?.changed.includes('hold') && same(last.reason, reason)) return [];
  if (event.status === 'closed')
    throw new Rejected('CIVIC_EVENT_CLOSED', 'The civic event was closed after it was held.');
  if (event.heldFrom === null) throw new Rejected('CIVIC_EVENT_NOT_HELD', 'It is not on record that it was held.');
  if (attended) throw new Rejected('CIVIC_EVENT_ATTENDED', 'People attended the civic event, so it was held.');
  if (reported) throw new Rejected('REPORT_PUBLISHED', 'A report says that the civic event was held.');
  const data = { ...announcementOf(event), status: event.heldFrom, reason, revokedAt: at };
  return [{ type: 'CivicEventHoldRevoked', data }];
}

function close(event: CivicEvent): CivicEventEvent[] {
  if (event.status === 'closed') return [];
  if (event.status !== 'held') throw new Rejected('CIVIC_EVENT_NOT_HELD', 'A civic event is held before it is closed.');
  return [{ type: 'CivicEventClosed', data: {} }];
}
