import { toBeDrawn } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { Acting } from '../../directory/acting.js';
import { usualRules } from '../../directory/petition-rules.js';
import {
  answer,
  answered,
  assigned,
  closed,
  deadline,
  dueSoon,
  event,
  file,
  joined,
  late,
  noteDueSoon,
  noteMissed,
  noteOffTarget,
  noticed,
  offTarget,
  ofNotice,
  reply,
  take,
  working,
} from '../../testing/petition-given.js';
import { petitionDecider } from './petition.decider.js';
import { petition } from './petition.aggregate.js';
import type { PetitionEvent } from '../petition.events.js';
import { headId, later, letter, mainId, mayorId, messageId, officer, registered, sealed } from '../petition.samples.js';

// As the law is read where a municipality has set nothing: who acts is checked, two sign, and what was sent is communicated.

const given = specify(petitionDecider);
const lawful = { ...registered, data: { ...registered.data, rules: usualRules } };
const before = [lawful, assigned] as const;

const acting = (id: string, duties: Acting['duties'] = [], department = 'public-works'): Acting => ({
  ...{ id, department, duties },
  office: { ro: 'Șef serviciu' },
});
const dan = acting(officer);
const head = acting(headId, ['heads-department']);
const mayor: Acting = { ...acting(mayorId, ['heads-institution'], 'mayor'), office: { ro: 'Primar' } };
const deputy = acting(messageId, ['signs-for-institution'], 'mayor');

const write = { ...answer, by: dan };
const prepared = event('AnswerPrepared');
const byHead = { as: 'department', officer: headId, office: { ro: 'Șef serviciu' } } as const;
const byMayor = { as: 'institution', officer: mayorId, office: { ro: 'Primar' } } as const;
const signedByHead = event('AnswerSigned', { ...byHead, signedAt: later });
const signedByMayor = event('AnswerSigned', { ...byMayor, signedAt: later });
const signed = [...before, prepared, signedByHead, signedByMayor];
const sign = { type: 'SignAnswer', as: null, by: head, at: later } as const;
const send = { type: 'SendAnswer', send: { sendingId: messageId, channel: 'email', letter }, at: later } as const;
/** It draws its number in the outgoing register, unless it is read on the page. */
const written = (channel: string) => (channel === 'page' ? {} : { outgoingNumber: toBeDrawn, letter });
const sentBy = (channel: string, more: object = {}) =>
  event('PetitionAnswered', {
    ...{ signatures: [byHead, byMayor], sendingId: messageId, channel },
    ...written(channel),
    ...more,
  });
const sent = sentBy('email');
const stateOf = (...events: readonly PetitionEvent[]) => given(...events).state();

describe('the answer by the law', () => {
  it('is written by the officer to whom the petition is assigned (art. 12 (2)), and goes nowhere', () => {
    given(...before)
      .when(write)
      .then(prepared);
    given(...before, prepared)
      .when(write)
      .then();
    given(...before)
      .when(answer)
      .thenRejected('ACTING_OFFICER_MISSING');
    given(...before)
      .when({ ...answer, by: head })
      .thenRejected('NOT_ASSIGNED');
    given(lawful).when(write).thenRejected('NOT_ASSIGNED');
    expect(stateOf(...before, prepared)).toMatchObject({ status: 'to-sign', replies: [], deadlineState: 'due' });
  });
  it('is written anew, until it goes out, and is signed anew then', () => {
    const other = { ...write, reply: { ...reply, text: sealed('Altfel.') } };
    const again = event('AnswerPrepared', { text: sealed('Altfel.') });
    given(...signed)
      .when(other)
      .then(again);
    expect(stateOf(...signed, again)).toMatchObject({ status: 'to-sign', draft: { signatures: [] } });
    for (const back of [working, event('InformationRequested'), joined])
      expect(stateOf(...signed, back)).toMatchObject({ draft: null });
  });
  it('says the law on which the solution rests (art. 13)', () =>
    given(...before)
      .when({ ...write, reply: { ...reply, legalBasis: null } })
      .thenRejected('LEGAL_BASIS_MISSING'));
  it('does not go out with its words where two sign it', () =>
    given(...before)
      .when({ ...write, send: send.send })
      .thenRejected('ANSWER_NOT_SIGNED'));
});

describe('its signatures (art. 13)', () => {
  it('are that of the head of the department, and that of the head of the institution or whom they empowered', () => {
    given(...before, prepared)
      .when(sign)
      .then(signedByHead);
    expect(stateOf(...before, prepared, signedByHead)?.status).toBe('to-sign');
    given(...before, prepared, signedByHead)
      .when({ ...sign, by: mayor })
      .then(signedByMayor);
    given(...before, prepared, signedByHead)
      .when({ ...sign, by: deputy })
      .then(event('AnswerSigned', { as: 'institution', officer: messageId, signedAt: later }));
    expect(stateOf(...signed)?.status).toBe('to-send');
  });
  it('are two people’s, once each', () => {
    const both = { ...head, duties: ['heads-department', 'heads-institution'] } as const;
    given(...before, prepared, signedByHead)
      .when(sign)
      .then();
    given(...before, prepared, signedByHead)
      .when({ ...sign, by: both })
      .then();
    given(...before, prepared)
      .when({ ...sign, by: both, as: 'institution' })
      .then(event('AnswerSigned', { ...byHead, as: 'institution', signedAt: later }));
    given(...before, prepared, signedByMayor)
      .when({ ...sign, by: deputy })
      .thenRejected('SIGNED_ALREADY');
    given(...signed, sent)
      .when(sign)
      .then();
  });
  it('are no other’s', () => {
    given(...before, prepared)
      .when({ ...sign, by: dan })
      .thenRejected('MAY_NOT_SIGN');
    given(...before, prepared)
      .when({ ...sign, by: acting(messageId, ['heads-department'], 'green-spaces') })
      .thenRejected('MAY_NOT_SIGN');
    given(...before, prepared)
      .when({ ...sign, as: 'institution' })
      .thenRejected('MAY_NOT_SIGN');
    given(...before, prepared)
      .when({ ...sign, by: null })
      .thenRejected('ACTING_OFFICER_MISSING');
    given(...before)
      .when(sign)
      .thenRejected('NO_ANSWER');
  });
});

describe('what is sent', () => {
  it('is communicated (art. 8), and meets the deadline by that', () => {
    given(...signed)
      .when(send)
      .then(sent);
    given(...signed, sent)
      .when(send)
      .then();
    given(...signed, sent)
      .when({ ...send, send: { ...send.send, channel: 'post' } })
      .thenRejected('NO_ANSWER');
    given(...before, prepared, signedByHead)
      .when(send)
      .thenRejected('ANSWER_NOT_SIGNED');
    given(...before)
      .when(send)
      .thenRejected('NO_ANSWER');
    expect(stateOf(...signed, sent)).toMatchObject({
      ...{ status: 'answered', deadlineState: 'met', draft: null },
      sendings: [{ id: messageId, round: 1, channel: 'email', sentAt: later, state: 'sent', note: null, at: later }],
    });
  });
  it('goes the petitioner’s own way, where nobody says another', () =>
    given(...signed)
      .when({ ...send, send: { sendingId: messageId, channel: null, letter } })
      .then(sent));
  it.each(['post', 'in-person'] as const)('goes by %s', (channel) => {
    given(...signed)
      .when({ ...send, send: { sendingId: messageId, channel, letter } })
      .then(sentBy(channel));
    expect(stateOf(...signed, sentBy(channel))?.sendings).toMatchObject([
      { state: channel === 'post' ? 'sent' : 'delivered' },
    ]);
  });
  it.each([
    ['phone', 'ANSWER_IS_WRITTEN'],
    ['page', 'PAGE_IS_NOT_SENT'],
    ['sms', 'CHANNEL_NOT_THEIRS'],
  ] as const)('does not go by %s', (channel, code) =>
    given(...signed)
      .when({ ...send, send: { sendingId: messageId, channel, letter } })
      .thenRejected(code),
  );
  it('is late where it was written in time, and sent after the last day', () => {
    const { missedAt } = deadline.legal;
    const lateSent = sentBy('email', { inTime: false, answeredAt: missedAt });
    given(...signed, dueSoon)
      .when({ ...send, at: missedAt })
      .then(event('PetitionTargetMissed', { missedAt }), event('PetitionDeadlineMissed', { missedAt }), lateSent);
    given(...signed)
      .when(noteDueSoon)
      .then(dueSoon);
    given(...signed, dueSoon)
      .when(noteOffTarget)
      .then(offTarget);
    given(...signed, dueSoon, offTarget)
      .when(noteMissed)
      .then(late);
    given(...signed, sent)
      .when(noteMissed)
      .then();
  });
  it('answers what is joined to it, with the same sending', () => {
    const taking = { ...take, sendingId: messageId, channel: 'email' } as const;
    given(lawful, joined)
      .when(taking)
      .then(event('PetitionAnswered', { sendingId: messageId, channel: 'email', through: mainId }));
  });
});

describe('what becomes of it on its way', () => {
  const report = {
    type: 'ReportDelivery',
    sendingId: null,
    state: 'bounced',
    note: sealed('Căsuța este plină.'),
    at: later,
  } as const;
  const bounced = event('AnswerDeliveryReported');
  it('is told once, of the last sending', () => {
    given(...signed, sent)
      .when(report)
      .then(bounced);
    given(...signed, sent, bounced)
      .when(report)
      .then();
    given(...signed, sent)
      .when({ ...report, sendingId: messageId, state: 'delivered', note: null })
      .then(event('AnswerDeliveryReported', { state: 'delivered', note: null }));
    given(...signed, sent)
      .when({ ...report, sendingId: mainId })
      .thenRejected('SENDING_UNKNOWN');
    given(...signed, sent, bounced)
      .when({ ...report, state: 'delivered' })
      .thenRejected('SENDING_OUTDATED');
    given(...signed)
      .when(report)
      .thenRejected('NOTHING_SENT');
    given(registered, answered).when(report).thenRejected('NOTHING_SENT');
  });
  it('leaves it answered where it arrived, or nobody can tell', () => {
    for (const state of ['delivered', 'uncertain'] as const)
      expect(stateOf(...signed, sent, event('AnswerDeliveryReported', { state }))).toMatchObject({
        ...{ status: 'answered', deadlineState: 'met' },
        sendings: [{ state }],
      });
  });
  it('brings it back where it did not arrive, with its signatures, and its deadline goes on', () => {
    for (const more of [[], [closed]]) {
      expect(stateOf(...signed, dueSoon, sent, ...more, bounced)).toMatchObject({
        ...{ status: 'to-send', deadlineState: 'due-soon', closed: null },
        draft: { text: reply.text, signatures: [byHead, byMayor] },
        sendings: [{ state: 'bounced' }],
      });
    }
    const { timers } = petition.sideRows!(mainId, [bounced], stateOf(...signed, dueSoon, sent));
    expect(timers).toMatchObject([{ dueAt: deadline.overdueAt }]);
    const again = { ...send, send: { sendingId: mainId, channel: 'post', letter } } as const;
    const second = sentBy('post', { sendingId: mainId, again: true });
    given(...signed, sent, bounced)
      .when(again)
      .then(second);
    expect(stateOf(...signed, sent, bounced, second)).toMatchObject({
      ...{ status: 'answered', deadlineState: 'met', replies: [{ channel: 'post' }] },
      sendings: [{ state: 'bounced' }, { id: mainId, state: 'sent' }],
    });
  });
  it('is history where another sending has followed', () => {
    const second = sentBy('post', { sendingId: mainId, again: true });
    given(...signed, sent, bounced, second)
      .when({ ...report, sendingId: messageId, state: 'delivered', note: null })
      .then(event('AnswerDeliveryReported', { state: 'delivered', note: null }));
    expect(stateOf(...signed, sent, second, bounced)).toMatchObject({
      ...{ status: 'answered', draft: null },
      sendings: [{ state: 'bounced' }, { id: mainId, state: 'sent' }],
    });
  });
  it('is history where the matter was reopened meanwhile', () => {
    const after = stateOf(...signed, sent, event('PetitionReopened'), bounced);
    expect(after).toMatchObject({ status: 'assigned', round: 2, draft: null, sendings: [{ state: 'bounced' }] });
  });
  it('brings back what was answered with it, too', () => {
    const others = [{ id: mainId, number: '2026-000124' }];
    expect(stateOf(...signed, event('OtherPetitionJoined'), sentBy('email', { others }), bounced)).toMatchObject({
      joined: others,
    });
    const through = sentBy('email', { through: mainId });
    expect(stateOf(lawful, joined, through, bounced)).toMatchObject({ status: 'joined', draft: null });
  });
});

describe('readings of the law', () => {
  const of = (rules: object) => ({ ...registered, data: { ...registered.data, rules: { ...usualRules, ...rules } } });
  it('signed elsewhere, it goes out with its words or later', () => {
    const elsewhere = of({ signedByTwo: false });
    given(elsewhere, assigned).when(write).then(prepared);
    expect(stateOf(elsewhere, assigned, prepared)?.status).toBe('to-send');
    const unsigned = sentBy('email', { signatures: [] });
    given(elsewhere, assigned, prepared).when(send).then(unsigned);
    given(elsewhere, assigned)
      .when({ ...write, send: send.send })
      .then(unsigned);
  });
  it('read on the page, it is communicated by being there, once it is signed', () => {
    const onPage = of({ pageCommunicates: true });
    given(onPage, assigned).when(write).then(prepared);
    given(onPage, assigned, prepared, signedByHead, signedByMayor)
      .when({ ...send, send: { sendingId: messageId, channel: 'page', letter } })
      .then(sentBy('page'));
  });
  it('whoever the callers say, where officers are not checked', () =>
    given(of({ officersChecked: false }), assigned)
      .when(answer)
      .then(prepared));
  it('of the time before, for petitions that were registered then', () => {
    given(registered, assigned).when(answer).then(answered);
    expect(stateOf(registered, assigned, answered)?.sendings).toMatchObject([
      { id: null, channel: 'page', state: 'delivered' },
    ]);
  });
  it('a notice is no petition: its answer is told or read, by whoever has it', () => {
    const bare = { subject: ofNotice, officer: null, inTime: null };
    const notice = { ...noticed, data: { ...noticed.data, rules: usualRules } };
    given(notice).when(answer).then(event('PetitionAnswered', bare));
    given(notice)
      .when({ ...answer, send: { sendingId: messageId, channel: 'phone', letter: null } })
      .then(event('PetitionAnswered', { ...bare, sendingId: messageId, channel: 'phone' }));
  });
  it('a petition is filed without any of it', () =>
    given(lawful)
      .when({ ...file, ground: 'unidentified', earlier: null, reason: sealed('Inventat.') })
      .then(
        event('PetitionClosed', {
          ground: 'unidentified',
          earlier: null,
          told: null,
          reason: sealed('Inventat.'),
          note: null,
        }),
      ));
});
