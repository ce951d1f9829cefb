import type { Invalid } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { channel, items, places } from '../items/item.samples.js';
import { at, content, questionnaireId } from '../questionnaire/questionnaire.samples.js';
import { valuesIn, type GivenAnswer } from './answer.rules.js';
import { responseDecider, type CodeAnswer, type RecordResponse } from './response.decider.js';
import type { ResponseEvent } from './response.events.js';
import { answers, coded, recorded, text } from './response.samples.js';

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
  it('says which of its answers are for staff only', () =>
    given()
      .when(
        record([yes, { item: 'duration', grade: 3 }], {
          questionnaire: {
            id: questionnaireId,
            about: content.about,
            items: items.map((item) => (item.id === 'duration' ? { ...item, visibility: 'staff' } : item)),
          },
        }),
      )
      .then({
        type: 'ResponseRecorded',
        data: { ...recorded.data, answers: [answers[1]!, answers[0]!], staffOnly: ['duration'] },
      }));
  it('is recorded once: a repeat changes nothing', () =>
    given(recorded)
      .when(record(full, { at: '2023-03-24T10:00:00+02:00' }))
      .then());
  it('is a repeat whatever its free text says, which nobody is told: but for staff', () => {
    const other = { ...text, value: 'Altceva' };
    const withOther = full.map((one) => (one.item === 'suggestions' ? { ...one, text: other } : one));
    for (const channel of ['anonymous', 'token'] as const) {
      const stands: ResponseEvent = { type: 'ResponseRecorded', data: { ...recorded.data, channel } };
      given(stands).when(record(withOther, { channel })).then();
      given(stands)
        .when(
          record(
            full.filter(({ item }) => item !== 'suggestions'),
            { channel },
          ),
        )
        .then();
    }
    const onPaper: ResponseEvent = { type: 'ResponseRecorded', data: { ...recorded.data, channel: 'paper' } };
    given(onPaper)
      .when(record(withOther, { channel: 'paper' }))
      .thenRejected('RESPONSE_EXISTS');
    given(onPaper)
      .when(record(full, { channel: 'paper' }))
      .then();
  });
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

  it('counts grades, yes and no, wishes and choices, and no texts', () => {
    expect(answers.map(valuesIn)).toEqual([[3], ['yes'], [], ['yes']]);
    expect(valuesIn({ kind: 'yes-no', item: 'objectives', yes: false })).toEqual(['no']);
    expect(valuesIn({ kind: 'wish', item: 'updates', wish: false })).toEqual(['no']);
    expect(valuesIn({ kind: 'choice', item: 'channel', choice: 'radio' })).toEqual(['radio']);
    expect(valuesIn({ kind: 'multi-choice', item: 'places', choices: ['parks', 'schools'] })).toEqual([
      'parks',
      'schools',
    ]);
  });
});

describe('coding a free text', () => {
  const themes = ['guides', 'schools', 'shops'].map((id) => ({ id, label: { ro: id } }));
  const code = (ids: string[], overrides: Partial<CodeAnswer> = {}): CodeAnswer => ({
    type: 'CodeAnswer',
    questionnaire: { id: questionnaireId, themes },
    item: 'suggestions',
    themes: ids,
    ...overrides,
  });
  it('says which themes it is about, and again', () => {
    given(recorded)
      .when(code(['schools', 'guides']))
      .then(coded);
    given(recorded, coded)
      .when(code(['shops']))
      .then({ type: 'AnswerCoded', data: { ...coded.data, themes: ['shops'], before: ['guides', 'schools'] } });
    given(recorded, coded)
      .when(code([]))
      .then({ type: 'AnswerCoded', data: { ...coded.data, themes: [], before: ['guides', 'schools'] } });
  });
  it('ignores a repeat, in whatever order', () => {
    given(recorded, coded)
      .when(code(['schools', 'guides']))
      .then();
    given(recorded).when(code([])).then();
  });
  it('leaves the answer what it was', () => given(recorded, coded).when(record(full)).then());
  it('knows the themes of the questionnaire only', () =>
    expect(() => responseDecider.decide(code(['guides', 'parks']), given(recorded).state())).toThrow(
      expect.objectContaining({ code: 'THEME_UNKNOWN', path: ['themes', 1] }),
    ));
  it('is for free texts that were given', () => {
    for (const item of ['duration', 'price']) {
      given(recorded)
        .when(code(['guides'], { item }))
        .thenRejected('TEXT_UNKNOWN');
    }
  });
  it('is of an answer to this questionnaire', () => {
    given()
      .when(code(['guides']))
      .thenRejected('RESPONSE_UNKNOWN');
    given(recorded)
      .when(code(['guides'], { questionnaire: { id: content.about.civicEventId!, themes } }))
      .thenRejected('RESPONSE_UNKNOWN');
  });
});

describe('choices and conditions', () => {
  const later = { ...places, id: 'later', required: false, shownIf: { item: 'places', values: ['parks'] } };
  const decide = (...given: GivenAnswer[]) =>
    responseDecider
      .decide(
        record(given, {
          questionnaire: { id: questionnaireId, about: content.about, items: [channel, places, later] },
        }),
        null,
      )
      .flatMap((event) => (event.type === 'ResponseRecorded' ? event.data.answers : []));
  const wrong = (...given: GivenAnswer[]) => {
    try {
      decide(...given);
      return null;
    } catch (error) {
      const { code, path } = error as Invalid;
      return `${code} ${path.join('.')}`;
    }
  };
  const posters = { item: 'channel', choice: 'posters' };
  const radio = { item: 'channel', choice: 'radio' };
  const parks = { item: 'places', choices: ['parks'] };

  it('takes an option, something else in words, and several options', () => {
    expect(decide(radio)).toEqual([{ kind: 'choice', ...radio }]);
    expect(decide({ item: 'channel', choice: 'other', other: text })).toEqual([
      { kind: 'choice', item: 'channel', choice: 'other', other: text },
    ]);
    expect(decide({ item: 'channel', choice: 'other' })).toHaveLength(1);
    expect(decide(posters, { item: 'places', choices: ['schools', 'parks'] })[1]).toEqual({
      kind: 'multi-choice',
      item: 'places',
      choices: ['schools', 'parks'],
    });
  });
  it('asks what has a condition only where it is met, and its own condition too', () => {
    expect(wrong(radio)).toBeNull();
    expect(wrong(posters, parks, { item: 'later', choices: ['parks'] })).toBeNull();
    expect(wrong({ item: 'later', choices: ['parks'] }, parks, posters)).toBeNull();
  });

  it.each<[string, GivenAnswer[], string]>([
    ['no option of the item', [{ item: 'channel', choice: 'television' }], 'OPTION_UNKNOWN answers.0.choice'],
    [
      'something else where that is no option',
      [posters, { item: 'places', choices: ['other'] }],
      'OPTION_UNKNOWN answers.1.choices.0',
    ],
    [
      'an option twice',
      [posters, { item: 'places', choices: ['parks', 'parks'] }],
      'OPTION_REPEATED answers.1.choices.1',
    ],
    ['words for an option that has its own', [{ ...radio, other: text }], 'OTHER_NOT_CHOSEN answers.0.other'],
    ['several of which one is asked', [{ item: 'channel', choices: ['radio'] }], 'ANSWER_KIND answers.0'],
    ['one of which several are asked', [posters, { item: 'places', choice: 'parks' }], 'ANSWER_KIND answers.1'],
    ['an answer to what is not asked', [radio, parks], 'ANSWER_NOT_ASKED answers.1.item'],
    [
      'an answer to what hangs on something not asked',
      [radio, { item: 'later', choices: ['parks'] }],
      'ANSWER_NOT_ASKED answers.1.item',
    ],
    ['no answer to what is required once it is asked', [posters], 'ANSWER_MISSING answers'],
  ])('refuses %s', (_, given, refused) => expect(wrong(...given)).toBe(refused));

  it.each([
    [1, 1, ['parks', 'schools']],
    [2, 2, ['parks']],
  ])('refuses fewer or more choices than %i to %i', (min, max, choices) => {
    const asked = { ...places, shownIf: null, min, max };
    expect(() =>
      responseDecider.decide(
        record([{ item: 'places', choices }], {
          questionnaire: { id: questionnaireId, about: content.about, items: [asked] },
        }),
        null,
      ),
    ).toThrow(expect.objectContaining({ code: 'CHOICES_RANGE', path: ['answers', 0, 'choices'] }));
  });
});
