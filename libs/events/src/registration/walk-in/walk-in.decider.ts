import { Rejected, same, type Decider } from '@ecou/event-sourcing';
import { refuseAtDoor, type AtDoor } from '../registration/door.js';
import type { WalkInEvent } from './walk-in.events.js';

export type WalkIn = Omit<WalkInEvent['data'], 'cameAt'>;

export type RecordWalkIn = {
  readonly type: 'RecordWalkIn';
  readonly walkIn: WalkIn;
  readonly civicEvent: AtDoor;
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
