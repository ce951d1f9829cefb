import { day, localizedText, slug as name } from '@ecou/contracts';
import { defineEvents, evolved, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { deadlineRules, usualReading } from '../calendar/deadlines.js';
import { calendarYears } from '../calendar/working-calendar.js';
import { petitionRules, usualRules } from './petition-rules.js';
import { standardText } from './standard-text.js';

/** A short name of a category or a department in addresses and figures, such as `roads`. */
export const code = name.max(60);
const text = localizedText.strict();

export const department = z.strictObject({
  name: text,
  active: z.boolean().describe('One that is not active takes no further petitions; those that it has, it keeps.'),
});
export type Department = z.output<typeof department>;

export const category = z.strictObject({
  name: text,
  description: text.nullable(),
  group: z.string().nullable().describe('Several categories may share one, in lists.'),
  keywords: z.array(z.string()),
  department: code.describe('The department that its petitions go to, until somebody assigns them to another.'),
  active: z.boolean().describe('One that is not active takes no further petitions.'),
});
export type Category = z.output<typeof category>;

/** The duties of an officer: they head their department or the institution, or sign answers for its head, who empowered them (art. 13). */
export const duty = z.enum(['heads-department', 'heads-institution', 'signs-for-institution']);
export type Duty = z.output<typeof duty>;

/** An official at work; name and phone are told to those whose petitions they have. */
export const officer = z.strictObject({
  department: code,
  name: personal(z.string()),
  phone: personal(z.string()),
  office: text.nullable().describe('As it stands under what they sign, such as `Șef serviciu`.'),
  duties: z.array(duty),
  active: z.boolean(),
});
export type Officer = z.output<typeof officer>;

const { first, last } = calendarYears;
export const year = z.int().min(first).max(last);
export const firstNumber = z.int().min(1).max(99_999_999);

export const dayOff = z.strictObject({ day, reason: text });
export type DayOff = z.output<typeof dayOff>;

/** The head of the letters of the institution. */
export const letterhead = z.strictObject({
  institution: z.string().nullable().describe('As it is named there; as it is configured, where it is `null`.'),
  lines: z.array(z.string()).describe('Under the name: address, telephone, e-mail.'),
});
export type Letterhead = z.output<typeof letterhead>;

export const directoryEvents = defineEvents('directory', {
  DepartmentDefined: department.extend({ code }),
  CategoryDefined: category.extend({ code }),
  OfficerDefined: evolved(officer.extend({ officerId: z.uuid() }), (data) => ({ ...data, office: null, duties: [] })),
  DeadlineRulesSet: evolved(deadlineRules, (data) => ({ ...data, ...usualReading })),
  PetitionRulesSet: evolved(petitionRules, (data) => ({ ...usualRules, ...data })),
  /** The first number that the register of a year draws: what is below it stands in another register. */
  RegisterBegun: z.object({ year, firstNumber }),
  StandardTextDefined: standardText.extend({ code }),
  LetterheadSet: letterhead,
  /** Further days on which the municipality does not work, besides weekends and public holidays; all of them. */
  DaysOffSet: z.object({ days: z.array(dayOff) }),
});
export type DirectoryEvent = EventOf<typeof directoryEvents>;
