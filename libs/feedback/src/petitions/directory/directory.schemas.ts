import { day, language, localizedText } from '@ecou/contracts';
import { localized, optional, text, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { deadlineRules, lawfulRules, usualReading } from '../calendar/deadlines.js';
import { isInCalendar, outsideCalendar } from '../calendar/working-calendar.js';
import { petitionRules, usualRules } from './petition-rules.js';
import { faultsIn, fieldNames, standardText } from './standard-text.js';
import { category, code, dayOff, department, duty, firstNumber, letterhead, year } from './directory.events.js';

export const codeParams = z.strictObject({ code });
export type CodeParams = z.output<typeof codeParams>;

const active = z.boolean().default(true);

export const departmentBody = z
  .strictObject({ name: localized(200), active: active.describe(department.shape.active.description ?? '') })
  .meta({ id: 'DefineDepartment', example: { name: { ro: 'Lucrări publice', en: 'Public works' } } });

export const categoryBody = z
  .strictObject({
    name: localized(200),
    description: optional(localized(1000)),
    group: optional(text(100)).describe('Several categories may share one, in lists.'),
    keywords: z.array(text(60)).max(20).default([]),
    department: code.describe('The department that its petitions go to, until somebody assigns them to another.'),
    active,
  })
  .meta({
    id: 'DefineCategory',
    example: { name: { ro: 'Iluminat public', en: 'Street lighting' }, department: 'public-works' },
  });

export const officerBody = z
  .strictObject({
    department: code,
    name: personalText(200).describe('Told to those whose petitions they have.'),
    phone: personalText(50).describe('At work; told to those whose petitions they have.'),
    office: optional(localized(200)).describe('As it stands under what they sign, such as `Șef serviciu`.'),
    duties: z
      .array(duty)
      .max(3)
      .default([])
      .describe(
        '`heads-department`: assigns its petitions and signs its answers; `heads-institution`: puts deadlines off, and signs; `signs-for-institution`: was empowered to sign.',
      ),
    active,
  })
  .meta({
    id: 'DefineOfficer',
    example: { department: 'public-works', name: 'Ana Exemplu', phone: '+40 210 000 000' },
  });

const { answerDays, extensionDays, forwardDays, targetFrom, legalFrom, legalDays } = deadlineRules.shape;
/** No more than the law gives; what was set before, when more was taken, is still read. */
const atMost = (rule: z.ZodInt, most: number) => rule.max(most).describe(rule.description ?? '');

export const rulesBody = deadlineRules
  .extend({
    answerDays: atMost(answerDays, lawfulRules.answerDays),
    extensionDays: atMost(extensionDays, lawfulRules.extensionDays),
    forwardDays: atMost(forwardDays, lawfulRules.forwardDays),
    targetFrom: targetFrom.default(usualReading.targetFrom),
    legalFrom: legalFrom.default(usualReading.legalFrom),
    legalDays: legalDays.default(usualReading.legalDays),
  })
  .refine(({ targetFrom: target, legalFrom: legal }) => target === 'reception' || legal === 'registration', {
    path: ['targetFrom'],
    error: 'The target date would come after the legal one, which is counted from the reception',
    params: { code: 'TARGET_AFTER_LEGAL' },
  })
  .refine(({ answerDays, dueSoonDays }) => dueSoonDays < answerDays, {
    path: ['dueSoonDays'],
    error: 'Fewer days than the answer may take',
    params: { code: 'DUE_SOON_TOO_EARLY' },
  })
  .meta({ id: 'DeadlineRules', example: lawfulRules });

export const petitionRulesBody = petitionRules.meta({ id: 'PetitionRules', example: usualRules });

/** A text whose fields are those that there are. */
const withFields = (max: number) =>
  text(max).superRefine((written, context) => {
    for (const { code: issue, message } of faultsIn(written)) {
      context.addIssue({ code: 'custom', message, params: { code: issue } });
    }
  });

const theFields = fieldNames.map((name) => `\`{${name}}\``).join(', ');

export const standardTextBody = z
  .strictObject({
    title: text(200).describe(standardText.shape.title.description ?? ''),
    language: language.default('ro').describe('That of its words; dates are written in it.'),
    salutation: optional(withFields(200)),
    text: withFields(20_000).describe(`With the fields ${theFields}.`),
    legalBasis: optional(withFields(1000)),
    active: active.describe(standardText.shape.active.description ?? ''),
  })
  .meta({
    id: 'DefineStandardText',
    example: {
      title: 'Lampă schimbată',
      salutation: 'Stimate(ă) {petitioner},',
      text: 'La petiția {number} din {registeredOn} vă răspundem că lampa a fost schimbată.',
      legalBasis: 'OG 27/2002, art. 8',
    },
  });

const registerParam = z.coerce.number('A year, such as 2027').pipe(year).describe('The year of the register.');
export const registerParams = z.strictObject({ year: registerParam });

export const beginRegisterBody = z
  .strictObject({ firstNumber: firstNumber.describe('The first number that the register gives in that year.') })
  .meta({ id: 'BeginRegister' });

export const letterheadBody = z
  .strictObject({
    institution: optional(text(200)).describe(letterhead.shape.institution.description ?? ''),
    lines: z
      .array(text(120))
      .max(6)
      .default([])
      .describe(letterhead.shape.lines.description ?? ''),
  })
  .meta({
    id: 'Letterhead',
    example: {
      institution: 'Primăria Exemplu',
      lines: ['Strada Primăriei 1, Exemplu', 'Telefon +40 210 000 000', 'registratura@exemplu.ro'],
    },
  });

export const daysOffBody = z
  .strictObject({
    days: z
      .array(z.strictObject({ day, reason: localized(200) }))
      .max(200)
      .superRefine((days, context) => {
        const refuse = (index: number, message: string, issue: string) => {
          context.addIssue({ code: 'custom', path: [index, 'day'], message, params: { code: issue } });
        };
        days.forEach((one, index) => {
          if (days.findIndex((other) => other.day === one.day) < index)
            refuse(index, 'Stands there twice', 'DAY_REPEATED');
          if (!isInCalendar(one.day)) refuse(index, outsideCalendar.message, outsideCalendar.code);
        });
      })
      .describe('All of them; besides weekends and public holidays.'),
  })
  .meta({
    id: 'DaysOff',
    example: {
      days: [
        {
          day: '2031-12-24',
          reason: { ro: 'Zi liberă prin hotărâre a Guvernului', en: 'Day off by government decision' },
        },
      ],
    },
  });

const coded = { code };

export const directoryAnswer = z
  .object({
    departments: z.array(department.extend(coded).meta({ id: 'Department' })),
    categories: z.array(category.extend(coded).meta({ id: 'Category' })),
    rules: deadlineRules,
    petitionRules,
    daysOff: z.array(dayOff),
    registers: z
      .array(z.object({ year, firstNumber }).meta({ id: 'RegisterOfYear' }))
      .describe('Of the years whose register begins at another number than 1.'),
    letterhead: letterhead.nullable().describe('Of letters; `null` where it was not set: the configured name alone.'),
    officers: z
      .array(
        z
          .object({
            id: z.uuid(),
            department: code,
            name: z.string().nullable(),
            phone: z.string().nullable(),
            office: localizedText.nullable(),
            duties: z.array(duty),
            active: z.boolean(),
          })
          .meta({ id: 'Officer' }),
      )
      .optional()
      .describe('For callers with `petitions:read`.'),
    standardTexts: z
      .array(standardText.extend(coded).meta({ id: 'StandardText' }))
      .optional()
      .describe('For callers with `petitions:read`.'),
    version: z.int().describe('0 where nothing was configured yet.'),
  })
  .meta({ id: 'Directory' });
export type DirectoryAnswer = z.output<typeof directoryAnswer>;
