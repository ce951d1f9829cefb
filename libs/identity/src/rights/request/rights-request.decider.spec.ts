import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { rightsRequestDecider, type RightsRequestCommandBody } from './rights-request.decider.js';
import type { RightsRequestEvent } from './rights-request.events.js';
import { events, reason, received } from '../rights.samples.js';

const given = specify(rightsRequestDecider);
const at = '2027-03-01T10:00:00.000Z';
const event = (type: RightsRequestEvent['type']): RightsRequestEvent => ({ type, data: events[type] }) as never;
const asked = event('RightsRequestReceived');
const named = event('SubjectsNamed');
const held = event('LegalHoldPlaced');
const ordered = event('ErasureOrdered');
const destroyed = event('SubjectKeysDestroyed');

const erase: RightsRequestCommandBody = { type: 'OrderErasure', by: 'key:1', at, holdsVersion: 0 };
const destroy: RightsRequestCommandBody = { type: 'NoteKeysDestroyed', at };
const confirm: RightsRequestCommandBody = { type: 'ConfirmErasure', context: 'feedback', found: 1, at };
const answer: RightsRequestCommandBody = { type: 'AnswerRightsRequest', summary: reason, at };
const extend = (time: string): RightsRequestCommandBody => ({
  ...{ type: 'ExtendAnswer', dueAt: '2027-06-01T20:59:59.999Z', reason, at: time },
});

describe('an erasure', () => {
  it('is ordered once', () => {
    given(asked, named).when(erase).then(ordered);
    given(asked, named, ordered).when(erase).then();
  });
  it('is for somebody whose ids are known, who asks for it', () => {
    given(asked).when(erase).thenRejected('SUBJECTS_MISSING');
    const access = { type: 'RightsRequestReceived', data: { ...received, kind: 'access' } } as RightsRequestEvent;
    given(access, named).when(erase).thenRejected('NOT_ABOUT_ERASURE');
  });
  it('is blocked by a legal hold', () => {
    given(asked, named, held).when(erase).thenRejected('LEGAL_HOLD');
    given(asked, named, held, event('LegalHoldLifted')).when(erase).then(ordered);
  });
  it('destroys keys once, after the order', () => {
    given(asked, named).when(destroy).then();
    given(asked, named, ordered).when(destroy).then(destroyed);
    given(asked, named, ordered, destroyed).when(destroy).then();
  });
  it('is confirmed once by each context', () => {
    const confirmed = event('ErasureConfirmed');
    given(asked, named, ordered, destroyed).when(confirm).then(confirmed);
    given(asked, named, ordered, destroyed, confirmed).when(confirm).then();
    given(asked, named, ordered, destroyed)
      .when({ ...confirm, context: 'elsewhere' })
      .then();
  });
  it('cannot be held, named more people to, or refused once it was ordered', () => {
    const hold: RightsRequestCommandBody = { type: 'PlaceLegalHold', reason, legalBasis: 'x', at };
    const before = given(asked, named, ordered);
    before.when(hold).thenRejected('ERASURE_UNDER_WAY');
    before.when({ type: 'NameSubjects', subjects: [received.name.subject], at }).thenRejected('ERASURE_UNDER_WAY');
    before
      .when({ type: 'RefuseRightsRequest', reasons: reason, legalBasis: 'x', at })
      .thenRejected('ERASURE_UNDER_WAY');
  });
});

describe('a request', () => {
  it('is received once', () =>
    given(asked)
      .when({ type: 'ReceiveRightsRequest', ...(received as object) } as RightsRequestCommandBody)
      .then());
  it('is answered within a month, or two more, of which the person is told within the first', () => {
    given(asked).when(extend(at)).then(event('AnswerExtended'));
    given(asked, event('AnswerExtended')).when(extend(at)).thenRejected('ALREADY_EXTENDED');
    given(asked).when(extend('2027-04-02T00:00:00.000Z')).thenRejected('EXTENDED_TOO_LATE');
  });
  it('is raised where nobody answered in time', () => {
    const late: RightsRequestCommandBody = { type: 'RaiseOverdue', at: received.dueAt };
    const raised = { type: 'RightsRequestOverdue', data: { dueAt: received.dueAt, raisedAt: received.dueAt } } as const;
    given(asked).when(late).then(raised);
    given(asked, raised).when(late).then();
    given(asked, event('RightsRequestRefused')).when(late).then();
    given(asked, event('AnswerExtended')).when(late).then();
  });
  it('for erasure is answered once that was ordered, and is closed then', () => {
    given(asked).when(answer).thenRejected('ERASURE_NOT_ORDERED');
    given(asked, named, ordered).when(answer).then(event('RightsRequestAnswered'));
    given(asked, event('RightsRequestRefused')).when(answer).thenRejected('RIGHTS_REQUEST_CLOSED');
  });
});
