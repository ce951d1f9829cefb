import { assertNever, Invalid, Rejected, same, type Decider } from '@ecou/event-sourcing';
import { lawfulRules, type DeadlineRules, type Terms } from '../calendar/deadlines.js';
import type { Category, DayOff, Department, DirectoryEvent, Officer } from './directory.events.js';

export type DefineDepartment = { type: 'DefineDepartment'; code: string; department: Department };
export type DefineCategory = { type: 'DefineCategory'; code: string; category: Category };
export type DefineOfficer = { type: 'DefineOfficer'; officerId: string; officer: Officer };
export type SetDeadlineRules = { type: 'SetDeadlineRules'; rules: DeadlineRules };
export type SetDaysOff = { type: 'SetDaysOff'; days: readonly DayOff[] };

export type DirectoryCommandBody = DefineDepartment | DefineCategory | DefineOfficer | SetDeadlineRules | SetDaysOff;

/** The departments, categories and officers of the municipality, and its time limits. */
export interface Directory {
  readonly departments: Readonly<Record<string, Department>>;
  readonly categories: Readonly<Record<string, Category>>;
  readonly officers: Readonly<Record<string, Officer>>;
  readonly rules: DeadlineRules;
  readonly daysOff: readonly DayOff[];
}

const empty: Directory = { departments: {}, categories: {}, officers: {}, rules: lawfulRules, daysOff: [] };

/** The terms that deadlines are counted with. */
export const termsOf = ({ rules, daysOff }: Directory): Terms => ({ ...rules, daysOff: daysOff.map(({ day }) => day) });

/** The directory of the municipality: each entry is replaced as a whole, and none is ever taken away. */
export const directoryDecider: Decider<DirectoryCommandBody, Directory, DirectoryEvent> = {
  initial: empty,
  decide(command, directory) {
    switch (command.type) {
      case 'DefineDepartment':
        return defineDepartment(command, directory);
      case 'DefineCategory':
        return defineCategory(command, directory);
      case 'DefineOfficer':
        return defineOfficer(command, directory);
      case 'SetDeadlineRules':
        return same(command.rules, directory.rules) ? [] : [{ type: 'DeadlineRulesSet', data: command.rules }];
      case 'SetDaysOff':
        return setDaysOff(command, directory);
      default:
        return assertNever(command);
    }
  },
  evolve,
};

function defineDepartment({ code, department }: DefineDepartment, directory: Directory): DirectoryEvent[] {
  if (same(department, directory.departments[code])) return [];
  const isUsed = [...Object.values(directory.categories), ...Object.values(directory.officers)].some(
    (entry) => entry.active && entry.department === code,
  );
  if (!department.active && isUsed) {
    throw new Rejected('DEPARTMENT_IN_USE', 'Active categories or officers belong to the department.');
  }
  return [{ type: 'DepartmentDefined', data: { code, ...department } }];
}

function defineCategory({ code, category }: DefineCategory, directory: Directory): DirectoryEvent[] {
  if (same(category, directory.categories[code])) return [];
  activeDepartment(directory, category.department);
  return [{ type: 'CategoryDefined', data: { code, ...category } }];
}

function defineOfficer({ officerId, officer }: DefineOfficer, directory: Directory): DirectoryEvent[] {
  if (same(officer, directory.officers[officerId])) return [];
  activeDepartment(directory, officer.department);
  return [{ type: 'OfficerDefined', data: { officerId, ...officer } }];
}

/** The earliest first; a day stands there once. */
function setDaysOff({ days }: SetDaysOff, directory: Directory): DirectoryEvent[] {
  const sorted = [...days].sort((one, other) => one.day.localeCompare(other.day));
  return same(sorted, directory.daysOff) ? [] : [{ type: 'DaysOffSet', data: { days: sorted } }];
}

/** Throws `Invalid` at `department` where there is none of this code that takes petitions. */
export function activeDepartment({ departments }: Directory, code: string): Department {
  const department = departments[code];
  if (!department?.active) throw new Invalid('DEPARTMENT_UNKNOWN', `There is no department ${code}.`, ['department']);
  return department;
}

/** Throws `Invalid` at `category` where there is none of this code that takes petitions. */
export function activeCategory({ categories }: Directory, code: string): Category {
  const category = categories[code];
  if (!category?.active) throw new Invalid('CATEGORY_UNKNOWN', `There is no category ${code}.`, ['category']);
  return category;
}

/** Throws `Invalid` at `officer` where no active officer of this department has this id. */
export function activeOfficer({ officers }: Directory, id: string, department: string): Officer {
  const officer = officers[id];
  if (!officer?.active || officer.department !== department) {
    throw new Invalid('OFFICER_UNKNOWN', 'No officer of the department has this id.', ['officer']);
  }
  return officer;
}

function evolve(directory: Directory, event: DirectoryEvent): Directory {
  switch (event.type) {
    case 'DepartmentDefined': {
      const { code, ...department } = event.data;
      return { ...directory, departments: { ...directory.departments, [code]: department } };
    }
    case 'CategoryDefined': {
      const { code, ...category } = event.data;
      return { ...directory, categories: { ...directory.categories, [code]: category } };
    }
    case 'OfficerDefined': {
      const { officerId, ...officer } = event.data;
      return { ...directory, officers: { ...directory.officers, [officerId]: officer } };
    }
    case 'DeadlineRulesSet':
      return { ...directory, rules: event.data };
    case 'DaysOffSet':
      return { ...directory, daysOff: event.data.days };
    default:
      return assertNever(event);
  }
}
