import { fold, Rejected } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageDecider, type MessageCommandBody } from './message.decider.js';
import { lastAttempt, type Message } from './message.state.js';
import type { MessageEvent } from './message.events.js';

const fault = { stage: 'CONN', reason: 'ETIMEDOUT', code: null, enhanced: null };
const queueing: MessageCommandBody = {
  type: 'QueueMessage',
  subscriberId: '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11',
  channel: 'email',
  purpose: 'report-published',
  topics: ['series:consultation'],
  round: null,
  language: 'ro',
  template: { name: 'report-published', version: 1 },
  variables: {},
  causeId: '2f1c1a7e-1d0b-4a57-9a55-6b1b0d1f5a03',
  announcementId: null,
  ...{ number: 1, urgent: false, matter: null, expiresAt: null },
  at: '2023-03-23T16:00:00.000Z',
};

/** News for a digest, one of three. */
const gathering = (which: number): MessageCommandBody => ({
  type: 'GatherNews',
  subscriberId: '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11',
  ...{ number: 1, channel: 'email', language: 'ro', template: { name: 'digest', version: 1 } },
  causeId: '2f1c1a7e-1d0b-4a57-9a55-6b1b0d1f5a03',
  announcementId: `2f1c1a7e-1d0b-4a57-9a55-6b1b0d1f5a1${which + 1}`,
  topics: ['everything'],
  waitsUntil: '2023-03-24T06:00:00.000Z',
  at: '2023-03-23T16:00:00.000Z',
});

type Step = (state: Message, at: string) => MessageCommandBody;

/** Commands as they may come, in any order: in time, repeated, late, ahead of their turn. */
const steps = fc
  .record({
    what: fc.constantFrom(
      'start',
      'start',
      'sent',
      'failed',
      'gone',
      'bounced',
      'unknown',
      'retry',
      'resend',
      'settle',
      'withhold',
      'postpone',
      'release',
      'resume',
      'gather',
    ),
    shift: fc.constantFrom(0, 0, 0, -1, 1),
  })
  .map(({ what, shift }): Step => {
    return (state, at) => {
      const last = lastAttempt(state) + shift;
      const commands: Record<string, MessageCommandBody> = {
        start: { type: 'StartSending', attempt: last + 1, transport: 'smtp', at },
        sent: { type: 'RecordSent', attempt: last, code: 250, file: null, at },
        failed: { type: 'RecordFailure', attempt: last, fault, permanent: false, at },
        gone: { type: 'RecordFailure', attempt: last, fault, permanent: true, at },
        bounced: { type: 'RecordBounce', attempt: last, fault, at },
        unknown: { type: 'RecordUncertain', attempt: last, reason: 'no-outcome', at },
        retry: { type: 'RetryMessage', attempt: last, at },
        resend: { type: 'ResendMessage', reason: 'Lost.', at },
        settle: { type: 'SettleMessage', outcome: shift === 0 ? 'not-sent' : 'sent', reason: 'Known.', at },
        postpone: { type: 'PostponeMessage', until: at, reason: shift === 0 ? 'quiet-hours' : 'paused', at },
        resume: { type: 'ResumeMessage', at },
        release: { type: 'ReleaseMessage', at },
        gather: gathering(shift),
        withhold: { type: 'WithholdMessage', reason: 'not-wanted', at },
      };
      return commands[what] ?? queueing;
    };
  });

/** Reports of mail servers, which come whenever they like. */
const reports = fc.constantFrom('bounced', 'failed', 'complaint').map((kind): Step => (_state, at) => ({
  type: 'RecordReport',
  kind,
  status: null,
  at,
}));

/** The events of a message through these steps. */
function live(sequence: readonly Step[], first: MessageCommandBody = queueing): readonly MessageEvent[] {
  const events: MessageEvent[] = [];
  const give = (command: MessageCommandBody) => {
    try {
      events.push(...messageDecider.decide(command, fold(messageDecider, events)));
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
    }
  };
  give(first);
  sequence.forEach((step, index) => {
    give(step(fold(messageDecider, events), new Date(Date.UTC(2023, 2, 23, 16, index)).toISOString()));
  });
  return events;
}

const always = (property: (events: readonly MessageEvent[]) => void): void => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (sequence) => {
      property(live(sequence));
    }),
    { numRuns: 2000 },
  );
};

const starts = (events: readonly MessageEvent[]): readonly number[] =>
  events.flatMap((event) => (event.type === 'SendingStarted' ? [event.data.attempt] : []));

describe("a digest's life, whatever comes", () => {
  it('holds each thing once, and none that came after it began to go out', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 60 }), (sequence) => {
        const events = live(sequence, gathering(0));
        const gathered = events.flatMap((event) => (event.type === 'NewsGathered' ? [event.data.announcementId] : []));
        expect(new Set(gathered).size).toBe(gathered.length);
        const begun = events.findIndex(({ type }) => type === 'SendingStarted');
        if (begun >= 0) expect(events.slice(begun).map(({ type }) => type)).not.toContain('NewsGathered');
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a message's life, whatever comes", () => {
  it('starts each attempt once, in order', () => {
    always((events) => {
      expect(starts(events)).toEqual(starts(events).map((_, index) => index + 1));
    });
  });

  it('never starts again by itself what is uncertain', () => {
    always((events) => {
      let waiting = false;
      for (const { type } of events) {
        if (type === 'SendingUncertain') waiting = true;
        if (type === 'ResendOrdered') waiting = false;
        if (type === 'SendingStarted') expect(waiting).toBe(false);
      }
    });
  });

  it('starts nothing while an attempt has no outcome', () => {
    always((events) => {
      let open = false;
      for (const { type } of events) {
        if (type === 'SendingStarted') {
          expect(open).toBe(false);
          open = true;
        }
        if (['MessageSent', 'SendingFailed', 'MessageBounced', 'SendingUncertain'].includes(type)) open = false;
      }
    });
  });

  it('is over once it was sent, came back or was withheld', () => {
    always((events) => {
      const end = events.findIndex(({ type }) => ['MessageSent', 'MessageBounced', 'MessageWithheld'].includes(type));
      if (end >= 0) expect(events.slice(end + 1)).toEqual([]);
    });
  });

  it("is tried at most nine times between an operator's words", () => {
    const stubborn: Step[] = Array.from({ length: 40 }, (): Step[] => [
      (state, at) => ({ type: 'StartSending', attempt: lastAttempt(state) + 1, transport: 'smtp', at }),
      (state, at) => ({ type: 'RecordFailure', attempt: lastAttempt(state), fault, permanent: false, at }),
      (state, at) => ({ type: 'RetryMessage', attempt: lastAttempt(state), at }),
    ]).flat();
    expect(starts(live(stubborn))).toHaveLength(9);
    const again: Step = (_state, at) => ({ type: 'ResendMessage', reason: 'The server is back.', at });
    expect(starts(live([...stubborn, again, ...stubborn]))).toHaveLength(18);
  });
});

describe("a message's life, whatever is reported of it", () => {
  const reported = fc.array(fc.oneof({ weight: 5, arbitrary: steps }, { weight: 2, arbitrary: reports }), {
    maxLength: 60,
  });

  it("goes out again by an operator's word only, once it was sent", () => {
    fc.assert(
      fc.property(reported, (sequence) => {
        let mayStart = true;
        for (const { type } of live(sequence)) {
          if (type === 'MessageSent' || type === 'MessageBounced') mayStart = false;
          if (type === 'ResendOrdered') mayStart = true;
          if (type === 'SendingStarted') expect(mayStart).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('comes back once, and is complained of once', () => {
    fc.assert(
      fc.property(reported, (sequence) => {
        const types = live(sequence).map(({ type }) => type);
        expect(types.filter((type) => type === 'RecipientComplained').length).toBeLessThanOrEqual(1);
        const back = types.indexOf('MessageBounced');
        if (back >= 0) expect(types.slice(back + 1).filter((type) => type !== 'RecipientComplained')).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
