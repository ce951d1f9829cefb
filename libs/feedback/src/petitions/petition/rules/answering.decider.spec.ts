import { describe, it } from '@jest/globals';
import {
  answer,
  answered,
  assign,
  assigned,
  event,
  given,
  joined,
  noticed,
  ofNotice,
  reply,
  take,
} from '../../testing/petition-given.js';
import { at, mainId, registered, sealed } from '../petition.samples.js';
import type { PetitionEvent } from '../petition.events.js';

describe('the answer', () => {
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
  it('are answered with it, and by nothing else', () => {
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
