import type { Personal } from '@ecou/event-sourcing';
import { placeInRegister } from '../../calendar/register.js';
import { dayOf } from '../../calendar/working-calendar.js';
import {
  activeCategory,
  activeDepartment,
  activeOfficer,
  firstNumberOf,
  termsOf,
  type Directory,
} from '../../directory/directory.decider.js';
import type { RegisterBody } from '../petition.schemas.js';
import type { PetitionWork } from './petition-work.js';

/** A petition that comes in. `person`: random id of theirs, where something of theirs stands elsewhere, too. */
export interface Registering {
  readonly content: RegisterBody;
  readonly person?: string;
}

/** A running petition of another register. */
export interface TakingOver {
  /** Without files. */
  readonly content: Omit<RegisterBody, 'attachments'>;
  readonly number: string;
  /** `YYYY-MM-DD`. */
  readonly registeredOn: string;
  /** The category's where it is null. */
  readonly department: string | null;
  readonly officer: string | null;
  readonly extension: { readonly days: number; readonly reason: Personal<string>; readonly extendedOn: string } | null;
}

/** The parts of the directory that a registration takes: the terms, and the first number of a year. */
const takenOf = async (work: PetitionWork, directory: Directory, year: string) => ({
  terms: termsOf(directory),
  rules: directory.petitionRules,
  directoryVersion: await work.directoryVersion(),
  firstNumber: firstNumberOf(directory, year),
  at: work.now,
});

/** Registers a petition. A repeat is recognised whatever has become of the category. */
export async function register(work: PetitionWork, id: string, { content: whole, person }: Registering): Promise<void> {
  const { receivedOn = null, sentBy = null, ...content } = whole;
  const attachments = await work.claim(id, content.attachments);
  const [directory, before] = await Promise.all([work.directory(), work.find(id)]);
  const department = before?.department ?? activeCategory(directory, content.category).department;
  const command = {
    type: 'RegisterPetition',
    content: { ...content, attachments },
    department,
    receivedOn,
    sentBy,
    ...(await takenOf(work, directory, dayOf(work.now).slice(0, 4))),
  } as const;
  await work.decide(id, command, { person });
}

async function takeOver(work: PetitionWork, id: string, { content: whole, ...taken }: TakingOver): Promise<void> {
  const { receivedOn = null, sentBy = null, ...content } = whole;
  const [directory, before] = await Promise.all([work.directory(), work.find(id)]);
  const { number, registeredOn, officer, extension } = taken;
  const department = before?.department ?? departmentOf(directory, content.category, taken);
  work.claimNumber(id, number);
  await work.decide(id, {
    type: 'TakeOverPetition',
    content: { ...content, attachments: [] },
    number,
    registeredOn,
    officer,
    extension,
    department,
    receivedOn,
    sentBy,
    ...(await takenOf(work, directory, placeInRegister(number)?.year ?? '')),
  });
}

/** The department that has it, or the category's. Throws `Invalid` at what the directory does not have. */
function departmentOf(
  directory: Directory,
  category: string,
  { department: given, officer }: Pick<TakingOver, 'department' | 'officer'>,
): string {
  const department = given ?? activeCategory(directory, category).department;
  activeCategory(directory, category);
  activeDepartment(directory, department);
  if (officer !== null) activeOfficer(directory, officer, department);
  return department;
}

/** A petition as it comes into the register. */
export const registrationVerbs = { RegisterPetition: { run: register }, TakeOverPetition: { run: takeOver } } as const;
