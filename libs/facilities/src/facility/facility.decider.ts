import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Invalid, Rejected, same, type Decider } from '@ecou/event-sourcing';
import type { FacilityDetails, FacilityEvent, Steward } from './facility.events.js';
import { evolveFacility, requireFacility, type Facility } from './facility.state.js';
import { keepSchedule, type KeepSchedule } from './schedule.js';

export type AddFacility = { type: 'AddFacility'; details: FacilityDetails; status: 'planned' | 'open' };
export type ChangeFacility = { type: 'ChangeFacility'; details: FacilityDetails };
export type OpenFacility = { type: 'OpenFacility' };
/** `verifiedAt` may lie before `at`, the time of the command, and never after it. */
export type VerifyFacility = { type: 'VerifyFacility'; verifiedBy: string; verifiedAt: string; at: string };
export type SuspendFacility = { type: 'SuspendFacility'; reason: LocalizedText };
export type ResumeFacility = { type: 'ResumeFacility' };
export type RetireFacility = { type: 'RetireFacility'; reason: LocalizedText };

export type NameSteward = { type: 'NameSteward'; steward: Steward };
export type ReleaseSteward = { type: 'ReleaseSteward' };

export type FacilityCommandBody =
  | AddFacility
  | ChangeFacility
  | OpenFacility
  | VerifyFacility
  | SuspendFacility
  | ResumeFacility
  | RetireFacility
  | NameSteward
  | ReleaseSteward
  | KeepSchedule;

export const facilityDecider: Decider<FacilityCommandBody, Facility | null, FacilityEvent> = {
  initial: null,
  decide: (command, state) => {
    if (command.type === 'AddFacility') return add(command, state);
    const facility = requireFacility(state);
    if (command.type === 'RetireFacility') return retire(command, facility);
    if (command.type === 'KeepSchedule') return keepSchedule(command, facility);
    if (facility.status === 'retired') throw new Rejected('FACILITY_RETIRED', 'The facility is retired.');
    return decideKept(command, facility);
  },
  evolve: evolveFacility,
};

/** For a facility that is neither unknown nor retired. */
function decideKept(
  command: Exclude<FacilityCommandBody, AddFacility | RetireFacility | KeepSchedule>,
  facility: Facility,
): FacilityEvent[] {
  switch (command.type) {
    case 'ChangeFacility':
      return same(command.details, facility.details) ? [] : [{ type: 'FacilityChanged', data: command.details }];
    case 'OpenFacility':
      return open(facility);
    case 'VerifyFacility':
      return verify(command, facility);
    case 'SuspendFacility':
      return suspend(command, facility);
    case 'ResumeFacility':
      return resume(facility);
    case 'NameSteward':
      return same(command.steward, facility.steward)
        ? []
        : [{ type: 'StewardNamed', data: { steward: command.steward } }];
    case 'ReleaseSteward':
      return facility.steward ? [{ type: 'StewardReleased', data: {} }] : [];
    default:
      return assertNever(command);
  }
}

const identityOf = ({ details: { kind, name } }: Facility) => ({ kind, name });

function add({ details, status }: AddFacility, facility: Facility | null): FacilityEvent[] {
  if (!facility) return [{ type: 'FacilityAdded', data: { ...details, status } }];
  if (same({ details, status }, facility.added)) return [];
  throw new Rejected('FACILITY_EXISTS', 'A facility with this id exists, and says something else.');
}

function open(facility: Facility): FacilityEvent[] {
  if (facility.status === 'open') return [];
  if (facility.status === 'planned') return [{ type: 'FacilityOpened', data: identityOf(facility) }];
  throw new Rejected('FACILITY_SUSPENDED', 'A suspended facility is resumed, not opened.');
}

function verify({ verifiedBy, verifiedAt, at }: VerifyFacility, facility: Facility): FacilityEvent[] {
  if (Date.parse(verifiedAt) > Date.parse(at)) {
    throw new Invalid('FACILITY_VERIFIED_IN_FUTURE', 'A verification lies in the past.', ['at']);
  }
  const { verified } = facility;
  if (verified?.by === verifiedBy && verified.at === verifiedAt) return [];
  if (verified && Date.parse(verifiedAt) < Date.parse(verified.at)) {
    throw new Rejected('FACILITY_VERIFIED_SINCE', `The facility was verified after that, at ${verified.at}.`);
  }
  return [{ type: 'FacilityVerified', data: { ...identityOf(facility), verifiedBy, verifiedAt } }];
}

function suspend({ reason }: SuspendFacility, facility: Facility): FacilityEvent[] {
  if (facility.status === 'open') return [{ type: 'FacilitySuspended', data: { ...identityOf(facility), reason } }];
  if (facility.status === 'planned') throw new Rejected('FACILITY_NOT_OPEN', 'Only an open facility is suspended.');
  if (same(reason, facility.reason)) return [];
  throw new Rejected('FACILITY_SUSPENDED', 'The facility is suspended already, for another reason.');
}

function resume(facility: Facility): FacilityEvent[] {
  if (facility.status === 'open') return [];
  if (facility.status === 'suspended') return [{ type: 'FacilityResumed', data: identityOf(facility) }];
  throw new Rejected('FACILITY_NOT_SUSPENDED', 'Only a suspended facility is resumed.');
}

function retire({ reason }: RetireFacility, facility: Facility): FacilityEvent[] {
  if (facility.status !== 'retired') return [{ type: 'FacilityRetired', data: { ...identityOf(facility), reason } }];
  if (same(reason, facility.reason)) return [];
  throw new Rejected('FACILITY_RETIRED', 'The facility is retired already, for another reason.');
}
