import { Rejected } from '@ecou/event-sourcing';
import type { CivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { tookPlace } from '../../consultations/civic-event/civic-event.state.js';
import type { Times } from '../../consultations/civic-event/civic-event.events.js';

/** The part of a civic event that decides whether people may come in. */
export type AtDoor = Pick<CivicEvent, 'status' | 'announced'>;

/** People come to a civic event that the public knows of, until its attendance is settled by closing it. */
export function refuseAtDoor({ status, announced }: AtDoor): void {
  if (status === 'cancelled') throw new Rejected('CIVIC_EVENT_CANCELLED', 'The civic event was cancelled.');
  if (!announced) throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'The civic event is not published yet.');
  if (status === 'closed') throw new Rejected('CIVIC_EVENT_CLOSED', 'The civic event is closed.');
}

/** The day of a civic event, on the clock of its place. */
export type Day = Pick<Times, 'startsAt' | 'timeZone'> & Pick<CivicEvent, 'status'>;

/** `2024-04-10`. */
const dayOf = (time: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone }).format(Date.parse(time));

/** Doors open early: somebody may come from the day of the civic event on. */
export function refuseBeforeDay({ startsAt, timeZone, status }: Day, at: string): void {
  if (tookPlace(status) || dayOf(at, timeZone) >= dayOf(startsAt, timeZone)) return;
  throw new Rejected(
    'CIVIC_EVENT_AHEAD',
    `People come from the day of the civic event on, which begins at ${startsAt}; move it first if that is wrong.`,
  );
}
