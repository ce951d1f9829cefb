import { describe, expect, it } from '@jest/globals';
import { deadlineFrom } from '../../calendar/deadlines.js';
import {
  answer,
  answered,
  assign,
  assigned,
  deadline,
  dueSoon,
  event,
  extend,
  extended,
  forwarded,
  given,
  join,
  joined,
  late,
  main,
  noticed,
  working,
} from '../../testing/petition-given.js';
import { at, mainId, messageId, officer, registered, samples, subject, terms } from '../petition.samples.js';
import { required } from '../petition.state.js';

describe('an officer', () => {
  it('gets a petition, again only where it was with somebody else', () => {
    given(registered).when(assign).then(assigned);
    given(registered, assigned).when(assign).then();
    given(registered)
      .when({ ...assign, officer: null })
      .then(event('PetitionAssigned', { officer: null }));
    given(registered, assigned, working)
      .when({ ...assign, department: 'parks', officer: null })
      .then(
        event('PetitionAssigned', { subject: { ...subject, department: 'parks' }, department: 'parks', officer: null }),
      );
    expect(given(registered, assigned, working, assigned).state()?.status).toBe('in-progress');
  });
  it('starts, once', () => {
    given(registered, assigned).when({ type: 'StartWork', at }).then(working);
    given(registered, working).when({ type: 'StartWork', at }).then();
  });
  it('forwards it, with whether that was in time', () => {
    const { authority, reason } = samples.PetitionForwarded;
    const forward = { type: 'ForwardPetition', authority, reason, at } as const;
    given(registered).when(forward).then(forwarded);
    given(registered, forwarded).when(forward).then();
    // The fifth day is a Saturday, so that Monday is the last one.
    for (const [time, inTime] of [
      ['2026-03-09T21:59:59.999Z', true],
      ['2026-03-09T22:00:00.000Z', false],
    ] as const) {
      given(registered)
        .when({ ...forward, at: time })
        .then(event('PetitionForwarded', { inTime, forwardedAt: time }));
    }
    given(registered, answered).when(forward).thenRejected('PETITION_DONE');
    given(registered, event('OtherPetitionJoined')).when(forward).thenRejected('OTHERS_JOINED');
  });
});

describe('petitions that ask the same', () => {
  it('are joined, the later to the earlier one, once', () => {
    given(registered).when(join).then(joined);
    given(registered, joined).when(join).then();
    const earlier = { ...registered, data: { ...registered.data, registeredAt: '2026-03-01T10:00:00.000Z' } };
    given(earlier).when(join).thenRejected('MAIN_IS_LATER');
  });
  it('are not joined to themselves, to what is done, in chains, or across the law', () => {
    given(registered)
      .when({ ...join, main: { ...main, number: subject.number } })
      .thenRejected('JOINED_TO_ITSELF');
    given(registered)
      .when({ ...join, main: { ...main, status: 'answered' } })
      .thenRejected('MAIN_NOT_OPEN');
    given(registered)
      .when({ ...join, main: { ...main, status: 'joined' } })
      .thenRejected('MAIN_NOT_OPEN');
    given(registered, event('OtherPetitionJoined')).when(join).thenRejected('OTHERS_JOINED');
    given(noticed).when(join).thenRejected('NOTICE_NOT_JOINED');
    given(registered, joined)
      .when({ ...join, mainId: messageId })
      .thenRejected('PETITION_JOINED');
  });
  it('are not joined to what is due later, whether it was reopened, put off, or registered under other rules', () => {
    const dueAt = (days: number) => ({ ...main, deadline: deadlineFrom(at, { ...terms, answerDays: days }) });
    given(registered)
      .when({ ...join, main: dueAt(37) })
      .thenRejected('MAIN_IS_DUE_LATER');
    given(registered)
      .when({ ...join, main: dueAt(20) })
      .then(joined);
    // What was put off itself is due as late as the other one.
    given(registered, extended)
      .when({ ...join, main: required(given(registered, extended).state()), mainId })
      .thenRejected('JOINED_TO_ITSELF');
    given(registered, extended)
      .when({ ...join, main: { ...required(given(registered, extended).state()), number: '2026-000100' } })
      .then(joined);
  });
  it('keep their own deadline, which may be put off, and is missed once, before the answer', () => {
    const { dueSoonAt, overdueAt } = deadline;
    const soon = { type: 'NoteDueSoon', dueAt: dueSoonAt, at: samples.PetitionDueSoon.raisedAt } as const;
    const missed = {
      type: 'NoteDeadlineMissed',
      dueAt: overdueAt,
      at: samples.PetitionDeadlineMissed.missedAt,
    } as const;
    given(registered, joined).when(soon).then(dueSoon);
    given(registered, joined, dueSoon).when(missed).then(late);
    given(registered, joined, dueSoon, late).when(missed).then();
    given(registered, joined).when(extend).then(extended);
    given(registered, joined, extended).when(missed).then();
    const take = { ...answer, type: 'TakeAnswer', mainId, officer, at: overdueAt } as const;
    const reply = event('PetitionAnswered', { through: mainId, inTime: false, answeredAt: overdueAt });
    given(registered, joined, dueSoon)
      .when(take)
      .then(event('PetitionDeadlineMissed', { missedAt: overdueAt }), reply);
    given(registered, joined, dueSoon, late).when(take).then(reply);
  });
  it('are taken in once by the one that is worked on', () => {
    const takeIn = { type: 'TakeIn', petitionId: mainId, number: '2026-000124' } as const;
    given(registered).when(takeIn).then(event('OtherPetitionJoined'));
    given(registered, event('OtherPetitionJoined')).when(takeIn).then();
    given(registered, answered).when(takeIn).thenRejected('PETITION_DONE');
  });
});
