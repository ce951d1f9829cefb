import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { lawfulRules } from '../calendar/deadlines.js';
import { activeCategory, activeStandardText, directoryDecider, termsOf } from './directory.decider.js';
import type { DirectoryEvent } from './directory.events.js';
import { usualRules } from './petition-rules.js';
import { dan, daysOff, directorySamples, lighting, officerId, publicWorks, received } from './directory.samples.js';

const given = specify(directoryDecider);
const department: DirectoryEvent = { type: 'DepartmentDefined', data: directorySamples.DepartmentDefined };
const category: DirectoryEvent = { type: 'CategoryDefined', data: directorySamples.CategoryDefined };
const officer: DirectoryEvent = { type: 'OfficerDefined', data: directorySamples.OfficerDefined };
const code = 'public-works';
const defineCategory = { type: 'DefineCategory', code: 'street-lighting', category: lighting } as const;

describe('the directory', () => {
  it('takes a department, a category of it, and an officer, each once', () => {
    given().when({ type: 'DefineDepartment', code, department: publicWorks }).then(department);
    given(department).when({ type: 'DefineDepartment', code, department: publicWorks }).then();
    given(department).when(defineCategory).then(category);
    given(department, category).when(defineCategory).then();
    given(department).when({ type: 'DefineOfficer', officerId, officer: dan }).then(officer);
    given(department, officer).when({ type: 'DefineOfficer', officerId, officer: dan }).then();
  });
  it('replaces an entry as a whole', () =>
    given(department, category)
      .when({ ...defineCategory, category: { ...lighting, active: false } })
      .then({ type: 'CategoryDefined', data: { code: 'street-lighting', ...lighting, active: false } }));
  it('takes a standard text, once, and replaces it as a whole', () => {
    const define = { type: 'DefineStandardText', code: 'received', standardText: received } as const;
    const defined: DirectoryEvent = { type: 'StandardTextDefined', data: { code: 'received', ...received } };
    given().when(define).then(defined);
    given(defined).when(define).then();
    const ended = { ...received, salutation: null, active: false };
    const end: DirectoryEvent = { type: 'StandardTextDefined', data: { code: 'received', ...ended } };
    given(defined)
      .when({ ...define, standardText: ended })
      .then(end);
    expect(activeStandardText(given(defined).state(), 'received')).toEqual(received);
    expect(() => activeStandardText(given(defined, end).state(), 'received')).toThrow('There is no standard text');
    expect(() => activeStandardText(given(defined).state(), 'constructor')).toThrow('There is no standard text');
  });
  it('refuses what belongs to no department', () => {
    given().when(defineCategory).thenRejected('DEPARTMENT_UNKNOWN');
    given().when({ type: 'DefineOfficer', officerId, officer: dan }).thenRejected('DEPARTMENT_UNKNOWN');
    given()
      .when({ ...defineCategory, category: { ...lighting, department: 'constructor' } })
      .thenRejected('DEPARTMENT_UNKNOWN');
  });
  it('keeps a department that something active belongs to', () => {
    const end = { type: 'DefineDepartment', code, department: { ...publicWorks, active: false } } as const;
    given(department, category).when(end).thenRejected('DEPARTMENT_IN_USE');
    given(department, officer).when(end).thenRejected('DEPARTMENT_IN_USE');
    given(department)
      .when(end)
      .then({ type: 'DepartmentDefined', data: { code, ...publicWorks, active: false } });
  });
  it('has the law’s deadlines until others are set', () => {
    expect(termsOf(given().state())).toEqual({ ...lawfulRules, daysOff: [] });
    given().when({ type: 'SetDeadlineRules', rules: lawfulRules }).then();
    const rules = { ...lawfulRules, answerDays: 20 };
    given().when({ type: 'SetDeadlineRules', rules }).then({ type: 'DeadlineRulesSet', data: rules });
    expect(termsOf(given({ type: 'DeadlineRulesSet', data: rules }).state())).toMatchObject({ answerDays: 20 });
  });
  it('has readings of the law until others are set', () => {
    expect(given().state().petitionRules).toEqual(usualRules);
    given().when({ type: 'SetPetitionRules', rules: usualRules }).then();
    const rules = directorySamples.PetitionRulesSet;
    const set: DirectoryEvent = { type: 'PetitionRulesSet', data: rules };
    given().when({ type: 'SetPetitionRules', rules }).then(set);
    given(set).when({ type: 'SetPetitionRules', rules }).then();
    expect(given(set).state().petitionRules).toEqual(rules);
  });
  it('keeps days off in their order', () => {
    const later = { day: '2026-12-24', reason: { ro: 'Ajun' } };
    const set: DirectoryEvent = { type: 'DaysOffSet', data: { days: [...daysOff, later] } };
    given()
      .when({ type: 'SetDaysOff', days: [later, ...daysOff] })
      .then(set);
    given(set)
      .when({ type: 'SetDaysOff', days: [later, ...daysOff] })
      .then();
    expect(termsOf(given(set).state()).daysOff).toEqual(['2026-04-30', '2026-12-24']);
  });
  it('keeps the letterhead that was set last', () => {
    const set: DirectoryEvent = { type: 'LetterheadSet', data: directorySamples.LetterheadSet };
    const setLetterhead = { type: 'SetLetterhead', letterhead: directorySamples.LetterheadSet } as const;
    expect(given().state().letterhead).toBeNull();
    given().when(setLetterhead).then(set);
    given(set).when(setLetterhead).then();
    const other = { institution: null, lines: [] };
    given(set)
      .when({ ...setLetterhead, letterhead: other })
      .then({ type: 'LetterheadSet', data: other });
  });
  it('gives no category that is unknown, or takes nothing any more', () => {
    const ended: DirectoryEvent = {
      type: 'CategoryDefined',
      data: { ...directorySamples.CategoryDefined, active: false },
    };
    expect(activeCategory(given(department, category).state(), 'street-lighting')).toEqual(lighting);
    expect(() => activeCategory(given(department, category, ended).state(), 'street-lighting')).toThrow('no category');
    expect(() => activeCategory(given(department).state(), 'constructor')).toThrow('no category');
  });
});
