import { Rejected, same, type Decider } from '@ecou/event-sourcing';
import type { CivicEventStatus } from '../../consultations/civic-event/civic-event.decider.js';
import type { WalkInEvent } from './walk-in.events.js';

export type WalkIn = Omit<WalkInEvent['data'], 'cameAt'>;

export type RecordWalkIn = {
  readonly type: 'RecordWalkIn';
  readonly walkIn: WalkIn;
  readonly civicEvent: { readonly status: CivicEventStatus; readonly announced: boolean };
  readonly at: string;
};

export const walkInDecider: Decider<RecordWalkIn, WalkIn | null, WalkInEvent> = {
  initial: null,
  decide({ walkIn, civicEvent, at }, recorded) {
    if (recorded) {
      if (same(recorded, walkIn)) return [];
      throw new Rejected('WALK_IN_EXISTS', 'A walk-in with this id exists, and says something else.');
    }
    refuseAtDoor(civicEvent);
    return [{ type: 'WalkInRecorded', data: { ...walkIn, cameAt: at } }];
  },
  evolve: (_state, { data: { cameAt: _cameAt, ...walkIn } }) => walkIn,
};

/** People come to a civic event that the public knows of, until its attendance is settled by closing it. */
export function refuseAtDoor({ status, announced }: RecordWalkIn['civicEvent']): void {
  if (status === 'cancelled') throw new Rejected('CIVIC_EVENT_CANCELLED', 'The civic event was cancelled.');
  if (!announced) throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'The civic event is not published yet.');
  if (status === 'closed') throw new Rejected('CIVIC_EVENT_CLOSED', 'The civic event is closed.');
}
