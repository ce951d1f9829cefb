import { lawfulRules } from '../calendar/deadlines.js';
import { usualRules } from './petition-rules.js';
import type { Category, Department, DirectoryEvent, Officer } from './directory.events.js';
import type { StandardText } from './standard-text.js';

/** Samples for specs: a synthetic directory. */
export const officerId = '8d4f6a57-0d53-4f0e-9a53-b5a3a4f86f02';
export const publicWorks: Department = { name: { ro: 'Lucrări publice', en: 'Public works' }, active: true };
export const lighting: Category = {
  name: { ro: 'Iluminat public' },
  description: { ro: 'Becuri arse, stâlpi căzuți' },
  group: 'Străzi',
  keywords: ['bec', 'stâlp'],
  department: 'public-works',
  active: true,
};
export const dan: Officer = {
  department: 'public-works',
  name: { subject: officerId, codec: 'plain', value: 'Dan Exemplu' },
  phone: { subject: officerId, codec: 'plain', value: '021 000 0000' },
  office: { ro: 'Șef serviciu', en: 'Head of service' },
  duties: ['heads-department'],
  active: true,
};
export const daysOff = [{ day: '2026-04-30', reason: { ro: 'Zi liberă sintetică' } }];

export const received: StandardText = {
  title: 'Confirmare sintetică',
  language: 'ro',
  salutation: 'Stimate(ă) {petitioner},',
  text: 'Petiția {number} din {registeredOn} este la {department}.',
  legalBasis: 'OG 27/2002, art. 8',
  active: true,
};

/** The data of an event of each type. */
export const directorySamples = {
  DepartmentDefined: { code: 'public-works', ...publicWorks },
  CategoryDefined: { code: 'street-lighting', ...lighting },
  OfficerDefined: { officerId, ...dan },
  DeadlineRulesSet: { ...lawfulRules, answerDays: 20 },
  PetitionRulesSet: { ...usualRules, reopenTimes: 1 },
  StandardTextDefined: { code: 'received', ...received },
  LetterheadSet: { institution: 'Primăria Exemplu', lines: ['Strada Primăriei 1, Exemplu', 'registratura@example.ro'] },
  RegisterBegun: { year: 2026, firstNumber: 4513 },
  DaysOffSet: { days: daysOff },
} satisfies { [E in DirectoryEvent as E['type']]: E['data'] };
