import { describe, expect, it } from '@jest/globals';
import { extendedBy, movedOn, type Deadline } from '../../calendar/deadlines.js';
import { usualRules } from '../../directory/petition-rules.js';
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
  noteDueSoon,
  noteMissed,
  noteOffTarget,
  offTarget,
  noticed,
  reopened,
} from '../../testing/petition-given.js';
import { later, mayorId, registered, sealed, terms } from '../petition.samples.js';
import type { PetitionEvent } from '../petition.events.js';

describe('the deadline', () => {
  const { overdueAt, legal } = deadline;
  it('comes near, passes its target date, and is missed by law, once each', () => {
    given(registered).when(noteDueSoon).then(dueSoon);
    given(registered, dueSoon).when(noteDueSoon).then();
    given(registered, dueSoon).when(noteOffTarget).then(offTarget);
    given(registered)
      .when(noteOffTarget)
      .then(event('PetitionDueSoon', { raisedAt: noteOffTarget.at }), offTarget);
    given(registered, offTarget).when(noteOffTarget).then();
    given(registered, offTarget).when(noteMissed).then(late);
    given(registered, late).when(noteMissed).then();
    given(registered, late).when(noteDueSoon).then();
  });
  it('is told whole by a clock that was stopped for long', () => {
    const { at } = noteMissed;
    given(registered)
      .when({ ...noteOffTarget, at })
      .then(
        event('PetitionDueSoon', { raisedAt: at }),
        event('PetitionTargetMissed', { missedAt: at }),
        event('PetitionDeadlineMissed', { missedAt: at }),
      );
  });
  it('moves by law where its last day was declared a day off, and keeps its target date', () => {
    const daysOff = [legal.answerBy];
    const moved = movedOn(deadline, daysOff) as Deadline;
    expect(moved).toMatchObject({ answerBy: deadline.answerBy, legal: { answerBy: '2026-04-03' } });
    const fact = event('LegalDateMoved', { deadline: moved, movedAt: noteMissed.at });
    given(registered, offTarget)
      .when({ ...noteMissed, daysOff })
      .then(fact);
    given(registered, offTarget, fact)
      .when({ ...noteMissed, daysOff })
      .then();
    given(registered, offTarget, fact)
      .when({ ...noteMissed, daysOff, dueAt: moved.legal.missedAt, at: moved.legal.missedAt })
      .then(event('PetitionDeadlineMissed', { legalAnswerBy: '2026-04-03', missedAt: moved.legal.missedAt }));
  });
  it('is missed before it is answered late, also where the clock has not come to say so', () => {
    const at = legal.missedAt;
    const reply = event('PetitionAnswered', { officer: null, inTime: false, answeredAt: at });
    const missed = [event('PetitionTargetMissed', { missedAt: at }), event('PetitionDeadlineMissed', { missedAt: at })];
    given(registered, dueSoon)
      .when({ ...answer, at })
      .then(...missed, reply);
    given(registered, late)
      .when({ ...answer, at })
      .then(reply);
    const withdrawn = { ground: 'withdrawn', earlier: null, told: null, reason: null, note: null, closedAt: at };
    given(registered, dueSoon)
      .when({ type: 'WithdrawPetition', note: null, at })
      .then(...missed, event('PetitionClosed', withdrawn));
    given(registered)
      .when({ type: 'StartWork', at })
      .then(event('WorkStarted', { startedAt: at }));
  });
  it('is kept by law by an answer between its two dates', () => {
    const reply = event('PetitionAnswered', { officer: null, inTime: true, answeredAt: overdueAt });
    given(registered, dueSoon)
      .when({ ...answer, at: overdueAt })
      .then(offTarget, reply);
    expect(given(registered, dueSoon, offTarget, reply).state()).toMatchObject({
      deadlineState: 'met',
      legallyMissed: false,
    });
  });
  it('is nothing to what is done, put off or a notice', () => {
    for (const events of [[answered], [forwarded], [answered, closed], [extended]]) {
      given(registered, ...events)
        .when(noteDueSoon)
        .then();
      given(registered, ...events)
        .when(noteOffTarget)
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
    given(registered, offTarget)
      .when({ ...extend, at: overdueAt })
      .then(event('DeadlineExtended', { extendedAt: overdueAt }));
    given(registered, late)
      .when({ ...extend, at: legal.missedAt })
      .thenRejected('DEADLINE_PASSED');
    // The rules of the day on which it was registered hold.
    given(registered)
      .when({ ...extend, days: 12, terms: { ...terms, extensionDays: 10 } })
      .then(event('DeadlineExtended', { deadline: extendedBy(deadline, 12, terms), extendedAt: later }));
    given(registered, answered).when(extend).thenRejected('PETITION_DONE');
    given(noticed).when(extend).thenRejected('NO_DEADLINE');
  });
  it('is put off by the head of the institution, and by nobody else (art. 9)', () => {
    const lawful = { ...registered, data: { ...registered.data, rules: usualRules } };
    const acting = { id: mayorId, department: 'mayor', office: null };
    given(lawful)
      .when({ ...extend, by: { ...acting, duties: ['heads-institution'] } })
      .then(event('DeadlineExtended', { by: mayorId }));
    given(lawful).when(extend).thenRejected('ACTING_OFFICER_MISSING');
    for (const duties of [[], ['heads-department', 'signs-for-institution']] as const)
      given(lawful)
        .when({ ...extend, by: { ...acting, duties } })
        .thenRejected('NOT_HEAD_OF_INSTITUTION');
  });
  it('reads as due, due soon, overdue, met or missed', () => {
    const stateOf = (...events: PetitionEvent[]) => given(registered, ...events).state()?.deadlineState;
    expect(stateOf()).toBe('due');
    expect(stateOf(dueSoon)).toBe('due-soon');
    expect(stateOf(dueSoon, offTarget)).toBe('overdue');
    expect(stateOf(dueSoon, offTarget, late)).toBe('overdue');
    expect(stateOf(dueSoon, answered, closed)).toBe('met');
    expect(stateOf(late, event('PetitionAnswered', { inTime: false }), closed)).toBe('missed');
    expect(stateOf(dueSoon, extended)).toBe('due');
    expect(stateOf(answered, reopened)).toBe('due');
    expect(stateOf(dueSoon, forwarded, closed)).toBe('none');
    expect(stateOf(offTarget, forwarded)).toBe('none');
    expect(stateOf(late, forwarded)).toBe('missed');
  });
});
