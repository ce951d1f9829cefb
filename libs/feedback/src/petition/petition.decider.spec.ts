import { Invalid } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { deadlineFrom, extendedBy } from './deadlines.js';
import { petitionDecider } from './petition.decider.js';
import type { PetitionEvent } from './petition.events.js';
import {
  at,
  content,
  later,
  mainId,
  messageId,
  notice,
  officer,
  registered,
  samples,
  sealed,
  subject,
  terms,
} from './petition.samples.js';
import { known, type Petition } from './petition.state.js';

const given = specify(petitionDecider);
const event = (type: PetitionEvent['type'], more: object = {}): PetitionEvent =>
  ({ type, data: { ...samples[type], ...more } }) as PetitionEvent;

const assigned = event('PetitionAssigned');
const working = event('WorkStarted');
const asked = event('InformationRequested');
const answered = event('PetitionAnswered');
const declined = event('PetitionDeclined');
const joined = event('PetitionJoined');
const forwarded = event('PetitionForwarded');
const closed = event('PetitionClosed', { ground: 'answered', earlier: null });
const reopened = event('PetitionReopened');
const late = event('PetitionDeadlineMissed');
const dueSoon = event('PetitionDueSoon');
const extended = event('DeadlineExtended');
const noticed: PetitionEvent = { type: 'PetitionRegistered', data: { ...registered.data, ...notice, deadline: null } };

const deadline = deadlineFrom(at, terms);
const ofNotice = { ...subject, kind: 'notice', recipient: null };
const reply = { text: samples.PetitionAnswered.text, legalBasis: samples.PetitionAnswered.legalBasis, attachments: [] };
const register = {
  type: 'RegisterPetition',
  content,
  department: 'public-works',
  terms,
  directoryVersion: 3,
  at,
} as const;
const assign = { type: 'AssignPetition', department: 'public-works', officer, at } as const;
const answer = { type: 'AnswerPetition', outcome: 'answered', reply, at: later } as const;
const main: Petition = { ...known(given(registered).state()), number: '2026-000100' };
const join = { type: 'JoinPetition', mainId, main, at: later } as const;
const extend = {
  type: 'ExtendDeadline',
  reason: samples.DeadlineExtended.reason,
  days: null,
  terms,
  at: later,
} as const;
const file = { type: 'FilePetition', ground: 'repeat', note: null, at: later } as const;
const reopen = {
  type: 'ReopenPetition',
  by: 'citizen',
  reason: samples.PetitionReopened.reason,
  terms,
  at: later,
} as const;
const satisfaction = { type: 'GiveSatisfaction', grade: 2, comment: null, reopen: null, terms, at: later } as const;

const pathOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error instanceof Invalid ? error.path : error;
  }
  return undefined;
};

describe('the register', () => {
  it('takes what came in, once', () => {
    given()
      .when(register)
      .then({ ...registered, data: { ...registered.data, number: 'to be drawn' } });
    given(registered)
      .when({ ...register, at: later, directoryVersion: 9 })
      .then();
    given(registered)
      .when({ ...register, content: { ...content, category: 'parks' } })
      .thenRejected('PETITION_EXISTS');
  });
  it('takes what names nobody as a notice only, which has no deadline', () => {
    given()
      .when({ ...register, content: notice })
      .then({ ...noticed, data: { ...noticed.data, number: 'to be drawn' } });
    given()
      .when({ ...register, content: { ...content, petitioner: null } })
      .thenRejected('PETITIONER_MISSING');
    given()
      .when({ ...register, content: { ...content, kind: 'notice' } })
      .thenRejected('NOTICE_NAMES_SOMEBODY');
    const decide = () => petitionDecider.decide({ ...register, content: { ...content, petitioner: null } }, null);
    expect(pathOf(decide)).toEqual(['petitioner']);
  });
  it('is asked first', () => given().when(assign).thenRejected('PETITION_UNKNOWN'));
});

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
  it('answers or declines, naming the law, once', () => {
    given(registered, assigned).when(answer).then(answered);
    given(registered, assigned, answered).when(answer).then();
    given(registered, assigned)
      .when({ ...answer, outcome: 'declined' })
      .then({ ...answered, type: 'PetitionDeclined' } as PetitionEvent);
    given(registered, answered)
      .when({ ...answer, outcome: 'declined' })
      .thenRejected('PETITION_DONE');
    given(registered, answered)
      .when({ ...answer, reply: { ...reply, text: sealed('Altceva') } })
      .thenRejected('PETITION_DONE');
    given(registered)
      .when({ ...answer, reply: { ...reply, legalBasis: null } })
      .thenRejected('LEGAL_BASIS_MISSING');
  });
  it('answers a notice, too, which has no deadline and needs no law', () =>
    given(noticed)
      .when({ ...answer, reply: { ...reply, legalBasis: null } })
      .then(event('PetitionAnswered', { subject: ofNotice, legalBasis: null, inTime: null, officer: null })));
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
      .when({ ...join, main: known(given(registered, extended).state()), mainId })
      .thenRejected('JOINED_TO_ITSELF');
    given(registered, extended)
      .when({ ...join, main: { ...known(given(registered, extended).state()), number: '2026-000100' } })
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
  it('are answered with it, and by nothing else', () => {
    const take = { ...answer, type: 'TakeAnswer', mainId, officer } as const;
    given(registered, joined)
      .when(take)
      .then(event('PetitionAnswered', { through: mainId }));
    given(registered, joined, event('PetitionAnswered', { through: mainId }))
      .when(take)
      .then();
    given(registered).when(take).then();
    for (const command of [answer, assign, { type: 'StartWork', at } as const])
      given(registered, joined).when(command).thenRejected('PETITION_JOINED');
  });
});

describe('the thread', () => {
  const { text } = samples.InformationRequested;
  const ask = { type: 'RequestInformation', messageId, text, attachments: [], at } as const;
  const say = { ...ask, type: 'AddMessage', from: 'citizen', text: samples.MessageAdded.text, at: later } as const;
  it('asks the petitioner, who answers; each message is there once', () => {
    given(registered, assigned).when(ask).then(asked);
    given(registered, assigned, asked).when(ask).then();
    given(registered, asked)
      .when({ ...ask, text: sealed('Altul?') })
      .thenRejected('MESSAGE_EXISTS');
    given(registered).when(say).then(event('MessageAdded'));
    expect(given(registered, asked).state()?.status).toBe('information-requested');
    const reply = event('MessageAdded', { messageId: mainId });
    expect(given(registered, asked, reply).state()?.status).toBe('in-progress');
    expect(
      given(registered, asked, event('MessageAdded', { messageId: mainId, from: 'officer' })).state()?.status,
    ).toBe('information-requested');
  });
  it('does not stop the clock while the petitioner is asked', () =>
    expect(given(registered, asked).state()).toMatchObject({ deadline, deadlineState: 'due' }));
  it('is closed when the petition is done, and open while it is joined', () => {
    given(registered, answered).when(say).thenRejected('PETITION_DONE');
    given(registered, answered).when(ask).thenRejected('PETITION_DONE');
    given(registered, joined).when(say).then(event('MessageAdded'));
    given(registered, joined).when(ask).thenRejected('PETITION_JOINED');
  });
  it('takes a message again with the same files only, whatever their ids', () => {
    const [file] = content.attachments;
    const attached = { ...say, attachments: [file!] };
    const there = event('MessageAdded', { attachments: [file!] });
    given(registered).when(attached).then(there);
    given(registered, there)
      .when({ ...attached, attachments: [{ ...file!, id: mainId }] })
      .then();
    for (const attachments of [[], [file!, file!], [{ ...file!, sha256: 'f'.repeat(64) }]]) {
      given(registered, there)
        .when({ ...attached, attachments })
        .thenRejected('MESSAGE_EXISTS');
    }
  });
  it('is full at 200 messages of the citizen in a round, and at 20 callbacks that nobody made', () => {
    const numbered = (index: number) => `0b5fdb0e-4e0f-4d3b-8a53-${String(index).padStart(12, '0')}`;
    const messages = Array.from({ length: 200 }, (_, index) => event('MessageAdded', { messageId: numbered(index) }));
    given(registered, ...messages.slice(1))
      .when(say)
      .then(event('MessageAdded'));
    given(registered, ...messages)
      .when(say)
      .thenRejected('THREAD_FULL');
    given(registered, ...messages)
      .when({ ...say, messageId: numbered(7) })
      .then();
    const byOfficer = { ...say, from: 'officer' } as const;
    given(registered, ...messages)
      .when(byOfficer)
      .then(event('MessageAdded', { from: 'officer' }));
    const reopenedAt = new Date(Date.parse(later) + 1).toISOString();
    given(registered, ...messages, answered, event('PetitionReopened', { reopenedAt }))
      .when({ ...say, at: reopenedAt })
      .then(event('MessageAdded', { addedAt: reopenedAt }));
    const { phone, note } = samples.CallbackRequested;
    const request = { type: 'RequestCallback', callbackId: messageId, phone, note, at } as const;
    const callbacks = Array.from({ length: 20 }, (_, index) =>
      event('CallbackRequested', { callbackId: numbered(index) }),
    );
    given(registered, ...callbacks)
      .when(request)
      .thenRejected('THREAD_FULL');
    given(registered, ...callbacks, event('CallbackDone', { callbackId: numbered(3) }))
      .when(request)
      .then(event('CallbackRequested'));
  });
  it('has callbacks that are asked for and done, once each', () => {
    const { phone, note } = samples.CallbackRequested;
    const request = { type: 'RequestCallback', callbackId: messageId, phone, note, at } as const;
    const done = { type: 'MarkCallbackDone', callbackId: messageId, note, at: later } as const;
    const requested = event('CallbackRequested');
    given(registered).when(request).then(requested);
    given(registered, requested).when(request).then();
    given(registered, requested)
      .when({ ...request, phone: sealed('0700 000 001') })
      .thenRejected('CALLBACK_EXISTS');
    given(registered, requested)
      .when({ ...request, note: null })
      .thenRejected('CALLBACK_EXISTS');
    given(registered, requested).when(done).then(event('CallbackDone'));
    given(registered, requested, event('CallbackDone')).when(done).then();
    given(registered).when(done).thenRejected('CALLBACK_UNKNOWN');
    given(registered, answered).when(request).thenRejected('PETITION_DONE');
  });
});

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
    const earlier = { id: mainId, petition: { ...known(given(registered, answered).state()), number: '2026-000100' } };
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
