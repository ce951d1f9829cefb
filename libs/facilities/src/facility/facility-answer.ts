import type { Incentive } from './facility.events.js';
import type { FacilityAnswer } from './facility.schemas.js';
import type { IncentiveTurn } from './facility.state.js';

type AnsweredIncentive = FacilityAnswer['incentives'][number];

/** Incentives with what they are, and the day on which that changes. One of which nothing was said yet waits for its facility to open. */
export const withTurns = (
  incentives: readonly Incentive[],
  turns: readonly Pick<IncentiveTurn, 'incentiveId' | 'state' | 'nextOn'>[],
): AnsweredIncentive[] =>
  incentives.map((incentive) => {
    const turn = turns.find(({ incentiveId }) => incentiveId === incentive.id);
    return { ...incentive, state: turn?.state ?? null, nextOn: turn?.nextOn ?? null };
  });

/** The moment of which an answer tells: `asOf` as it was asked for, and the time that it stands for where that is known. */
export interface Stood {
  readonly asOf: string;
  readonly at: string | null;
}
