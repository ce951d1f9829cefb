import { assertNever, Invalid, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { lawfulRules, type DeadlineRules, type Terms } from '../calendar/deadlines.js';
import { usualRules, type PetitionRules } from './petition-rules.js';
import type { Category, DayOff, Department, DirectoryEvent, Letterhead, Officer } from './directory.events.js';
import type { StandardText } from './standard-text.js';

export type DefineDepartment = { type: 'DefineDepartment'; code: string; department: Department };
export type DefineCategory = { type: 'DefineCategory'; code: string; category: Category };
export type DefineOfficer = { type: 'DefineOfficer'; officerId: string; officer: Officer };
export type SetDeadlineRules = { type: 'SetDeadlineRules'; rules: DeadlineRules };
export type SetPetitionRules = { type: 'SetPetitionRules'; rules: PetitionRules };
export type DefineStandardText = { type: 'DefineStandardText'; code: string; standardText: StandardText };
export type SetDaysOff = { type: 'SetDaysOff'; days: readonly DayOff[] };
export type SetLetterhead = { type: 'SetLetterhead'; letterhead: Letterhead };

/** `drawn`: the last number that the year's register has given, 0 where none was. */
export type BeginRegister = { type: 'BeginRegister'; year: number; firstNumber: number; drawn: number };

export type DirectoryCommandBody =
  | DefineDepartment
  | DefineCategory
  | DefineOfficer
  | SetDeadlineRules
  | SetPetitionRules
  | DefineStandardText
  | SetDaysOff
  | SetLetterhead
  | BeginRegister;

/** The departments, categories, officers and standard texts of the municipality, and its time limits. */
export interface Directory {
  readonly departments: Readonly<Record<string, Department>>;
  readonly categories: Readonly<Record<string, Category>>;
  readonly officers: Readonly<Record<string, Officer>>;
  readonly rules: DeadlineRules;
  readonly petitionRules: PetitionRules;
  readonly standardTexts: Readonly<Record<string, StandardText>>;
  readonly daysOff: readonly DayOff[];
  /** By year: the first number that its register draws, where that is not 1. */
  readonly registers: Readonly<Record<string, number>>;
  readonly letterhead: Letterhead | null;
}

const empty: Directory = {
  departments: {},
  categories: {},
  officers: {},
  rules: lawfulRules,
  petitionRules: usualRules,
  standardTexts: {},
  daysOff: [],
  registers: {},
  letterhead: null,
};

/** The terms that deadlines are counted with. */
export const termsOf = ({ rules, daysOff }: Directory): Terms => ({ ...rules, daysOff: daysOff.map(({ day }) => day) });

/** The first number that the register of a year draws. */
export const firstNumberOf = ({ registers }: Directory, year: string): number => registers[year] ?? 1;

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
      case 'SetPetitionRules':
        return same(command.rules, directory.petitionRules) ? [] : [{ type: 'PetitionRulesSet', data: command.rules }];
      case 'DefineStandardText':
        return defineStandardText(command, directory);
      case 'SetDaysOff':
        return setDaysOff(command, directory);
      case 'SetLetterhead':
        return same(command.letterhead, directory.letterhead)
          ? []
          : [{ type: 'LetterheadSet', data: command.letterhead }];
      case 'BeginRegister':
        return beginRegister(command, directory);
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

function defineStandardText({ code, standardText }: DefineStandardText, directory: Directory): DirectoryEvent[] {
  if (same(standardText, directory.standardTexts[code])) return [];
  return [{ type: 'StandardTextDefined', data: { code, ...standardText } }];
}

/** The earliest first; a day stands there once. */
function setDaysOff({ days }: SetDaysOff, directory: Directory): DirectoryEvent[] {
  const sorted = [...days].sort((one, other) => one.day.localeCompare(other.day));
  return same(sorted, directory.daysOff) ? [] : [{ type: 'DaysOffSet', data: { days: sorted } }];
}

/** Numbers have no gap and no double: a register begins before it gives the first one. */
function beginRegister({ year, firstNumber, drawn }: BeginRegister, directory: Directory): DirectoryEvent[] {
  if (firstNumberOf(directory, `${year}`) === firstNumber) return [];
  if (drawn > 0) {
    const text = `The register of ${year} has given numbers already, up to ${drawn}: it goes on from there.`;
    throw new Rejected('REGISTER_IN_USE', text);
  }
  return [{ type: 'RegisterBegun', data: { year, firstNumber } }];
}

/** Says where whoever calls finds what can be named. */
export const listed = '`GET /feedback/v1/directory` lists them.';

/** Throws `Invalid` at `department` where there is none of this code that takes petitions. */
export function activeDepartment({ departments }: Directory, code: string): Department {
  const department = departments[code];
  if (!department?.active)
    throw new Invalid('DEPARTMENT_UNKNOWN', `There is no department ${code}. ${listed}`, ['department']);
  return department;
}

/** Throws `Invalid` at `category` where there is none of this code that takes petitions. */
export function activeCategory({ categories }: Directory, code: string): Category {
  const category = categories[code];
  if (!category?.active) throw new Invalid('CATEGORY_UNKNOWN', `There is no category ${code}. ${listed}`, ['category']);
  return category;
}

/** Throws `Invalid` at `officer` where no active officer of this department has this id. */
export function activeOfficer({ officers }: Directory, id: string, department: string): Officer {
  const officer = officers[id];
  if (!officer?.active || officer.department !== department) {
    throw new Invalid('OFFICER_UNKNOWN', `No officer of the department has this id. ${listed}`, ['officer']);
  }
  return officer;
}

/** Throws `Unknown` where there is no standard text of this code, or not any longer. */
export function activeStandardText({ standardTexts }: Directory, code: string): StandardText {
  const found = standardTexts[code];
  if (!found?.active)
    throw new Unknown(
      'STANDARD_TEXT_UNKNOWN',
      `There is no standard text ${code}; GET /feedback/v1/directory lists them.`,
    );
  return found;
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
    case 'PetitionRulesSet':
      return { ...directory, petitionRules: event.data };
    case 'StandardTextDefined': {
      const { code, ...standardText } = event.data;
      return { ...directory, standardTexts: { ...directory.standardTexts, [code]: standardText } };
    }
    case 'DaysOffSet':
      return { ...directory, daysOff: event.data.days };
    case 'LetterheadSet':
      return { ...directory, letterhead: event.data };
    case 'RegisterBegun': {
      const { year, firstNumber } = event.data;
      return { ...directory, registers: { ...directory.registers, [year]: firstNumber } };
    }
    default:
      return assertNever(event);
  }
}
