import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { facilityDecider, type FacilityCommandBody, type VerifyFacility } from './facility.decider.js';
import type { FacilityEvent } from './facility.events.js';
import { library, portal } from './facility.samples.js';

const given = specify(facilityDecider);

const identity = { kind: library.kind, name: library.name };
const reason = { ro: 'Lucrări de renovare', en: 'Being renovated' };
const otherReason = { ro: 'S-a mutat' };

const added: FacilityEvent = { type: 'FacilityAdded', data: { ...library, status: 'open' } };
const planned: FacilityEvent = { type: 'FacilityAdded', data: { ...library, status: 'planned' } };
const opened: FacilityEvent = { type: 'FacilityOpened', data: identity };
const suspended: FacilityEvent = { type: 'FacilitySuspended', data: { ...identity, reason } };
const resumed: FacilityEvent = { type: 'FacilityResumed', data: identity };
const retired: FacilityEvent = { type: 'FacilityRetired', data: { ...identity, reason } };
const changed: FacilityEvent = { type: 'FacilityChanged', data: { ...library, address: 'Strada Nouă 2' } };
const verifiedAt = (at: string, by = 'Serviciul IT'): FacilityEvent => ({
  type: 'FacilityVerified',
  data: { ...identity, verifiedBy: by, verifiedAt: at },
});

const add: FacilityCommandBody = { type: 'AddFacility', details: library, status: 'open' };
const change: FacilityCommandBody = { type: 'ChangeFacility', details: { ...library, address: 'Strada Nouă 2' } };
const open: FacilityCommandBody = { type: 'OpenFacility' };
const suspend: FacilityCommandBody = { type: 'SuspendFacility', reason };
const resume: FacilityCommandBody = { type: 'ResumeFacility' };
const retire: FacilityCommandBody = { type: 'RetireFacility', reason };
const verify = (at: string, by = 'Serviciul IT'): VerifyFacility => ({
  type: 'VerifyFacility',
  verifiedBy: by,
  verifiedAt: at,
  at: '2026-03-01T10:00:00Z',
});

describe('a facility', () => {
  it('is added, open or planned', () => {
    given().when(add).then(added);
    given().when({ type: 'AddFacility', details: library, status: 'planned' }).then(planned);
  });

  it('is added once: a repeat changes nothing, also after it was changed', () => {
    given(added).when(add).then();
    given(added, changed, suspended).when(add).then();
    given(added, retired).when(add).then();
  });

  it('recognises a repeat whatever the order of the properties', () => {
    const reversed = Object.fromEntries(Object.entries(library).reverse()) as typeof library;
    given(added).when({ type: 'AddFacility', details: reversed, status: 'open' }).then();
  });

  it('is not added again with other content', () => {
    given(added).when({ type: 'AddFacility', details: portal, status: 'open' }).thenRejected('FACILITY_EXISTS');
    given(added).when({ type: 'AddFacility', details: library, status: 'planned' }).thenRejected('FACILITY_EXISTS');
  });

  it('changes what the map says of it', () => given(added).when(change).then(changed));
  it('ignores a change that changes nothing', () => given(added, changed).when(change).then());
  it('can be changed back', () =>
    given(added, changed)
      .when({ type: 'ChangeFacility', details: library })
      .then({ type: 'FacilityChanged', data: library }));

  it('opens when it was planned', () => given(planned).when(open).then(opened));
  it('ignores opening when it is open', () => {
    given(added).when(open).then();
    given(planned, opened).when(open).then();
  });
  it('is not opened while it is suspended', () =>
    given(added, suspended).when(open).thenRejected('FACILITY_SUSPENDED'));

  it('is suspended with a reason', () => given(added).when(suspend).then(suspended));
  it('ignores being suspended again for the same reason', () => given(added, suspended).when(suspend).then());
  it('refuses to be suspended for another reason', () =>
    given(added, suspended).when({ type: 'SuspendFacility', reason: otherReason }).thenRejected('FACILITY_SUSPENDED'));
  it('is not suspended before it opens', () => given(planned).when(suspend).thenRejected('FACILITY_NOT_OPEN'));

  it('resumes', () => given(added, suspended).when(resume).then(resumed));
  it('ignores being resumed while it is open', () => given(added, suspended, resumed).when(resume).then());
  it('does not resume what never opened', () => given(planned).when(resume).thenRejected('FACILITY_NOT_SUSPENDED'));
  it('can be suspended again after it was resumed', () =>
    given(added, suspended, resumed).when(suspend).then(suspended));

  it.each([
    ['planned', [planned]],
    ['open', [added]],
    ['suspended', [added, suspended]],
  ])('retires when it is %s', (_, events) =>
    given(...events)
      .when(retire)
      .then(retired),
  );
  it('ignores being retired again for the same reason', () => given(added, retired).when(retire).then());
  it('refuses to be retired for another reason', () =>
    given(added, retired).when({ type: 'RetireFacility', reason: otherReason }).thenRejected('FACILITY_RETIRED'));

  it.each([change, open, suspend, resume, verify('2026-02-01T10:00:00Z')])(
    'takes no $type once it is retired',
    (command) => given(added, retired).when(command).thenRejected('FACILITY_RETIRED'),
  );

  it.each([change, open, suspend, resume, retire, verify('2026-02-01T10:00:00Z')])(
    'takes no $type before it is added',
    (command) => given().when(command).thenRejected('FACILITY_UNKNOWN'),
  );
});

describe('the verification of a facility', () => {
  const first = '2026-02-01T10:00:00Z';
  const later = '2026-02-20T12:00:00+02:00';

  it('is on record with who and when', () => given(added).when(verify(first)).then(verifiedAt(first)));
  it('can be of a planned or suspended facility', () => {
    given(planned).when(verify(first)).then(verifiedAt(first));
    given(added, suspended).when(verify(first)).then(verifiedAt(first));
  });
  it('is repeated later', () => given(added, verifiedAt(first)).when(verify(later)).then(verifiedAt(later)));
  it('ignores a repeated command', () => given(added, verifiedAt(first)).when(verify(first)).then());
  it('takes a second one at the same time by somebody else', () =>
    given(added, verifiedAt(first)).when(verify(first, 'ONG Exemplu')).then(verifiedAt(first, 'ONG Exemplu')));
  it('does not go back in time', () =>
    given(added, verifiedAt(later)).when(verify(first)).thenRejected('FACILITY_VERIFIED_SINCE'));
  it('does not lie in the future', () =>
    given(added).when(verify('2026-03-01T10:00:01Z')).thenRejected('FACILITY_VERIFIED_IN_FUTURE'));
  it('compares times, not texts', () =>
    given(added).when(verify('2026-03-01T11:30:00+02:00')).then(verifiedAt('2026-03-01T11:30:00+02:00')));
});

describe('the state of a facility', () => {
  it('keeps the last verification and forgets a reason that is over', () =>
    expect(given(added, verifiedAt('2026-02-01T10:00:00Z'), suspended, resumed).state()).toMatchObject({
      status: 'open',
      verified: { by: 'Serviciul IT', at: '2026-02-01T10:00:00Z' },
      reason: null,
    }));
  it('is never verified at first', () => expect(given(added).state()).toMatchObject({ verified: null }));
  it('refuses a stream that does not begin with FacilityAdded', () =>
    expect(() => given(opened).state()).toThrow('There is no such facility.'));
});
