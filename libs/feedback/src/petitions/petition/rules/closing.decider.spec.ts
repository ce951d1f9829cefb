import { describe, expect, it } from '@jest/globals';
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
  pathOf,
  reopened,
  working,
} from '../../testing/petition-given.js';
import { petitionDecider } from './petition.decider.js';
import { later, mainId, registered, samples, sealed, subject } from '../petition.samples.js';
import { requirePetition } from '../petition.state.js';

const closedBecause = (ground: string, more: object = {}) =>
  event('PetitionClosed', { ground, earlier: null, told: null, reason: null, note: null, ...more });

describe('the end', () => {
  const close = { type: 'ClosePetition', note: null, at: later } as const;
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
  it('comes to what has no identity, or a plainly false one, with the reason (art. 7)', () => {
    const reason = sealed('Nu există strada, iar numele este al unui personaj.');
    const unidentified = { ...file, ground: 'unidentified', earlier: null, reason } as const;
    given(registered).when(unidentified).then(closedBecause('unidentified', { reason }));
    given(registered, closedBecause('unidentified', { reason })).when(unidentified).then();
    const unsaid = { ...unidentified, reason: null };
    given(registered).when(unsaid).thenRejected('REASON_MISSING');
    const state = given(registered).state();
    expect(pathOf(() => petitionDecider.decide(unsaid, state))).toEqual(['reason']);
  });
});

describe('a repeat (art. 10 (2))', () => {
  const number = '2026-000100';
  const first = { ...requirePetition(given(registered, answered).state()), number };
  const ofContact = { id: mainId, petition: first, sameContact: true };
  const ofOther = { ...ofContact, sameContact: false };
  const second = { ...registered, data: { ...registered.data, registeredAt: later } };
  const repeat = { ...file, earlier: ofContact };
  it('of the same petitioner, after the answer, is filed', () => {
    given(second)
      .when(repeat)
      .then(closedBecause('repeat', { earlier: mainId, told: 'contact' }));
    given(second, closedBecause('repeat', { earlier: mainId, told: 'contact' }))
      .when(repeat)
      .then();
    const { reason } = samples.PetitionClosed;
    given(second)
      .when({ ...repeat, earlier: ofOther, reason })
      .then(closedBecause('repeat', { earlier: mainId, told: 'officer', reason }));
  });
  it('that another authority sent is filed, too', () => {
    const sent = { ...second, data: { ...second.data, channel: 'authority' } } as const;
    given(sent)
      .when({ ...repeat, earlier: ofOther })
      .then(closedBecause('repeat', { earlier: mainId, told: 'authority' }));
  });
  it('of somebody else is answered', () => {
    const command = { ...repeat, earlier: ofOther };
    given(second).when(command).thenRejected('PETITIONER_NOT_THE_SAME');
    const state = given(second).state();
    expect(pathOf(() => petitionDecider.decide(command, state))).toEqual(['reason']);
  });
  it('is none where nothing was answered before it came in', () => {
    given(second)
      .when({ ...file, earlier: null })
      .thenRejected('EARLIER_MISSING');
    given(second)
      .when({ ...file, earlier: { ...ofContact, petition: main } })
      .thenRejected('EARLIER_NOT_ANSWERED');
    given(second)
      .when({ ...file, earlier: { ...ofContact, petition: { ...first, number: subject.number } } })
      .thenRejected('EARLIER_NOT_ANSWERED');
    const sent = event('PetitionAnswered', { sendingId: mainId, channel: 'email' });
    const bounced = event('AnswerDeliveryReported', { sendingId: mainId });
    const lost = { ...requirePetition(given(registered, sent, bounced).state()), number };
    given(second)
      .when({ ...file, earlier: { ...ofContact, petition: lost } })
      .thenRejected('EARLIER_NOT_ANSWERED');
    given(registered).when(repeat).thenRejected('CAME_BEFORE_ANSWER');
    given(second, event('OtherPetitionJoined')).when(repeat).thenRejected('OTHERS_JOINED');
    given(second, answered).when(repeat).thenRejected('PETITION_DONE');
  });
  it('is what was reopened, too, where that says nothing new', () =>
    given(registered, answered, reopened)
      .when({ ...file, earlier: null })
      .then(closedBecause('repeat')));
  it('is noted at the first number, once', () => {
    const note = { type: 'NoteRepeat', petitionId: mainId, number: '2026-000124', at: later } as const;
    given(registered, answered, closed).when(note).then(event('RepeatNoted'));
    given(registered, answered, closed, event('RepeatNoted')).when(note).then();
    expect(given(registered, answered, closed, event('RepeatNoted')).state()).toMatchObject({
      status: 'closed',
      repeats: [{ id: mainId, number: '2026-000124', at: later }],
    });
  });
});
