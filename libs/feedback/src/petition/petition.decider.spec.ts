import { describe, expect, it } from '@jest/globals';
import { deadlineFrom } from './deadlines.js';
import { petitionDecider } from './petition.decider.js';
import {
  answer,
  answered,
  asked,
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
  ofNotice,
  pathOf,
  register,
  reply,
  working,
} from '../testing/petition-given.js';
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
import { required } from './petition.state.js';
import type { PetitionEvent } from './petition.events.js';

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
