import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { facilityFeedbackDecider } from './facility-feedback.decider.js';
import { at, fact, given as words, later, reason, secondThought } from './facility-feedback.samples.js';

const given = specify(facilityFeedbackDecider);
const { decide, evolve } = facilityFeedbackDecider;

const give = { type: 'GiveFeedback', given: words, at } as const;
const approve = { type: 'ApproveFeedback', at: later } as const;
const hide = { type: 'HideFeedback', reason, excludesGrade: false, at: later } as const;
const hideAll = { ...hide, excludesGrade: true } as const;
const restore = { type: 'RestoreFeedback', reason: secondThought, at: later } as const;

const shown = fact('FacilityFeedbackGiven');
const awaiting = fact('FacilityFeedbackGiven', { awaitsApproval: true });
const approved = fact('FacilityFeedbackApproved');
const hidden = fact('FacilityFeedbackHidden');
const hiddenWhole = fact('FacilityFeedbackHidden', { excludesGrade: true });
const restored = fact('FacilityFeedbackRestored');
const restoredWhole = fact('FacilityFeedbackRestored', { includesGrade: true });

const stateOf = (...events: Parameters<typeof evolve>[1][]) =>
  events.reduce<Parameters<typeof evolve>[0]>(evolve, facilityFeedbackDecider.initial);

describe('feedback on a facility', () => {
  it('is given', () => given().when(give).then(shown));
  it('is given once: a repeat changes nothing, whatever the settings and the map say by now', () => {
    given(shown)
      .when({ ...give, given: { ...words, kind: 'wifi', awaitsApproval: true }, at: later })
      .then();
    given(shown, hidden).when(give).then();
  });
  it('is not given again with another content', () =>
    given(shown)
      .when({ ...give, given: { ...words, grade: 1 } })
      .thenRejected('FACILITY_FEEDBACK_EXISTS'));

  it('is hidden with a reason', () => given(shown).when(hide).then(hidden));
  it('is hidden once for one reason', () => {
    given(shown, hidden).when(hide).then();
    given(shown, hidden)
      .when({ ...hide, reason: secondThought })
      .thenRejected('FACILITY_FEEDBACK_HIDDEN');
    given(shown, hidden).when(hideAll).thenRejected('FACILITY_FEEDBACK_HIDDEN');
  });
  it('loses its grade only where staff say so', () => {
    given(shown).when(hideAll).then(hiddenWhole);
    expect(stateOf(shown, hidden)).toMatchObject({ status: 'hidden', counts: true });
    expect(stateOf(shown, hiddenWhole)).toMatchObject({ status: 'hidden', counts: false });
  });

  it('is restored with a reason, its grade too', () => {
    given(shown, hidden).when(restore).then(restored);
    given(shown, hiddenWhole).when(restore).then(restoredWhole);
    expect(stateOf(shown, hiddenWhole, restoredWhole)).toMatchObject({ status: 'shown', counts: true });
  });
  it('is restored once, and only where it was hidden', () => {
    given(shown, hidden, restored).when(restore).then();
    given(shown).when(restore).thenRejected('FACILITY_FEEDBACK_NOT_HIDDEN');
    given(awaiting).when(restore).thenRejected('FACILITY_FEEDBACK_NOT_HIDDEN');
  });
  it('can be hidden again', () => given(shown, hidden, restored).when(hide).then(hidden));

  it('awaits approval where comments are approved first', () => {
    given(awaiting).when(approve).then(approved);
    given(awaiting, approved).when(approve).then();
    given(shown).when(approve).then();
    given(awaiting).when(hide).then(hidden);
    given(awaiting, hidden).when(approve).thenRejected('FACILITY_FEEDBACK_HIDDEN');
    expect(stateOf(awaiting)).toMatchObject({ status: 'awaiting', counts: true });
    expect(stateOf(awaiting, approved)).toMatchObject({ status: 'shown' });
  });

  it('keeps every decision', () =>
    expect(stateOf(awaiting, approved, hidden, restored)?.decisions).toEqual([
      { decision: 'approved', reason: null, at: later },
      { decision: 'hidden', reason, at: later },
      { decision: 'restored', reason: secondThought, at: later },
    ]));

  it.each([approve, hide, restore])('is unknown before it was given: $type', (command) => {
    expect(() => decide(command, null)).toThrow('There is no such feedback.');
  });
});
