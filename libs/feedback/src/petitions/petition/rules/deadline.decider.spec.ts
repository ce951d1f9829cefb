import { describe, expect, it } from '@jest/globals';
import { extendedBy } from '../../calendar/deadlines.js';
import {
  answer,
  answered,
  closed,
  deadline,
  dueSoon,
  event,
  extend,
  extended,
  forwarded,
  given,
  late,
  noticed,
  reopened,
} from '../../testing/petition-given.js';
import { registered, samples, sealed, terms } from '../petition.samples.js';
import type { PetitionEvent } from '../petition.events.js';

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
