import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { refuseAtDoor, refuseBeforeDay, type AtDoor, type Day } from '../registration/door.js';
import type { WalkInEvent } from './walk-in.events.js';

type Recorded = Extract<WalkInEvent, { type: 'WalkInRecorded' }>['data'];

/** People who came, as they were noted. */
export type WalkIn = Omit<Recorded, 'cameAt'>;

export type RecordWalkIn = {
  readonly type: 'RecordWalkIn';
  readonly walkIn: WalkIn;
  readonly civicEvent: AtDoor & Day;
  readonly at: string;
};
export type CorrectWalkIn = {
  readonly type: 'CorrectWalkIn';
  readonly civicEventId: string;
  /** A field that is left out stays as it stands. */
  readonly category?: string | undefined;
  readonly count?: number | undefined;
  readonly reason: string;
  readonly civicEvent: AtDoor;
  readonly at: string;
};
export type WalkInCommandBody = RecordWalkIn | CorrectWalkIn;

export interface NotedWalkIn {
  /** As they were noted first: what a repeated command is compared with. */
  readonly noted: WalkIn;
  readonly category: string;
  readonly count: number;
}

export const walkInDecider: Decider<WalkInCommandBody, NotedWalkIn | null, WalkInEvent> = {
  initial: null,
  decide(command, state) {
    switch (command.type) {
      case 'RecordWalkIn':
        return record(command, state);
      case 'CorrectWalkIn':
        return correct(command, state);
      default:
        return assertNever(command);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'WalkInRecorded': {
        const { cameAt: _cameAt, ...noted } = event.data;
        return { noted, category: noted.category, count: noted.count };
      }
      case 'WalkInCorrected': {
        const { category, count } = event.data;
        return state && { ...state, category, count };
      }
      default:
        return assertNever(event);
    }
  },
};

function record({ walkIn, civicEvent, at }: RecordWalkIn, state: NotedWalkIn | null): WalkInEvent[] {
  if (state) {
    if (same(state.noted, walkIn)) return [];
    throw new Rejected('WALK_IN_EXISTS', 'A walk-in with this id exists, and says something else.');
  }
  refuseAtDoor(civicEvent);
  refuseBeforeDay(civicEvent, at);
  return [{ type: 'WalkInRecorded', data: { ...walkIn, cameAt: at } }];
}

function correct(command: CorrectWalkIn, state: NotedWalkIn | null): WalkInEvent[] {
  const { civicEventId, reason, civicEvent, at } = command;
  if (state?.noted.civicEventId !== civicEventId) {
    throw new Unknown('WALK_IN_UNKNOWN', 'The civic event has no such walk-in.');
  }
  const previous = { category: state.category, count: state.count };
  const { category = previous.category, count = previous.count } = command;
  if (same({ category, count }, previous)) return [];
  refuseAtDoor(civicEvent);
  return [{ type: 'WalkInCorrected', data: { civicEventId, category, count, previous, reason, correctedAt: at } }];
}
