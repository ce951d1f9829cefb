import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { messageDecider, type QueueNews, type QueueNotice } from './message.decider.js';
import type { Fault, MessageEvent } from './message.events.js';

const given = specify(messageDecider);

const subscriberId = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11';
const to = { subscriberId, purpose: 'report-published', channel: 'email' } as const;
const about = { ...to, promise: null };
const atOnce = { urgent: false, matter: null, expiresAt: null } as const;
const at = (seconds: number): string => new Date(Date.UTC(2023, 2, 23, 16, 0, seconds)).toISOString();

const queueing: QueueNews = {
  type: 'QueueMessage',
  ...to,
  topics: ['civic-event:7be0b60c-0a5c-4bfb-8a91-53f1cb0d5a02'],
  round: null,
  language: 'ro',
  template: { name: 'report-published', version: 1 },
  variables: { title: 'Sesiune de consultare' },
  causeId: '2f1c1a7e-1d0b-4a57-9a55-6b1b0d1f5a03',
  announcementId: '90a3d4c4-2b9b-4b5e-b6f7-4f0f9a7b5a04',
  number: 1,
  ...atOnce,
  at: at(0),
};
const { type: _, at: queuedAt, topics, ...data } = queueing;
const queued: MessageEvent = {
  type: 'MessageQueued',
  data: {
    ...data,
    topics: [...topics],
    variables: { ...data.variables },
    promise: null,
    recipient: null,
    ...{ waitsUntil: null, fallbackOf: null },
    queuedAt,
  },
};

const refused: Fault = { stage: 'CONN', reason: 'ECONNREFUSED', code: null, enhanced: null };
const unknownUser: Fault = { stage: 'RCPT TO', reason: 'EENVELOPE', code: 550, enhanced: '5.1.1' };

const started = (attempt: number, seconds = 1): MessageEvent => ({
  type: 'SendingStarted',
  data: { attempt, transport: 'smtp', startedAt: at(seconds) },
});
const starting = (attempt: number, seconds = 1) =>
  ({ type: 'StartSending', attempt, transport: 'smtp', at: at(seconds) }) as const;
const sent = (attempt: number, seconds = 2): MessageEvent => ({
  type: 'MessageSent',
  data: { ...about, attempt, code: 250, file: null, reference: null, segments: null, sentAt: at(seconds) },
});
const taken = (attempt: number, seconds = 2) =>
  ({ type: 'RecordSent', attempt, code: 250, file: null, at: at(seconds) }) as const;
const failed = (attempt: number, seconds: number, retryAt: number | null): MessageEvent => ({
  type: 'SendingFailed',
  data: {
    promise: null,
    attempt,
    fault: refused,
    retryAt: retryAt === null ? null : at(retryAt),
    needsOperator: false,
    failedAt: at(seconds),
  },
});
const failing = (attempt: number, seconds: number, permanent = false) =>
  ({ type: 'RecordFailure', attempt, fault: refused, permanent, at: at(seconds) }) as const;
const bounced = (attempt: number, seconds = 2): MessageEvent => ({
  type: 'MessageBounced',
  data: { ...about, number: 1, attempt, fault: unknownUser, bouncedAt: at(seconds) },
});
const bouncing = (attempt: number, seconds = 2) =>
  ({ type: 'RecordBounce', attempt, fault: unknownUser, at: at(seconds) }) as const;
const requeued = (attempt: number, seconds: number): MessageEvent => ({
  type: 'MessageRequeued',
  data: { attempt, requeuedAt: at(seconds) },
});
const retrying = (attempt: number, seconds: number) => ({ type: 'RetryMessage', attempt, at: at(seconds) }) as const;
const uncertain = (attempt: number, reason: 'no-answer' | 'no-outcome' = 'no-outcome'): MessageEvent => ({
  type: 'SendingUncertain',
  data: { promise: null, attempt, reason, noticedAt: at(3) },
});
const doubting = (attempt: number, reason: 'no-answer' | 'no-outcome' = 'no-outcome') =>
  ({ type: 'RecordUncertain', attempt, reason, at: at(3) }) as const;
const resent = (attempt: number): MessageEvent => ({
  type: 'ResendOrdered',
  data: { attempt, reason: 'The server has no trace of it.', orderedAt: at(4) },
});
const resending = { type: 'ResendMessage', reason: 'The server has no trace of it.', at: at(4) } as const;
const withholding = { type: 'WithholdMessage', reason: 'not-wanted', at: at(1) } as const;
const withheld: MessageEvent = {
  type: 'MessageWithheld',
  data: { promise: null, reason: 'not-wanted', withheldAt: at(1) },
};

describe('queueing', () => {
  it('queues a message', () => given().when(queueing).then(queued));
  it('ignores a second time', () => given(queued).when(queueing).then());
  it('refuses anything about a message that is unknown', () =>
    given().when(starting(1)).thenRejected('MESSAGE_UNKNOWN'));
});

describe('starting', () => {
  it('puts the start on record', () => given(queued).when(starting(1)).then(started(1)));
  it('starts each attempt once', () => given(queued, started(1)).when(starting(1)).thenRejected('MESSAGE_NOT_QUEUED'));
  it('starts no attempt ahead of its turn', () => given(queued).when(starting(2)).thenRejected('MESSAGE_NOT_QUEUED'));
  it('starts no other attempt while one has no outcome', () =>
    given(queued, started(1)).when(starting(2)).thenRejected('MESSAGE_NOT_QUEUED'));
  it('starts nothing that was sent', () =>
    given(queued, started(1), sent(1)).when(starting(2)).thenRejected('MESSAGE_NOT_QUEUED'));
});

describe('outcomes', () => {
  it('sent', () => given(queued, started(1)).when(taken(1)).then(sent(1)));
  it('sent, told twice', () => given(queued, started(1), sent(1)).when(taken(1)).then());
  it('bounced', () => given(queued, started(1)).when(bouncing(1)).then(bounced(1)));
  it('failed, tried again after a while', () =>
    given(queued, started(1))
      .when(failing(1, 2))
      .then(failed(1, 2, 7)));
  it('failed for good', () =>
    given(queued, started(1))
      .when(failing(1, 2, true))
      .then(failed(1, 2, null)));
  it('uncertain', () => given(queued, started(1)).when(doubting(1)).then(uncertain(1)));
  it('nothing for an attempt that did not start', () => given(queued).when(taken(1)).then());
  it('nothing for an attempt before the last one', () =>
    given(queued, started(1), failed(1, 2, 7), requeued(1, 7), started(2))
      .when(taken(1))
      .then());
});

describe('trying again', () => {
  const first = [queued, started(1), failed(1, 2, 7)];

  it('queues it when its time has come', () =>
    given(...first)
      .when(retrying(1, 7))
      .then(requeued(1, 7)));
  it('ignores a timer that comes twice', () =>
    given(...first, requeued(1, 7))
      .when(retrying(1, 8))
      .then());
  it('ignores the timer of an earlier attempt', () =>
    given(...first, requeued(1, 7), started(2), failed(2, 8, 38))
      .when(retrying(1, 9))
      .then());
  it('waits longer after each failure', () =>
    given(...first, requeued(1, 7), started(2))
      .when(failing(2, 8))
      .then(failed(2, 8, 38)));
  it('gives up in the end', () => {
    const eight = Array.from({ length: 8 }, (_unused, index) => [
      started(index + 1),
      failed(index + 1, 2, 7),
      requeued(index + 1, 7),
    ]).flat();
    given(queued, ...eight, started(9))
      .when(failing(9, 8))
      .then(failed(9, 8, null));
  });
});

describe('an uncertain message', () => {
  const lost = [queued, started(1), uncertain(1)];

  it('is not tried again by a timer', () =>
    given(...lost)
      .when(retrying(1, 9))
      .then());
  it('does not start by itself', () =>
    given(...lost)
      .when(starting(2))
      .thenRejected('MESSAGE_NOT_QUEUED'));
  it("is sent again by an operator's word", () =>
    given(...lost)
      .when(resending)
      .then(resent(1)));
  it('is ordered once', () =>
    given(...lost, resent(1))
      .when(resending)
      .thenRejected('MESSAGE_NOT_UNCERTAIN'));
  it('starts a new attempt then', () =>
    given(...lost, resent(1))
      .when(starting(2, 5))
      .then(started(2, 5)));
  it('is settled by an outcome that comes late', () =>
    given(...lost)
      .when(taken(1, 9))
      .then(sent(1, 9)));
  it('is settled by a late outcome also when a resend was ordered and has not started', () =>
    given(...lost, resent(1))
      .when(taken(1, 9))
      .then(sent(1, 9)));
  it('is not settled by a late failure, which would try it again', () =>
    given(...lost)
      .when(failing(1, 9))
      .then());
  it('is not failed by a late failure once a resend was ordered', () =>
    given(...lost, resent(1))
      .when(failing(1, 9))
      .then());
  it('is called so when the server never answered', () =>
    given(queued, started(1)).when(doubting(1, 'no-answer')).then(uncertain(1, 'no-answer')));
});

const settling = (outcome: 'sent' | 'not-sent') =>
  ({ type: 'SettleMessage', outcome, reason: 'The log of the server says so.', at: at(8) }) as const;
const settled = (outcome: 'sent' | 'not-sent'): MessageEvent => ({
  type: 'MessageSettled',
  data: { ...about, attempt: 1, outcome, reason: 'The log of the server says so.', settledAt: at(8) },
});

describe("an operator's word", () => {
  const lost = [queued, started(1), uncertain(1)];
  it('also sends what was given up', () =>
    given(queued, started(1), failed(1, 2, null))
      .when(resending)
      .then(resent(1)));
  it('settles what has no known outcome', () => {
    given(...lost)
      .when(settling('sent'))
      .then(settled('sent'));
    given(...lost)
      .when(settling('not-sent'))
      .then(settled('not-sent'));
  });
  it('settles it once', () => {
    given(...lost, settled('sent'))
      .when(settling('sent'))
      .then();
    given(...lost, settled('sent'))
      .when(settling('not-sent'))
      .thenRejected('MESSAGE_NOT_UNCERTAIN');
  });
  it('settles nothing whose outcome is known', () =>
    given(queued, started(1), sent(1)).when(settling('not-sent')).thenRejected('MESSAGE_NOT_UNCERTAIN'));
  it('sends again what it settled as not sent, and nothing else does', () => {
    given(...lost, settled('not-sent'))
      .when(resending)
      .then(resent(1));
    given(...lost, settled('not-sent'))
      .when({ type: 'RetryMessage', attempt: 1, at: at(9) })
      .then();
    given(...lost, settled('not-sent'))
      .when(failing(1, 9))
      .then();
  });
  it('does not hurry what is tried again by itself', () =>
    given(queued, started(1), failed(1, 2, 7))
      .when(resending)
      .thenRejected('MESSAGE_NOT_UNCERTAIN'));
  it('does not send again what was sent', () =>
    given(queued, started(1), sent(1)).when(resending).thenRejected('MESSAGE_NOT_UNCERTAIN'));
  it('does not send again what came back', () =>
    given(queued, started(1), bounced(1)).when(resending).thenRejected('MESSAGE_NOT_UNCERTAIN'));
});

describe('a report of a mail server', () => {
  type Kind = 'bounced' | 'failed' | 'complaint';
  const reporting = (kind: Kind, status: string | null = null) =>
    ({ type: 'RecordReport', kind, status, at: at(60) }) as const;
  const fault = (reason: string, enhanced: string) => ({ stage: 'REPORT', reason, code: null, enhanced });
  const back: MessageEvent = {
    type: 'MessageBounced',
    data: { ...about, number: 1, attempt: 1, fault: fault('BOUNCED', '5.1.1'), bouncedAt: at(60) },
  };
  const undelivered: MessageEvent = {
    type: 'SendingFailed',
    data: {
      ...{ promise: null, attempt: 1, fault: fault('UNDELIVERED', '5.7.1'), retryAt: null },
      ...{ needsOperator: false, failedAt: at(60) },
    },
  };
  const complained: MessageEvent = { type: 'RecipientComplained', data: { ...about, number: 1, complainedAt: at(60) } };
  const went = [queued, started(1), sent(1)];

  it.each([
    ['was sent', went],
    ['is being sent', [queued, started(1)]],
    ['has no known outcome', [queued, started(1), uncertain(1)]],
    ['has none, and is to go again', [queued, started(1), uncertain(1), resent(1)]],
  ])('that it came back counts for what %s', (_name, events) =>
    given(...events)
      .when(reporting('bounced', '5.1.1'))
      .then(back),
  );
  it('that it did not arrive fails what was sent, and nothing tries it again by itself', () =>
    given(...went)
      .when(reporting('failed', '5.7.1'))
      .then(undelivered));
  it("leaves what did not arrive to an operator's word", () =>
    given(...went, undelivered)
      .when(resending)
      .then(resent(1)));
  it('changes nothing the second time', () => {
    given(...went, back)
      .when(reporting('bounced', '5.1.1'))
      .then();
    given(...went, undelivered)
      .when(reporting('failed', '5.7.1'))
      .then();
    given(...went, complained)
      .when(reporting('complaint'))
      .then();
  });
  it('that its recipient complained stands beside how it ended', () => {
    given(...went)
      .when(reporting('complaint'))
      .then(complained);
    given(...went, back)
      .when(reporting('complaint'))
      .then(complained);
  });
  it.each<Kind>(['bounced', 'failed', 'complaint'])('of what never went out says nothing: %s', (kind) =>
    given(queued).when(reporting(kind)).then(),
  );
  it("names the provider's code, and waits for the operator where somebody has to put something right", () => {
    const told = { ...reporting('failed'), reason: 'WHATSAPP_131042', needsOperator: true };
    given(...went)
      .when(told)
      .then({
        type: 'SendingFailed',
        data: {
          ...{ promise: null, attempt: 1, retryAt: null, needsOperator: true, failedAt: at(60) },
          fault: { stage: 'REPORT', reason: 'WHATSAPP_131042', code: null, enhanced: null },
        },
      });
  });
  it('is of no attempt that the server refused', () =>
    given(queued, started(1), failed(1, 2, 7))
      .when(reporting('failed'))
      .then());
});

describe('withholding', () => {
  it('ends a message that nobody wants any more', () => given(queued).when(withholding).then(withheld));
  it('changes nothing the second time', () => given(queued, withheld).when(withholding).then());
  it('comes too late once it is being sent', () => given(queued, started(1)).when(withholding).then());
  it('is final', () => given(queued, withheld).when(starting(1)).thenRejected('MESSAGE_NOT_QUEUED'));
});

describe('what was promised to somebody', () => {
  const sealed = (value: string) => ({ subject: '3c2b1a7e-1d0b-4a57-9a55-6b1b0d1f5a08', codec: 'plain', value });
  const promise = (channel: string) =>
    ({
      kind: 'registration',
      id: '5b1f5a03-1d0b-4a57-9a55-6b1b0d1f5a09',
      occasion: 'registration-confirmed',
      at: at(0),
      sendingId: null,
      channel,
    }) as const;
  const queueingFor = (channel: string): QueueNotice => ({
    type: 'QueueMessage',
    purpose: 'registration-confirmed',
    promise: promise(channel),
    recipient: { address: sealed('ana@example.org'), words: { name: sealed('Ana') } },
    language: 'ro',
    template: { name: 'registration-confirmed', version: 1 },
    variables: {},
    causeId: '2f1c1a7e-1d0b-4a57-9a55-6b1b0d1f5a03',
    expiresAt: null,
    at: at(0),
  });
  const queuedFor = (channel: string): MessageEvent => {
    const { type: _type, at: when, recipient, ...notice } = queueingFor(channel);
    const nobody = { subscriberId: null, number: null, topics: [], round: null, announcementId: null };
    const way = { urgent: true, matter: null, waitsUntil: null, fallbackOf: null };
    const to = { address: recipient.address, words: { ...recipient.words } };
    return {
      type: 'MessageQueued',
      data: { ...notice, ...nobody, ...way, variables: {}, channel, recipient: to, queuedAt: when },
    };
  };

  it('is queued once', () => {
    given().when(queueingFor('email')).then(queuedFor('email'));
    given(queuedFor('email')).when(queueingFor('email')).then();
  });
  it('is withheld, on record, where it was to go on a way that is not served', () =>
    given()
      .when(queueingFor('phone'))
      .then(queuedFor('phone'), {
        type: 'MessageWithheld',
        data: { promise: promise('phone'), reason: 'channel-not-served', withheldAt: at(0) },
      }));
  it('says with each outcome what was promised', () => {
    const person = { subscriberId: null, purpose: 'registration-confirmed', channel: 'email' } as const;
    given(queuedFor('email'), started(1))
      .when(bouncing(1))
      .then({
        type: 'MessageBounced',
        data: { ...person, number: null, promise: promise('email'), attempt: 1, fault: unknownUser, bouncedAt: at(2) },
      });
    given(queuedFor('email'), started(1))
      .when(doubting(1))
      .then({
        type: 'SendingUncertain',
        data: { promise: promise('email'), attempt: 1, reason: 'no-outcome', noticedAt: at(3) },
      });
    given(queuedFor('email'), started(1))
      .when(failing(1, 2, true))
      .then({
        type: 'SendingFailed',
        data: {
          promise: promise('email'),
          ...{ attempt: 1, fault: refused, retryAt: null, needsOperator: false, failedAt: at(2) },
        },
      });
  });
});

describe("the institution's own words", () => {
  const wording = { id: '5b1a7f0e-6d0c-4b63-8a53-2f0f7c1b9a05', version: 2 };
  const own: MessageEvent = { ...queued, data: { ...queued.data, wording } };
  const fault = { field: 'body', rule: 'VARIABLE_UNKNOWN' };

  it('are fixed when a message is queued', () =>
    given()
      .when({ ...queueing, wording })
      .then(own));

  it('that could not be shown stand on record with the sending', () =>
    given(own, started(1))
      .when({ ...taken(1), wordsFault: fault })
      .then(sent(1), { type: 'WordsFellBack', data: { attempt: 1, wording, fault, fellBackAt: at(2) } }));
});
