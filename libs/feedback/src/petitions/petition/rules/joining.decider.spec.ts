import { describe, expect, it } from '@jest/globals';
import { deadlineFrom } from '../../calendar/deadlines.js';
import {
  answer,
  answered,
  assigned,
  deadline,
  draft,
  dueSoon,
  event,
  extend,
  extended,
  given,
  grouped,
  join,
  joined,
  late,
  main,
  noteDueSoon,
  noteMissed,
  noteOffTarget,
  noticed,
  offTarget,
  pathOf,
  reply,
  take,
  working,
} from '../../testing/petition-given.js';
import { petitionDecider } from './petition.decider.js';
import { at, later, mainId, messageId, registered, samples, sealed, subject, terms } from '../petition.samples.js';
import { requirePetition } from '../petition.state.js';

const other = event('OtherPetitionJoined');
const otherGrouped = event('OtherPetitionJoined', { as: 'matter' });
const ofSameContact = { ...join, sameContact: true, reason: null } as const;
const ofMatter = { ...join, reason: null } as const;

describe('petitions of one petitioner on one problem (art. 10 (1))', () => {
  it('are joined, the later to the earlier one, once', () => {
    given(registered).when(join).then(joined);
    given(registered, joined).when(join).then();
    const earlier = { ...registered, data: { ...registered.data, registeredAt: '2026-03-01T10:00:00.000Z' } };
    given(earlier).when(join).thenRejected('MAIN_IS_LATER');
  });
  it('are told by the same contact, or by an officer, who says why', () => {
    given(registered)
      .when(ofSameContact)
      .then(event('PetitionJoined', { told: 'contact', reason: null }));
    given(registered)
      .when({ ...join, as: 'petitioner' })
      .then(joined);
    const unknown = { ...join, as: 'petitioner', reason: null } as const;
    given(registered).when(unknown).thenRejected('PETITIONER_NOT_THE_SAME');
    const state = given(registered).state();
    expect(pathOf(() => petitionDecider.decide(unknown, state))).toEqual(['reason']);
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
    given(registered, other).when(join).thenRejected('OTHERS_JOINED');
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
    const putOff = requirePetition(given(registered, extended).state());
    given(registered, extended)
      .when({ ...join, main: { ...putOff, number: '2026-000100' } })
      .then(joined);
  });
  it('keep their own deadline, which may be put off, and is missed once, before the answer', () => {
    const { missedAt } = deadline.legal;
    given(registered, joined).when(noteDueSoon).then(dueSoon);
    given(registered, joined, dueSoon).when(noteOffTarget).then(offTarget);
    given(registered, joined, dueSoon, offTarget).when(noteMissed).then(late);
    given(registered, joined, dueSoon, late).when(noteMissed).then();
    given(registered, joined).when(extend).then(extended);
    given(registered, joined, extended).when(noteMissed).then();
    const numbers = ['2026-000100', subject.number];
    const taking = { ...take, numbers, at: missedAt };
    const taken = event('PetitionAnswered', { through: mainId, numbers, inTime: false, answeredAt: missedAt });
    given(registered, joined, dueSoon)
      .when(taking)
      .then(event('PetitionTargetMissed', { missedAt }), event('PetitionDeadlineMissed', { missedAt }), taken);
    given(registered, joined, dueSoon, late).when(taking).then(taken);
  });
  it('are taken in once by the one that is worked on, whose answer names all their numbers', () => {
    const takeIn = { type: 'TakeIn', petitionId: mainId, number: '2026-000124', as: 'petitioner' } as const;
    given(registered).when(takeIn).then(other);
    given(registered, other).when(takeIn).then();
    given(registered, answered).when(takeIn).thenRejected('PETITION_DONE');
    const others = [{ id: mainId, number: '2026-000124' }];
    given(registered, assigned, other)
      .when(answer)
      .then(event('PetitionAnswered', { numbers: [subject.number, '2026-000124'], others }));
    given(registered)
      .when({ ...join, main: { ...main, draft } })
      .thenRejected('MAIN_HAS_ANSWER');
  });
});

describe('petitions of different people on one matter', () => {
  it('are worked on together, each with its own officer, deadline and answer', () => {
    given(registered, working).when(ofMatter).then(grouped);
    given(registered, grouped).when(ofMatter).then();
    expect(given(registered, working, grouped).state()).toMatchObject({
      status: 'in-progress',
      deadline,
      joinedTo: null,
      groupedWith: { id: mainId, number: main.number },
    });
    given(registered, assigned, grouped).when(answer).then(answered);
    given(registered, assigned, otherGrouped).when(answer).then(answered);
    expect(given(registered, otherGrouped).state()).toMatchObject({ joined: [], grouped: [{ id: mainId }] });
  });
  it('are so also where the contact is the same, if somebody says so, and one of them may be a notice', () => {
    given(registered)
      .when({ ...ofSameContact, as: 'matter' })
      .then(grouped);
    given(noticed)
      .when(ofMatter)
      .then(
        event('PetitionJoined', {
          as: 'matter',
          told: null,
          reason: null,
          subject: { ...subject, kind: 'notice', recipient: null },
        }),
      );
  });
  it('do not form chains, and are not worked on with what is done', () => {
    given(registered, grouped)
      .when({ ...ofMatter, mainId: messageId })
      .thenRejected('GROUPED_ALREADY');
    given(registered, otherGrouped).when(ofMatter).thenRejected('OTHERS_GROUPED');
    given(registered)
      .when({ ...ofMatter, main: { ...main, groupedWith: { id: messageId, number: '2026-000099' } } })
      .thenRejected('MAIN_IS_GROUPED');
    given(registered)
      .when({ ...ofMatter, main: { ...main, status: 'answered' } })
      .thenRejected('MAIN_NOT_OPEN');
  });
  it('are answered with a salutation that an officer wrote for this person', () => {
    const bare = { ...answer, reply: { ...reply, salutation: null } } as const;
    given(registered, assigned, grouped).when(bare).thenRejected('SALUTATION_MISSING');
    given(registered, assigned, otherGrouped).when(bare).thenRejected('SALUTATION_MISSING');
    given(registered, assigned)
      .when(bare)
      .then(event('PetitionAnswered', { salutation: null }));
  });
  it('turn out to be one petitioner’s after all', () => {
    given(registered, grouped).when(join).then(joined);
    expect(given(registered, otherGrouped, other).state()).toMatchObject({ joined: [{ id: mainId }], grouped: [] });
  });
  it('are offered a text, which is no answer', () => {
    const { text, legalBasis } = samples.AnswerProposed;
    const propose = { type: 'ProposeAnswer', text, legalBasis, at: later } as const;
    const proposed = event('AnswerProposed');
    given(registered).when(propose).then(proposed);
    given(registered, proposed).when(propose).then();
    given(registered, proposed)
      .when({ ...propose, text: sealed('Altfel.') })
      .then(event('AnswerProposed', { text: sealed('Altfel.') }));
    given(registered, answered).when(propose).thenRejected('PETITION_DONE');
    expect(given(registered, proposed).state()).toMatchObject({
      status: 'registered',
      replies: [],
      proposed: { text },
    });
    expect(given(registered, proposed, answered).state()?.proposed).toBeNull();
  });
});

describe('what was joined by mistake', () => {
  const { reason } = samples.PetitionSeparated;
  const separate = { type: 'SeparatePetition', reason, at: later } as const;
  const letGo = { type: 'LetGo', petitionId: mainId } as const;
  it('is separated, with a reason, and goes on where it stood', () => {
    given(registered, joined).when(separate).then(event('PetitionSeparated'));
    given(registered, grouped)
      .when(separate)
      .then(event('PetitionSeparated', { as: 'matter' }));
    expect(given(registered, joined, event('PetitionSeparated')).state()).toMatchObject({
      status: 'registered',
      joinedTo: null,
    });
    expect(given(registered, assigned, joined, event('PetitionSeparated')).state()?.status).toBe('assigned');
    expect(given(registered, grouped, event('PetitionSeparated', { as: 'matter' })).state()?.groupedWith).toBeNull();
  });
  it('loses the closer tie first', () => {
    given(registered, grouped, joined).when(separate).then(event('PetitionSeparated'));
    given(registered, grouped, joined, event('PetitionSeparated'))
      .when(separate)
      .then(event('PetitionSeparated', { as: 'matter' }));
  });
  it('is let go by the other one, once', () => {
    for (const taken of [other, otherGrouped])
      given(registered, taken).when(letGo).then(event('OtherPetitionSeparated'));
    given(registered, other, event('OtherPetitionSeparated')).when(letGo).then();
    expect(given(registered, other, event('OtherPetitionSeparated')).state()?.joined).toEqual([]);
  });
  it('is nothing where it is joined to none, or answered', () => {
    given(registered).when(separate).thenRejected('NOT_JOINED');
    given(registered, joined, event('PetitionAnswered', { through: mainId }))
      .when(separate)
      .thenRejected('NOT_JOINED');
    given(registered, grouped, answered).when(separate).thenRejected('PETITION_DONE');
  });
});
