import { assertNever, same, type Decider } from '@ecou/event-sourcing';
import type { DisseminationFacts, OutreachEvent, ReachFacts } from './outreach.events.js';

export type RecordDissemination = { readonly type: 'RecordDissemination'; readonly dissemination: DisseminationFacts };
export type RecordReach = { readonly type: 'RecordReach'; readonly reach: ReachFacts };
export type OutreachCommandBody = RecordDissemination | RecordReach;

/** Dissemination outside of the platform for a programme, and estimates of its reach. */
export interface Outreach {
  /** In the order in which it was heard of. */
  readonly disseminations: readonly DisseminationFacts[];
  /** Every estimate, in the order in which they were reported: the last one of a dissemination is taken. */
  readonly reach: readonly ReachFacts[];
}

export const outreachDecider: Decider<OutreachCommandBody, Outreach, OutreachEvent> = {
  initial: { disseminations: [], reach: [] },
  decide(command, { disseminations, reach }) {
    switch (command.type) {
      case 'RecordDissemination': {
        const { dissemination: data } = command;
        const known = disseminations.find((each) => isSame(each, data, 'disseminationId'));
        return same(known, data) ? [] : [{ type: 'DisseminationRecorded', data }];
      }
      case 'RecordReach': {
        const { reach: data } = command;
        const known = reach.find((each) => isSame(each, data, 'reachId'));
        return same(known, data) ? [] : [{ type: 'DisseminationReachRecorded', data }];
      }
      default:
        return assertNever(command);
    }
  },
  evolve(outreach, event) {
    switch (event.type) {
      case 'DisseminationRecorded':
        return { ...outreach, disseminations: withOne(outreach.disseminations, event.data, 'disseminationId') };
      case 'DisseminationReachRecorded':
        return { ...outreach, reach: withOne(outreach.reach, event.data, 'reachId') };
      default:
        return assertNever(event);
    }
  },
};

const isSame = <T>(one: T, other: T, key: keyof T): boolean => one[key] === other[key];

/** With one in the place where it stood, else at the end. */
const withOne = <T>(all: readonly T[], one: T, key: keyof T): readonly T[] =>
  all.some((each) => isSame(each, one, key)) ? all.map((each) => (isSame(each, one, key) ? one : each)) : [...all, one];
