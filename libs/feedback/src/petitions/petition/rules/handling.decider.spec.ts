import { describe, expect, it } from '@jest/globals';
import type { Acting } from '../../directory/acting.js';
import { usualRules } from '../../directory/petition-rules.js';
import { answered, assign, assigned, dueSoon, event, forwarded, given, working } from '../../testing/petition-given.js';
import { at, headId, later, plainRules, registered, samples, subject, terms } from '../petition.samples.js';

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

describe('the head of the department (art. 12 (1))', () => {
  const lawful = { ...registered, data: { ...registered.data, rules: usualRules } };
  const acting = (duties: Acting['duties'], department = 'public-works'): Acting => ({
    ...{ id: headId, department, duties },
    office: null,
  });
  const by = acting(['heads-department']);
  it('assigns a petition to an officer, and nobody else does', () => {
    given(lawful)
      .when({ ...assign, by })
      .then(event('PetitionAssigned', { by: headId }));
    given(lawful).when(assign).thenRejected('ACTING_OFFICER_MISSING');
    for (const other of [acting([]), acting(['heads-department'], 'green-spaces'), acting(['signs-for-institution'])])
      given(lawful)
        .when({ ...assign, by: other })
        .thenRejected('NOT_HEAD_OF_DEPARTMENT');
    given(lawful)
      .when({ ...assign, by: acting(['heads-institution'], 'mayor') })
      .then(event('PetitionAssigned', { by: headId }));
  });
  it('gets it by whoever sends it to the department (art. 6 (2))', () =>
    given(lawful)
      .when({ ...assign, officer: null })
      .then(event('PetitionAssigned', { officer: null })));
});

describe('what another authority sends back (art. 6¹)', () => {
  const { reason } = samples.PetitionReturned;
  const takeBack = { type: 'ReturnPetition', authority: null, reason, terms, at: later } as const;
  const returned = event('PetitionReturned');
  const { deadline } = samples.PetitionReturned;
  it('goes on with its number and a new deadline (art. 8 (2)), once', () => {
    given(registered, forwarded).when(takeBack).then(returned);
    given(registered, forwarded, returned).when(takeBack).then();
    given(registered, forwarded, event('PetitionClosed', { ground: 'forwarded' }))
      .when(takeBack)
      .then(returned);
    expect(given(registered, assigned, forwarded, returned).state()).toMatchObject({
      ...{ status: 'assigned', deadline, deadlineState: 'due' },
      returned: { authority: samples.PetitionForwarded.authority, at: later },
    });
    given(registered, forwarded)
      .when({ ...takeBack, authority: 'Prefectura sintetică' })
      .then(event('PetitionReturned', { authority: 'Prefectura sintetică' }));
  });
  it('goes on with the deadline that it had, where the law is read so', () => {
    const rules = { ...plainRules, returnBeginsTerm: false };
    const strict = { ...registered, data: { ...registered.data, rules } };
    const same = event('PetitionReturned', { deadline: registered.data.deadline });
    given(strict, forwarded).when(takeBack).then(same);
    expect(given(strict, dueSoon, forwarded, same).state()).toMatchObject({
      ...{ deadline: registered.data.deadline, deadlineState: 'due-soon' },
    });
  });
  it('was forwarded before, and may be forwarded again', () => {
    given(registered).when(takeBack).thenRejected('NOT_FORWARDED');
    given(registered, answered).when(takeBack).thenRejected('NOT_FORWARDED');
    const { authority, reason: why } = samples.PetitionForwarded;
    given(registered, forwarded, returned)
      .when({ type: 'ForwardPetition', authority, reason: why, at: later })
      .then(event('PetitionForwarded', { forwardedAt: later }));
  });
});
