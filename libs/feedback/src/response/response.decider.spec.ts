import type { Invalid } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { at, content, items } from '../questionnaire/questionnaire.samples.js';
import { responseDecider, valueOf, type GivenAnswer, type RecordResponse } from './response.decider.js';
import type { ResponseEvent } from './response.events.js';
import { answers, questionnaireId, recorded, text } from './response.samples.js';

const given = specify(responseDecider);
const record = (given: readonly GivenAnswer[], overrides: Partial<RecordResponse> = {}): RecordResponse => ({
  type: 'RecordResponse',
  questionnaire: { id: questionnaireId, about: content.about, items },
  channel: 'anonymous',
  language: 'ro',
  answers: given,
  at,
  ...overrides,
});
const full: readonly GivenAnswer[] = [
  { item: 'duration', grade: 3 },
  { item: 'objectives', yes: true },
  { item: 'suggestions', text },
  { item: 'updates', wish: true },
];
const wrongWith = (...given: GivenAnswer[]) => {
  try {
    responseDecider.decide(record(given), null);
    return null;
  } catch (error) {
    const { code, path } = error as Invalid;
    return `${code} ${path.join('.')}`;
  }
};
const yes = { item: 'objectives', yes: true };

describe('an answer to a questionnaire', () => {
  it('is recorded', () => given().when(record(full)).then(recorded));
  it('leaves out what is not required', () =>
    given()
      .when(record([yes]))
      .then({ type: 'ResponseRecorded', data: { ...recorded.data, answers: [answers[1]!] } }));
  it('is recorded once: a repeat changes nothing', () =>
    given(recorded)
      .when(record(full, { at: '2023-03-24T10:00:00+02:00' }))
      .then());
  it('is not recorded again with other content', () => {
    given(recorded)
      .when(record([yes]))
      .thenRejected('RESPONSE_EXISTS');
    given(recorded)
      .when(record(full, { channel: 'paper' }))
      .thenRejected('RESPONSE_EXISTS');
    const other: ResponseEvent = { type: 'ResponseRecorded', data: { ...recorded.data, language: 'en' } };
    given(other).when(record(full)).thenRejected('RESPONSE_EXISTS');
  });

  it.each<[string, GivenAnswer[], string]>([
    ['an unknown item', [yes, { item: 'price', grade: 3 }], 'ITEM_UNKNOWN answers.1.item'],
    ['an item twice', [yes, yes], 'ITEM_REPEATED answers.1.item'],
    ['a grade for a text', [yes, { item: 'suggestions', grade: 5 }], 'ANSWER_KIND answers.1'],
    ['a text for a grade', [yes, { item: 'duration', text }], 'ANSWER_KIND answers.1'],
    ['yes for a wish', [yes, { item: 'updates', yes: true }], 'ANSWER_KIND answers.1'],
    ['a wish for yes', [{ item: 'objectives', wish: true }], 'ANSWER_KIND answers.0'],
    ['a required item left out', [{ item: 'duration', grade: 4 }], 'ANSWER_MISSING answers'],
  ])('refuses %s', (_, answersGiven, wrong) => expect(wrongWith(...answersGiven)).toBe(wrong));

  it('counts grades, yes and no, wishes, and no texts', () =>
    expect(answers.map(valueOf)).toEqual([3, 'yes', undefined, 'yes']));
  it('counts no as well', () => {
    expect(valueOf({ kind: 'yes-no', item: 'objectives', yes: false })).toBe('no');
    expect(valueOf({ kind: 'wish', item: 'updates', wish: false })).toBe('no');
  });
});
