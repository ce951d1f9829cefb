import { describe, it } from '@jest/globals';
import {
  answered,
  closed,
  declined,
  event,
  file,
  forwarded,
  given,
  joined,
  main,
  noticed,
  ofNotice,
  working,
} from '../../testing/petition-given.js';
import { later, mainId, registered } from '../petition.samples.js';
import { required } from '../petition.state.js';

describe('the end', () => {
  const close = { type: 'ClosePetition', note: null, at: later } as const;
  const closedBecause = (ground: string, more: object = {}) =>
    event('PetitionClosed', { ground, earlier: null, note: null, ...more });
  it('comes once it was answered, declined or forwarded', () => {
    given(registered, answered).when(close).then(closedBecause('answered'));
    given(registered, declined).when(close).then(closedBecause('answered'));
    given(registered, forwarded).when(close).then(closedBecause('forwarded'));
    given(registered, answered, closed).when(close).then();
    given(registered, working).when(close).thenRejected('PETITION_NOT_ANSWERED');
    given(registered, joined).when(close).thenRejected('PETITION_NOT_ANSWERED');
    given(noticed)
      .when(close)
      .then(closedBecause('noted', { subject: ofNotice }));
  });
  it('comes to what nobody signed', () => {
    const anonymous = { ...file, ground: 'anonymous', earlier: null } as const;
    given(noticed)
      .when(anonymous)
      .then(closedBecause('anonymous', { subject: ofNotice }));
    given(registered).when(anonymous).thenRejected('PETITIONER_KNOWN');
  });
  it('comes to what repeats a petition that was answered', () => {
    const earlier = {
      id: mainId,
      petition: { ...required(given(registered, answered).state()), number: '2026-000100' },
    };
    const repeat = { ...file, earlier };
    given(registered)
      .when(repeat)
      .then(closedBecause('repeat', { earlier: mainId }));
    given(registered, closedBecause('repeat', { earlier: mainId }))
      .when(repeat)
      .then();
    given(registered)
      .when({ ...file, earlier: null })
      .thenRejected('EARLIER_MISSING');
    given(registered)
      .when({ ...file, earlier: { id: mainId, petition: main } })
      .thenRejected('EARLIER_NOT_ANSWERED');
    given(registered, event('OtherPetitionJoined')).when(repeat).thenRejected('OTHERS_JOINED');
    given(registered, answered).when(repeat).thenRejected('PETITION_DONE');
  });
});
