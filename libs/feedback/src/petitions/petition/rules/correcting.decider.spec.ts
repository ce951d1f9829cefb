import { describe, expect, it } from '@jest/globals';
import { closed, event, given, noticed, register } from '../../testing/petition-given.js';
import { content, later as at, messageId, registered, samples, sealed, subject } from '../petition.samples.js';

const { petitioner, reason } = samples.PetitionerCorrected;

describe('correcting a petitioner', () => {
  const correct = { type: 'CorrectPetitioner', petitioner, language: 'en', reason, at } as const;
  const corrected = event('PetitionerCorrected');
  it('is told with whom to tell from then on, once', () => {
    given(registered).when(correct).then(corrected);
    given(registered, corrected).when(correct).then();
    given().when(correct).thenRejected('PETITION_UNKNOWN');
    const { subject: told } = event('PetitionAssigned', { subject: samples.PetitionerCorrected.subject }).data as {
      subject: typeof subject;
    };
    given(registered, corrected)
      .when({ type: 'AssignPetition', department: 'public-works', officer: null, by: null, at })
      .then(event('PetitionAssigned', { subject: told, officer: null, assignedAt: at }));
  });
  it('leaves what is left out, and what came in as a repeat is compared with', () => {
    given(registered)
      .when({ ...correct, petitioner: null })
      .then(
        event('PetitionerCorrected', {
          subject: { ...subject, language: 'en' },
          petitioner: content.petitioner,
          isReachedElsewhere: false,
        }),
      );
    given(registered, corrected).when(register).then();
    expect(given(registered, corrected, event('PetitionerCorrected', { language: 'ro' })).state()).toMatchObject({
      content: { petitioner, language: 'ro' },
      cameIn: { petitioner: content.petitioner, language: 'ro' },
      corrections: [{ of: 'petitioner', reason, at }, { of: 'petitioner' }],
    });
  });
  it('is done whatever has become of it, and not of a notice, which is anonymous', () => {
    given(registered, closed).when(correct).then(corrected);
    given(noticed).when(correct).thenRejected('NOTICE_ANONYMOUS');
    given(noticed)
      .when({ ...correct, petitioner: null })
      .then(
        event('PetitionerCorrected', {
          subject: { ...subject, kind: 'notice', language: 'en', recipient: null },
          petitioner: null,
          isReachedElsewhere: false,
        }),
      );
  });
});

describe('correcting a note', () => {
  const correct = {
    type: 'CorrectNote',
    callbackId: messageId,
    note: sealed('Nu a răspuns.'),
    reason: sealed('Nota altei petiții.'),
    at,
  } as const;
  const called = [event('CallbackRequested'), event('CallbackDone')];
  const corrected = event('PetitionNoteCorrected');
  it('is done of a callback that was made, once', () => {
    given(registered, ...called)
      .when(correct)
      .then(corrected);
    given(registered, ...called, corrected)
      .when(correct)
      .then();
    expect(given(registered, ...called, corrected).state()?.callbacks[0]?.done?.note).toEqual(correct.note);
    given(registered, called[0]!).when(correct).thenRejected('NOTE_UNKNOWN');
  });
  it('is done of the end', () => {
    const ofEnd = event('PetitionNoteCorrected', { callbackId: null });
    given(registered, closed)
      .when({ ...correct, callbackId: null })
      .then(ofEnd);
    given(registered)
      .when({ ...correct, callbackId: null })
      .thenRejected('NOTE_UNKNOWN');
    expect(given(registered, closed, ofEnd).state()).toMatchObject({
      status: 'closed',
      closed: { note: correct.note },
      corrections: [{ of: 'closing-note' }],
    });
  });
});
