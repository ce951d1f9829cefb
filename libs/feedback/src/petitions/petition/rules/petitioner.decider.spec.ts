import { describe, expect, it } from '@jest/globals';
import { deadlineFrom, extendedBy } from '../../calendar/deadlines.js';
import { usualRules } from '../../directory/petition-rules.js';
import {
  answered,
  assigned,
  closed,
  declined,
  event,
  extend,
  extended,
  forwarded,
  given,
  joined,
  reopen,
  reopened,
  satisfaction,
} from '../../testing/petition-given.js';
import { later, mainId, registered, samples, sealed, terms } from '../petition.samples.js';

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
  it('has it reopened so often, and so long after the answer, as the rules say', () => {
    const rules = { ...usualRules, reopenTimes: 1, reopenDays: 30 };
    const bounded = { ...registered, data: { ...registered.data, rules } };
    const again = { ...reopen, reason: sealed('Iar.') };
    given(bounded, answered, reopened, answered).when(again).thenRejected('REOPENED_ENOUGH');
    given(bounded, answered, reopened, answered)
      .when({ ...satisfaction, reopen: again.reason })
      .thenRejected('REOPENED_ENOUGH');
    given(bounded, answered, reopened, answered)
      .when(satisfaction)
      .then(event('SatisfactionGiven', { comment: null, round: 2 }));
    // Answered on 10 March, so that 9 April is the last day.
    const [inTime, tooLate] = ['2026-04-09T20:59:59.999Z', '2026-04-09T21:00:00.000Z'];
    given(bounded, answered)
      .when({ ...reopen, at: inTime })
      .then(event('PetitionReopened', { deadline: deadlineFrom(inTime, terms), reopenedAt: inTime }));
    given(bounded, answered)
      .when({ ...reopen, at: tooLate })
      .thenRejected('REOPENED_TOO_LATE');
    given(bounded, answered)
      .when({ ...satisfaction, reopen: reopen.reason, at: tooLate })
      .thenRejected('REOPENED_TOO_LATE');
    // The office puts right what it did.
    const byOffice = { ...again, by: 'officer', at: tooLate } as const;
    given(bounded, answered, reopened, answered)
      .when(byOffice)
      .then(
        event('PetitionReopened', {
          ...{ round: 3, by: 'officer', reason: again.reason },
          ...{ deadline: deadlineFrom(tooLate, terms), reopenedAt: tooLate },
        }),
      );
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

describe('whoever waits', () => {
  const closedBecause = (ground: string, more: object = {}) =>
    event('PetitionClosed', { ground, earlier: null, told: null, reason: null, note: null, ...more });
  it('takes it back', () => {
    const withdraw = { type: 'WithdrawPetition', note: null, at: later } as const;
    given(registered).when(withdraw).then(closedBecause('withdrawn'));
    given(registered, closedBecause('withdrawn')).when(withdraw).then();
    given(registered, answered).when(withdraw).thenRejected('PETITION_DONE');
    given(registered, event('OtherPetitionJoined')).when(withdraw).thenRejected('OTHERS_JOINED');
  });
});
