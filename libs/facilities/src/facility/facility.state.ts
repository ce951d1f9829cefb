import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Unknown } from '@ecou/event-sourcing';
import type { z } from 'zod';
import type { FacilityDetails, FacilityEvent, incentiveState, Steward } from './facility.events.js';

export interface Verification {
  /** A department or an organisation. */
  readonly by: string;
  readonly at: string;
}

/** An incentive as events said it last. */
export interface IncentiveTurn {
  readonly incentiveId: string;
  readonly title: LocalizedText;
  readonly state: z.output<typeof incentiveState>;
  /** The day on which it begins or ends next. */
  readonly nextOn: string | null;
}

/** The next verification. */
export interface VerificationPlan {
  /** The time at which it was last verified, else added. */
  readonly since: string;
  readonly dueOn: string | null;
  /** True once it was noted that the day has come. */
  readonly isNoted: boolean;
}

export interface Facility {
  readonly status: 'planned' | 'open' | 'suspended' | 'retired';
  readonly details: FacilityDetails;
  /** Null: never. */
  readonly verified: Verification | null;
  /** The reason why it is suspended or retired. */
  readonly reason: LocalizedText | null;
  /** The content that it was added with, so that adding it again is recognised. */
  readonly added: { readonly details: FacilityDetails; readonly status: 'planned' | 'open' };
  /** Null: nothing was planned yet. */
  readonly verification: VerificationPlan | null;
  readonly incentives: readonly IncentiveTurn[];
  readonly steward: Steward | null;
}

/** The facility. Throws `Unknown` where there is none. */
export function requireFacility(facility: Facility | null): Facility {
  if (!facility) throw new Unknown('FACILITY_UNKNOWN', 'There is no such facility.');
  return facility;
}

/** A facility after one more event. */
export const evolveFacility = (state: Facility | null, event: FacilityEvent): Facility =>
  event.type === 'FacilityAdded' ? added(event.data) : evolveKnown(requireFacility(state), event);

function added({ status, ...details }: FacilityDetails & { status: 'planned' | 'open' }): Facility {
  return {
    ...{ status, details, verified: null, reason: null, added: { details, status } },
    ...{ verification: null, incentives: [], steward: null },
  };
}

type Later = Exclude<FacilityEvent, { type: 'FacilityAdded' }>;

function evolveKnown(facility: Facility, event: Later): Facility {
  switch (event.type) {
    case 'FacilityChanged':
      return { ...facility, details: event.data, incentives: stillNamed(facility.incentives, event.data) };
    case 'FacilityVerified':
      return { ...facility, verified: { by: event.data.verifiedBy, at: event.data.verifiedAt } };
    case 'FacilityOpened':
    case 'FacilityResumed':
      return { ...facility, status: 'open', reason: null };
    case 'FacilitySuspended':
      return { ...facility, status: 'suspended', reason: event.data.reason };
    case 'FacilityRetired':
      return { ...facility, status: 'retired', reason: event.data.reason, verification: null };
    case 'StewardNamed':
      return { ...facility, steward: event.data.steward };
    case 'StewardReleased':
      return { ...facility, steward: null };
    case 'VerificationPlanned':
      return { ...facility, verification: { since: event.data.since, dueOn: event.data.dueOn, isNoted: false } };
    case 'VerificationDue':
      return { ...facility, verification: facility.verification && { ...facility.verification, isNoted: true } };
    case 'IncentivePlanned':
    case 'IncentiveBegan':
    case 'IncentiveEnded':
      return { ...facility, incentives: turned(facility, turnOf(event)) };
    default:
      return assertNever(event);
  }
}

type Turning = Extract<FacilityEvent, { type: `Incentive${string}` }>;

/** The state of an incentive after an event. */
export function turnOf({ type, data }: Turning): IncentiveTurn {
  const { incentiveId, title, nextOn } = data;
  if (type === 'IncentiveBegan') return { incentiveId, title, state: 'running', nextOn };
  if (type === 'IncentivePlanned') return { incentiveId, title, state: data.state, nextOn };
  return { incentiveId, title, state: nextOn === null ? 'over' : 'planned', nextOn };
}

/** One that runs stays until its end is on record. */
const stillNamed = (turns: readonly IncentiveTurn[], { incentives }: FacilityDetails): readonly IncentiveTurn[] =>
  turns.filter(({ incentiveId, state }) => state === 'running' || incentives.some(({ id }) => id === incentiveId));

const turned = ({ incentives, details }: Facility, turn: IncentiveTurn): readonly IncentiveTurn[] =>
  stillNamed([...incentives.filter(({ incentiveId }) => incentiveId !== turn.incentiveId), turn], details);
