import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { askedByKeyword, chosenRule } from './choose.js';
import { replyRulesDecider } from './reply-rules.decider.js';
import { rules } from './reply-rules.samples.js';

const chosen = (text: string, inOfficeHours: boolean | null, channel: 'email' | 'telegram' = 'email') =>
  chosenRule(rules, { channel, text, inOfficeHours })?.id;

describe('the rule that replies', () => {
  it('is that of the hours', () => {
    expect(chosen('Bună ziua', true)).toBe('in-hours');
    expect(chosen('Bună ziua', false)).toBe('out-of-hours');
    expect(chosen('Bună ziua', null)).toBeUndefined();
  });
  it.each(['Care este PROGRAMUL? Aveți un program?', 'orar', 'Program: luni?'])('is that of a keyword: %s', (text) =>
    expect(chosen(text, false)).toBe('hours'),
  );
  it('takes whole words', () => expect(chosen('programare', true)).toBe('in-hours'));
  it('is for some channels', () => expect(chosen('program', true, 'telegram')).toBe('in-hours'));
  it('is none that is suggested only', () => expect(chosen('impozite', true)).toBe('in-hours'));
});

describe('a petition by keyword', () => {
  it.each([
    ['PETIȚIE O lampă este stinsă.', { name: null, text: 'O lampă este stinsă.' }],
    ['Petitie: o lampă este stinsă', { name: null, text: 'o lampă este stinsă' }],
    [
      'PETIȚIE\nNume: Ana Exemplu\nO lampă este stinsă.\nÎn parc.',
      { name: 'Ana Exemplu', text: 'O lampă este stinsă.\nÎn parc.' },
    ],
    ['petiție\n\nO lampă.\nName:  Ana Exemplu ', { name: 'Ana Exemplu', text: 'O lampă.' }],
  ])('%j', (text, asked) => expect(askedByKeyword(rules, text)).toEqual(asked));
  it.each(['PETIȚIE', 'Petiție: ', 'O petiție', 'PETIȚII noi', 'Nume: Ana', 'PETIȚIE\nNume: Ana Exemplu'])(
    'is none: %j',
    (text) => expect(askedByKeyword(rules, text)).toBeUndefined(),
  );
  it('is none where the rules know no keyword', () =>
    expect(askedByKeyword({ petition: null }, 'PETIȚIE O lampă.')).toBeUndefined());
});

describe('the rules', () => {
  const given = specify(replyRulesDecider);
  const at = '2026-05-20T09:00:00.000Z';
  const set = { type: 'SetReplyRules', rules, at } as const;
  const wereSet = { type: 'ReplyRulesSet', data: { ...rules, version: 1, setAt: at } } as const;

  it('get a version with each change', () => {
    given().when(set).then(wereSet);
    given(wereSet).when(set).then();
    given(wereSet)
      .when({ ...set, rules: { ...rules, hoursBetween: 24 } })
      .then({ type: 'ReplyRulesSet', data: { ...wereSet.data, hoursBetween: 24, version: 2 } });
  });
});
