import { describe, expect, it } from '@jest/globals';
import { assign, given, noticed, pathOf, register } from '../../testing/petition-given.js';
import { content, later, notice, registered } from '../petition.samples.js';
import { petitionDecider } from './petition.decider.js';

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
