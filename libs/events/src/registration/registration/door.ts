import { Rejected } from '@ecou/event-sourcing';
import type { CivicEvent } from '../../consultations/civic-event/civic-event.decider.js';

/** The part of a civic event that decides whether people may come in. */
export type AtDoor = Pick<CivicEvent, 'status' | 'announced'>;

/** People come to a civic event that the public knows of, until its attendance is settled by closing it. */
export function refuseAtDoor({ status, announced }: AtDoor): void {
  if (status === 'cancelled') throw new Rejected('CIVIC_EVENT_CANCELLED', 'The civic event was cancelled.');
  if (!announced) throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'The civic event is not published yet.');
  if (status === 'closed') throw new Rejected('CIVIC_EVENT_CLOSED', 'The civic event is closed.');
}
