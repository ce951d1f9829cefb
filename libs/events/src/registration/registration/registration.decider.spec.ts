import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { occasion } from '../seat-ledger/testing/occasions.js';
import { RegistrationTokens } from './registration-tokens.js';
import { registration } from './registration.aggregate.js';
import { registrationDecider, type RegistrationCommandBody } from './registration.decider.js';
import type { RegistrationEvent } from './registration.events.js';

const given = specify(registrationDecider);
const id = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0030';
const civicEventId = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010';
const at = '2024-03-20T10:00:00.000Z';
const later = '2024-03-22T10:00:00.000Z';
const sealed = (value: string) => ({ subject: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0009', codec: 'plain', value });
const said = {
  civicEventId,
  category: 'citizen',
  language: 'ro' as const,
  name: sealed('Ana Exemplu'),
  contact: { channel: 'email' as const, address: sealed('ana@example.org') },
};
const person = { ...said, via: 'public' as const, needs: null };
const notice = { ...said, occasion };
const told = { occasion, at };

const register: RegistrationCommandBody = { type: 'Register', person, place: 'seat', confirmBy: null, ...told };
const registered: RegistrationEvent = {
  type: 'PersonRegistered',
  data: { ...person, occasion, place: 'seat', confirmBy: null, registeredAt: at },
};
const pending: RegistrationEvent = {
  ...registered,
  data: { ...registered.data, confirmBy: later },
};
const confirm: RegistrationCommandBody = { type: 'ConfirmRegistration', place: 'seat', by: 'link', ...told };
const confirmed: RegistrationEvent = {
  type: 'RegistrationConfirmed',
  data: { ...notice, place: 'seat', by: 'link', confirmedAt: at },
};
const explanation = { ro: 'Vreme rea', en: 'Bad weather' };
const cancel = (
  reason: 'holder' | 'staff' | 'not-confirmed' | 'civic-event-cancelled' = 'holder',
  status: 'published' | 'held' | 'cancelled' = 'published',
): RegistrationCommandBody => ({ type: 'CancelRegistration', reason, explanation, status, ...told });
const cancelled = (reason: 'holder' | 'not-confirmed' | 'civic-event-cancelled' = 'holder'): RegistrationEvent => ({
  type: 'RegistrationCancelled',
  data: {
    ...notice,
    reason,
    explanation: reason === 'civic-event-cancelled' ? explanation : null,
    cancelledAt: at,
  },
});
const checkIn = (place: 'seat' | 'waiting' | null = 'seat'): RegistrationCommandBody => ({
  type: 'CheckIn',
  by: 'code',
  place,
  at,
});
const checkedIn: RegistrationEvent = {
  type: 'CheckedIn',
  data: { civicEventId, category: 'citizen', by: 'code', checkedInAt: at },
};

describe('a registration', () => {
  it('is made once', () => {
    given().when(register).then(registered);
    given(registered).when(register).then();
  });
  it('is not made again with other words', () =>
    given(registered)
      .when({ ...register, person: { ...person, category: 'university' } })
      .thenRejected('REGISTRATION_EXISTS'));
  it('must be there before anything else', () => given().when(confirm).thenRejected('REGISTRATION_UNKNOWN'));
});

describe('confirming', () => {
  it('is done once, in time', () => {
    given(pending).when(confirm).then(confirmed);
    given(pending, confirmed).when(confirm).then();
    given(registered).when(confirm).then();
  });
  it('comes too late', () =>
    given(pending)
      .when({ ...confirm, at: later })
      .thenRejected('CONFIRMATION_TOO_LATE'));
  it('is refused of what was cancelled', () =>
    given(pending, cancelled()).when(confirm).thenRejected('REGISTRATION_CANCELLED'));
});

describe('cancelling', () => {
  it('is done once', () => {
    given(registered).when(cancel()).then(cancelled());
    given(registered, cancelled()).when(cancel()).then();
  });
  it('is not done by a timer when somebody has confirmed meanwhile', () => {
    given(pending).when(cancel('not-confirmed')).then(cancelled('not-confirmed'));
    given(pending, confirmed).when(cancel('not-confirmed')).then();
  });
  it('is refused to who came, and once the civic event has taken place', () => {
    given(registered, checkedIn).when(cancel()).thenRejected('REGISTRATION_CHECKED_IN');
    given(registered).when(cancel('staff', 'held')).thenRejected('CIVIC_EVENT_HELD');
  });
  it('comes to those too who had come already, where the civic event is cancelled', () => {
    given(registered, checkedIn)
      .when(cancel('civic-event-cancelled', 'cancelled'))
      .then(cancelled('civic-event-cancelled'));
  });
  it('follows the civic event', () =>
    given(registered).when(cancel('civic-event-cancelled', 'cancelled')).then(cancelled('civic-event-cancelled')));
});

describe('checking in', () => {
  it('is done once, also by who has not confirmed', () => {
    given(registered).when(checkIn()).then(checkedIn);
    given(registered, checkedIn).when(checkIn()).then();
    given(pending).when(checkIn()).then(checkedIn);
  });
  it('is refused without a seat', () => {
    given(registered).when(checkIn('waiting')).thenRejected('REGISTRATION_WAITING');
    given(registered, cancelled()).when(checkIn(null)).thenRejected('REGISTRATION_CANCELLED');
  });
});

describe('undoing a check-in', () => {
  const undo: RegistrationCommandBody = { type: 'UndoCheckIn', reason: 'Somebody else’s code', at: later };
  const undone: RegistrationEvent = {
    type: 'CheckInUndone',
    data: { civicEventId, category: 'citizen', reason: 'Somebody else’s code', undoneAt: later },
  };
  it('is done once, of who was checked in, and they may come after all', () => {
    given(registered, checkedIn).when(undo).then(undone);
    given(registered, checkedIn, undone).when(undo).then();
    given(registered).when(undo).then();
    given(registered, checkedIn, undone).when(checkIn()).then(checkedIn);
  });
});

describe('putting a category right', () => {
  const put: RegistrationCommandBody = { type: 'Recategorise', category: 'ngo-member', reason: 'Wrong box', at: later };
  const recategorised = (isCheckedIn = false): RegistrationEvent => ({
    type: 'RegistrationRecategorised',
    data: {
      civicEventId,
      category: 'ngo-member',
      previous: 'citizen',
      checkedIn: isCheckedIn,
      reason: 'Wrong box',
      recategorisedAt: later,
    },
  });
  it('is done once, before or after somebody came, and counts from then on', () => {
    given(registered).when(put).then(recategorised());
    given(registered, checkedIn).when(put).then(recategorised(true));
    given(registered, recategorised()).when(put).then();
    given(registered, recategorised())
      .when(checkIn())
      .then({ ...checkedIn, data: { ...checkedIn.data, category: 'ngo-member' } });
  });
  it('leaves a repeat of the same registration what it was', () =>
    given(registered, recategorised()).when(register).then());
  it('is refused of what was cancelled', () =>
    given(registered, cancelled()).when(put).thenRejected('REGISTRATION_CANCELLED'));
});

describe('what the holder is told', () => {
  const remind: RegistrationCommandBody = { type: 'Remind', hours: 24, startsAt: occasion.startsAt, ...told };
  const reminded: RegistrationEvent = { type: 'RegistrationReminded', data: { ...notice, hours: 24, remindedAt: at } };
  const repeat = (when = at): RegistrationCommandBody => ({ type: 'NoteRepeat', occasion, at: when });
  const repeated = (when = at): RegistrationEvent => ({
    type: 'RegistrationRepeated',
    data: { ...notice, repeatedAt: when },
  });

  it('is each reminder once, of the start that stands, when they have confirmed', () => {
    given(registered).when(remind).then(reminded);
    given(registered, reminded).when(remind).then();
    given(pending).when(remind).then();
    given(registered, cancelled()).when(remind).then();
    given(registered)
      .when({ ...remind, startsAt: later })
      .then();
  });
  it('is another start, once, unless it has moved again', () => {
    const moved = { ...occasion, startsAt: '2024-04-12T09:30:00+03:00' };
    const reason = { ro: 'Sala nu este liberă' };
    const move: RegistrationCommandBody = { type: 'NoteMove', startsAt: moved.startsAt, reason, occasion: moved, at };
    const toldOf: RegistrationEvent = {
      type: 'RegistrationMoved',
      data: { ...notice, occasion: moved, previousStart: occasion.startsAt, reason, movedAt: at },
    };
    given(registered).when(move).then(toldOf);
    given(registered, toldOf).when(move).then();
    given(registered, cancelled()).when(move).then();
    given(registered)
      .when({ ...move, occasion })
      .then();
  });
  it('is that somebody used their contact, once a day', () => {
    given(registered).when(repeat()).then(repeated());
    given(registered, repeated()).when(repeat('2024-03-21T09:00:00.000Z')).then();
    given(registered, repeated()).when(repeat(later)).then(repeated(later));
    given(registered, cancelled()).when(repeat()).then();
  });
  it('is their seat, unless they gave up waiting', () => {
    const promote: RegistrationCommandBody = { type: 'NotePromotion', ...told };
    const promoted = (isConfirmed: boolean): RegistrationEvent => ({
      type: 'RegistrationPromoted',
      data: { ...notice, confirmed: isConfirmed, promotedAt: at },
    });
    given(registered).when(promote).then(promoted(true));
    given(pending).when(promote).then(promoted(false));
    given(registered, cancelled()).when(promote).then();
  });
});

describe('the timer of who has not confirmed', () => {
  const timers = (event: RegistrationEvent, ...before: RegistrationEvent[]) =>
    registration.sideRows?.(id, [event], given(...before).state()).timers;

  it('is set with the registration, and taken away by what settles it', () => {
    expect(timers(pending)).toEqual([{ id, name: 'registration-unconfirmed', dueAt: later, subject: id }]);
    expect(timers(registered)).toEqual([]);
    for (const event of [confirmed, cancelled(), checkedIn])
      expect(timers(event, pending)).toEqual([{ id, dueAt: null }]);
    expect(timers(cancelled(), registered)).toEqual([]);
  });
});

describe('a code', () => {
  const tokens = new RegistrationTokens('a secret of tests only, long enough');
  const code = tokens.codeOf(id);
  it('says whose it is', () => expect(tokens.readCode(code)).toBe(id));
  it.each(['', 'x', code.slice(1), `${code}=`, `${code.slice(0, 43)}!`, `B${code.slice(1)}`])(
    'cannot be made up: %j',
    (made) => {
      expect(tokens.readCode(made)).toBeUndefined();
    },
  );
  it('is none of another deployment, and no token of a link', () => {
    const others = new RegistrationTokens('another secret of tests, long enough');
    expect(others.readCode(code)).toBeUndefined();
    const secrets = [tokens.manage.of(id), tokens.confirm.of(id), tokens.invitation.of(id), code.slice(22)];
    expect(new Set(secrets).size).toBe(4);
  });
});
