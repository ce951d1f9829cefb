import { assertNever, Rejected, Unknown, type Decider, type Sealed } from '@ecou/event-sourcing';
import type { HoldData, LegalHoldsEvent } from './legal-holds.events.js';

export interface Hold extends HoldData<'HoldPlaced'> {
  readonly lifted: { readonly reason: Sealed<string>; readonly by: string; readonly liftedAt: string } | null;
}

/** By their ids, in the order in which they were placed. */
export type LegalHolds = ReadonlyMap<string, Hold>;

export type LegalHoldsCommandBody =
  ({ readonly type: 'PlaceHold' } & HoldData<'HoldPlaced'>) | ({ readonly type: 'LiftHold' } & HoldData<'HoldLifted'>);

export const isActive = ({ lifted, until }: Hold, at: string): boolean =>
  lifted === null && (until === null || Date.parse(until) > Date.parse(at));

export const activeHolds = (holds: LegalHolds, at: string): readonly Hold[] =>
  [...holds.values()].filter((hold) => isActive(hold, at));

/** Throws `Rejected` where one of these people, or a thing in which one of them stands, must be kept. */
export function refuseHeld(
  holds: readonly Hold[],
  subjects: readonly string[],
  standingIn: ReadonlyMap<string, readonly string[]>,
): void {
  const isHeld = (hold: Hold) =>
    [...hold.subjects, ...(standingIn.get(hold.holdId) ?? [])].some((held) => subjects.includes(held));
  const hold = holds.find(isHeld);
  if (!hold) return;
  const until = hold.until === null ? 'it is lifted' : hold.until;
  throw new Rejected('LEGAL_HOLD', `Hold ${hold.holdId} keeps the data until ${until}: ${hold.legalBasis}.`);
}

function place(
  { type: _, ...data }: Extract<LegalHoldsCommandBody, { type: 'PlaceHold' }>,
  holds: LegalHolds,
): LegalHoldsEvent[] {
  const before = holds.get(data.holdId);
  const stands = before?.lifted === null && data.subjects.every((subject) => before.subjects.includes(subject));
  return stands ? [] : [{ type: 'HoldPlaced', data }];
}

function lift(
  { type: _, ...data }: Extract<LegalHoldsCommandBody, { type: 'LiftHold' }>,
  holds: LegalHolds,
): LegalHoldsEvent[] {
  const hold = holds.get(data.holdId);
  if (!hold) throw new Unknown('LEGAL_HOLD_UNKNOWN', 'There is no such hold.');
  return hold.lifted ? [] : [{ type: 'HoldLifted', data }];
}

function evolve(holds: LegalHolds, event: LegalHoldsEvent): LegalHolds {
  switch (event.type) {
    case 'HoldPlaced':
      return new Map([...holds, [event.data.holdId, { ...event.data, lifted: null }]]);
    case 'HoldLifted': {
      const { holdId, ...lifted } = event.data;
      const hold = holds.get(holdId);
      return hold ? new Map([...holds, [holdId, { ...hold, lifted }]]) : holds;
    }
    default:
      return assertNever(event);
  }
}

export const legalHoldsDecider: Decider<LegalHoldsCommandBody, LegalHolds, LegalHoldsEvent> = {
  initial: new Map(),
  decide(command, holds) {
    switch (command.type) {
      case 'PlaceHold':
        return place(command, holds);
      case 'LiftHold':
        return lift(command, holds);
      default:
        return assertNever(command);
    }
  },
  evolve,
};
