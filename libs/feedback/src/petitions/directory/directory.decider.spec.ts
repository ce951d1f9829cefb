import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { lawfulRules } from '../calendar/deadlines.js';
import { activeCategory, directoryDecider, termsOf } from './directory.decider.js';
import type { DirectoryEvent } from './directory.events.js';
import { dan, daysOff, directorySamples, lighting, officerId, publicWorks } from './directory.samples.js';

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
