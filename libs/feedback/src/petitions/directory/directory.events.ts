import { day, localizedText, slug as name } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { deadlineRules } from '../calendar/deadlines.js';

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

/** An official at work; name and phone are told to those whose petitions they have. */
export const officer = z.strictObject({
  department: code,
  name: personal(z.string()),
  phone: personal(z.string()),
  active: z.boolean(),
});
export type Officer = z.output<typeof officer>;

export const dayOff = z.strictObject({ day, reason: text });
export type DayOff = z.output<typeof dayOff>;

export const directoryEvents = defineEvents('directory', {
  DepartmentDefined: department.extend({ code }),
  CategoryDefined: category.extend({ code }),
  OfficerDefined: officer.extend({ officerId: z.uuid() }),
  DeadlineRulesSet: deadlineRules,
  /** Further days on which the municipality does not work, besides weekends and public holidays; all of them. */
  DaysOffSet: z.object({ days: z.array(dayOff) }),
});
export type DirectoryEvent = EventOf<typeof directoryEvents>;
