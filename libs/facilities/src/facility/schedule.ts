import { addMonths, dayOf } from './days.js';
import type { FacilityEvent, Incentive } from './facility.events.js';
import type { Facility, IncentiveTurn } from './facility.state.js';
import { holdsOn, nextTurn } from './validity.js';

/** Puts on record what the days bring: what is due, what begins and ends, and what comes next. A repeat changes nothing. */
export type KeepSchedule = {
  readonly type: 'KeepSchedule';
  readonly at: string;
  /** Months after which its kind is to be verified again; `null`: no rule. */
  readonly kindMonths: number | null;
  /** The time at which it was added; only needed where it was never verified, and nothing was planned. */
  readonly addedAt: string;
};

/** The events by which a facility's verification and incentives are as they have to be at a time. Pure. */
export const keepSchedule = (command: KeepSchedule, facility: Facility): FacilityEvent[] => [
  ...verificationFacts(command, facility),
  ...incentiveFacts(dayOf(command.at), facility),
];

const identityOf = ({ details: { kind, name } }: Facility) => ({ kind, name });

function verificationFacts(command: KeepSchedule, facility: Facility): FacilityEvent[] {
  if (facility.status === 'retired') return [];
  const { since, dueOn } = nextVerification(command, facility);
  const isMoved = dueOn !== (facility.verification?.dueOn ?? null);
  const isNoted = !isMoved && facility.verification?.isNoted === true;
  return [
    ...(isMoved ? [{ type: 'VerificationPlanned' as const, data: { ...identityOf(facility), since, dueOn } }] : []),
    ...(dueOn === null || isNoted || dueOn > dayOf(command.at) ? [] : [verificationDue(facility, dueOn)]),
  ];
}

/** So many months after it was last verified, else added: by its own rule, else that of its kind. */
function nextVerification({ kindMonths, addedAt }: KeepSchedule, { details, verified, verification }: Facility) {
  const months = details.verifyEveryMonths ?? kindMonths;
  const since = verified?.at ?? verification?.since ?? addedAt;
  return { since, dueOn: months === null ? null : addMonths(dayOf(since), months) };
}

function verificationDue(facility: Facility, dueOn: string): FacilityEvent {
  const { verified, steward } = facility;
  const data = { ...identityOf(facility), dueOn, verifiedAt: verified?.at ?? null, steward };
  return { type: 'VerificationDue', data };
}

/** Incentives wait for a facility that has not opened, and end with one that is gone, or that no longer names them. */
function incentiveFacts(today: string, facility: Facility): FacilityEvent[] {
  const { status, details, incentives: turns } = facility;
  if (status === 'planned') return [];
  const named = status === 'retired' ? [] : details.incentives;
  const gone = turns.filter(
    ({ incentiveId, state }) => state === 'running' && !named.some(({ id }) => id === incentiveId),
  );
  return [
    ...gone.map(({ incentiveId, title }) => ended(facility, { incentiveId, title }, today, null)),
    ...named.flatMap((incentive) => incentiveFact(facility, incentive, today)),
  ];
}

type Named = Pick<IncentiveTurn, 'incentiveId' | 'title'>;

const ended = (facility: Facility, named: Named, endedOn: string, nextOn: string | null): FacilityEvent => ({
  type: 'IncentiveEnded',
  data: { ...identityOf(facility), ...named, endedOn, nextOn },
});

const nothingSaid = { state: 'over', nextOn: null } as const;

function incentiveFact(facility: Facility, incentive: Incentive, today: string): FacilityEvent[] {
  const { id: incentiveId, title, description } = incentive;
  const before = facility.incentives.find((turn) => turn.incentiveId === incentiveId) ?? nothingSaid;
  const nextOn = nextTurn(today, incentive);
  const state = holdsOn(today, incentive) ? 'running' : nextOn === null ? 'over' : 'planned';
  if (before.state === state && before.nextOn === nextOn) return [];
  const of = { ...identityOf(facility), incentiveId, title };
  if (state === 'running' && before.state !== 'running') {
    return [{ type: 'IncentiveBegan', data: { ...of, description, beganOn: today, nextOn } }];
  }
  if (state !== 'running' && before.state === 'running')
    return [ended(facility, { incentiveId, title }, today, nextOn)];
  return [{ type: 'IncentivePlanned', data: { ...of, state, nextOn } }];
}
