import { describe, expect, it } from '@jest/globals';
import { extendedBy } from './deadlines.js';
import {
  answer,
  answered,
  assigned,
  closed,
  deadline,
  declined,
  dueSoon,
  event,
  extend,
  extended,
  file,
  forwarded,
  given,
  joined,
  late,
  main,
  noticed,
  ofNotice,
  reopen,
  reopened,
  satisfaction,
  working,
} from '../testing/petition-given.js';
import { later, mainId, registered, samples, sealed, terms } from './petition.samples.js';
import { required } from './petition.state.js';
import type { PetitionEvent } from './petition.events.js';

describe('the deadline', () => {
  const { dueSoonAt, overdueAt } = deadline;
  const noteDueSoon = { type: 'NoteDueSoon', dueAt: dueSoonAt, at: samples.PetitionDueSoon.raisedAt } as const;
  const noteMissed = {
    type: 'NoteDeadlineMissed',
    dueAt: overdueAt,
    at: samples.PetitionDeadlineMissed.missedAt,
  } as const;
  it('comes near, and is missed, once each', () => {
    given(registered).when(noteDueSoon).then(dueSoon);
    given(registered, dueSoon).when(noteDueSoon).then();
    given(registered, dueSoon).when(noteMissed).then(late);
    given(registered)
      .when(noteMissed)
      .then(event('PetitionDueSoon', { raisedAt: noteMissed.at }), late);
    given(registered, late).when(noteMissed).then();
    given(registered, late).when(noteDueSoon).then();
  });
  it('is missed before it is answered late, also where the clock has not come to say so', () => {
    const at = overdueAt;
    const reply = event('PetitionAnswered', { officer: null, inTime: false, answeredAt: at });
    given(registered, dueSoon)
      .when({ ...answer, at })
      .then(event('PetitionDeadlineMissed', { missedAt: at }), reply);
    given(registered, late)
      .when({ ...answer, at })
      .then(reply);
    const withdrawn = { ground: 'withdrawn', earlier: null, note: null, closedAt: at };
    given(registered, dueSoon)
      .when({ type: 'WithdrawPetition', note: null, at })
      .then(event('PetitionDeadlineMissed', { missedAt: at }), event('PetitionClosed', withdrawn));
    given(registered)
      .when({ type: 'StartWork', at })
      .then(event('WorkStarted', { startedAt: at }));
  });
  it('is nothing to what is done, put off or a notice', () => {
    for (const events of [[answered], [forwarded], [answered, closed], [extended]]) {
      given(registered, ...events)
        .when(noteDueSoon)
        .then();
      given(registered, ...events)
        .when(noteMissed)
        .then();
    }
    given(noticed).when(noteMissed).then();
  });
  it('is put off once, before it is over, by as many days as the rules allow', () => {
    given(registered).when(extend).then(extended);
    given(registered, extended).when(extend).then();
    given(registered, extended)
      .when({ ...extend, reason: sealed('Iar.') })
      .thenRejected('EXTENDED_ALREADY');
    given(registered)
      .when({ ...extend, days: 5 })
      .then(event('DeadlineExtended', { deadline: extendedBy(deadline, 5, terms) }));
    given(registered)
      .when({ ...extend, days: 16 })
      .thenRejected('EXTENSION_TOO_LONG');
    given(registered, late)
      .when({ ...extend, at: overdueAt })
      .thenRejected('DEADLINE_PASSED');
    given(registered, answered).when(extend).thenRejected('PETITION_DONE');
    given(noticed).when(extend).thenRejected('NO_DEADLINE');
  });
  it('reads as due, due soon, overdue, met or missed', () => {
    const stateOf = (...events: PetitionEvent[]) => given(registered, ...events).state()?.deadlineState;
    expect(stateOf()).toBe('due');
    expect(stateOf(dueSoon)).toBe('due-soon');
    expect(stateOf(dueSoon, late)).toBe('overdue');
    expect(stateOf(dueSoon, answered, closed)).toBe('met');
    expect(stateOf(late, event('PetitionAnswered', { inTime: false }), closed)).toBe('missed');
    expect(stateOf(dueSoon, extended)).toBe('due');
    expect(stateOf(answered, reopened)).toBe('due');
    expect(stateOf(dueSoon, forwarded, closed)).toBe('none');
    expect(stateOf(late, forwarded)).toBe('missed');
  });
});

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
  it('comes when it is taken back', () => {
    const withdraw = { type: 'WithdrawPetition', note: null, at: later } as const;
    given(registered).when(withdraw).then(closedBecause('withdrawn'));
    given(registered, closedBecause('withdrawn')).when(withdraw).then();
    given(registered, answered).when(withdraw).thenRejected('PETITION_DONE');
    given(registered, event('OtherPetitionJoined')).when(withdraw).thenRejected('OTHERS_JOINED');
  });
});

describe('whoever has an answer', () => {
  it('says once how satisfied they are', () => {
    const said = event('SatisfactionGiven', { comment: null });
    given(registered, answered).when(satisfaction).then(said);
    given(registered, answered, closed).when(satisfaction).then(said);
    given(registered, answered, said).when(satisfaction).then();
    given(registered, answered, said)
      .when({ ...satisfaction, grade: 5 })
      .thenRejected('SATISFACTION_GIVEN');
    given(registered).when(satisfaction).thenRejected('PETITION_NOT_ANSWERED');
    given(registered, forwarded).when(satisfaction).thenRejected('PETITION_NOT_ANSWERED');
  });
  it('has it reopened, where they are not', () => {
    const unhappy = { ...satisfaction, reopen: samples.PetitionReopened.reason };
    const said = event('SatisfactionGiven', { comment: null });
    given(registered, answered).when(unhappy).then(said, reopened);
    given(registered, answered, said, reopened).when(unhappy).then();
    given(registered, answered)
      .when({ ...unhappy, grade: 3 })
      .thenRejected('SATISFIED');
  });
  it('has it reopened on request, with a new deadline, which may be put off again', () => {
    given(registered, answered).when(reopen).then(reopened);
    given(registered, declined, closed).when(reopen).then(reopened);
    given(registered, answered, reopened).when(reopen).then();
    given(registered, answered, reopened, answered)
      .when({ ...reopen, reason: sealed('Iar.') })
      .then(event('PetitionReopened', { round: 3, reason: sealed('Iar.') }));
    for (const events of [[], [forwarded], [joined], [forwarded, event('PetitionClosed', { ground: 'forwarded' })]])
      given(registered, ...events)
        .when(reopen)
        .thenRejected('PETITION_NOT_ENDED');
    const again = { ...extend, reason: sealed('Iar.') };
    given(registered, extended, answered, reopened)
      .when(again)
      .then(
        event('DeadlineExtended', {
          reason: again.reason,
          deadline: extendedBy(samples.PetitionReopened.deadline, 15, terms),
        }),
      );
  });
  it('speaks of the answer that stands, where they say which, and not of one before', () => {
    const said = event('SatisfactionGiven', { comment: null });
    const again = { ...reopen, reason: sealed('Iar.') };
    given(registered, answered)
      .when({ ...satisfaction, round: 1 })
      .then(said);
    given(registered, answered, reopened, answered)
      .when({ ...satisfaction, round: 1 })
      .thenRejected('ANSWER_OUTDATED');
    given(registered, answered, reopened, answered, event('SatisfactionGiven', { comment: null, round: 2 }))
      .when({ ...satisfaction, round: 1 })
      .thenRejected('ANSWER_OUTDATED');
    given(registered, answered, reopened, answered)
      .when({ ...again, round: 1 })
      .thenRejected('ANSWER_OUTDATED');
    given(registered, answered, reopened, answered)
      .when({ ...again, round: 2 })
      .then(event('PetitionReopened', { round: 3, reason: again.reason }));
    // Sent again, it has led to the next round itself.
    given(registered, answered, reopened)
      .when({ ...reopen, round: 1 })
      .then();
    given(registered, answered, said, reopened)
      .when({ ...satisfaction, reopen: reopen.reason, round: 1 })
      .then();
  });
  it('finds it with its officer, or in the queue', () => {
    expect(given(registered, answered, reopened).state()).toMatchObject({ status: 'registered', round: 2 });
    expect(given(registered, assigned, answered, closed, reopened).state()).toMatchObject({
      status: 'assigned',
      closed: null,
      extended: null,
      deadline: samples.PetitionReopened.deadline,
    });
    expect(given(registered, joined, event('PetitionAnswered', { through: mainId }), reopened).state()).toMatchObject({
      joinedTo: null,
    });
  });
});
