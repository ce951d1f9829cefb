import { Invalid, Rejected, same, toBeDrawn, type Sealed } from '@ecou/event-sourcing';
import { deadlineFrom, extendedBy, extensionOf, type Deadline, type Terms } from '../../calendar/deadlines.js';
import { placeInRegister } from '../../calendar/register.js';
import { dayOf, refuseOutsideCalendar, startOfDay } from '../../calendar/working-calendar.js';
import type { PetitionRules } from '../../directory/petition-rules.js';
import type { Content, PetitionEvent, PetitionRegistered } from '../petition.events.js';
import type { Petition } from '../petition.state.js';

type Registered = PetitionRegistered['data'];

interface Registering {
  content: Content;
  /** The category's; of what is taken over, the one that has it. */
  department: string;
  /** `YYYY-MM-DD`: when it reached the municipality; null: on the day of its registration. */
  receivedOn: string | null;
  sentBy: Registered['sentBy'];
  terms: Terms;
  rules: PetitionRules;
  directoryVersion: number;
  at: string;
}

/** `firstNumber`: that of the year's register. */
export type RegisterPetition = Registering & { type: 'RegisterPetition'; firstNumber: number };

/** A running petition of another register, which keeps its number and its dates. */
export type TakeOverPetition = Registering & {
  type: 'TakeOverPetition';
  number: string;
  /** `YYYY-MM-DD`, in the other register. */
  registeredOn: string;
  /** The first number of this register in the year of a number that has its form. */
  firstNumber: number;
  officer: string | null;
  extension: { days: number; reason: Sealed<string>; extendedOn: string } | null;
};

type Registration = RegisterPetition | TakeOverPetition;

/** Puts what came in into the register; the append draws its number, unless it is taken over from another. */
export function register(command: Registration, state: Petition | null): PetitionEvent[] {
  if (state) {
    if (repeats(command, state)) return [];
    throw new Rejected('PETITION_EXISTS', 'A petition with this id exists, and says something else.');
  }
  refuseContent(command);
  const { content, department, sentBy, directoryVersion, rules } = command;
  const data = { ...content, department, sentBy, directoryVersion, rules, ...datesOf(command), ...numberOf(command) };
  return [{ type: 'PetitionRegistered', data }];
}

function repeats(command: Registration, { content, cameIn, receivedOn, number }: Petition): boolean {
  if (!same(command.content, { ...content, ...cameIn })) return false;
  if (command.type === 'TakeOverPetition' && command.number !== number) return false;
  return command.receivedOn === null || command.receivedOn === receivedOn;
}

/**
 * A petition is written (Government Ordinance 27/2002, art. 2) and says who asks (art. 7). What names nobody, and what was told by telephone,
 * is a notice, which has no deadline. Another register may have taken calls for petitions.
 */
function refuseContent({ type, content: { kind, channel, petitioner } }: Registration): void {
  const isNotice = kind === 'notice';
  const isCall = channel === 'phone';
  if (isCall && !isNotice && type === 'RegisterPetition') {
    throw new Invalid('CALL_IS_NOTICE', 'What was told by telephone is not written: it is a notice.', ['kind']);
  }
  if (isNotice && petitioner && !isCall) {
    throw new Invalid(
      'NOTICE_NAMES_SOMEBODY',
      'A notice is anonymous, or was told by telephone; choose another kind.',
      ['petitioner'],
    );
  }
  if (!isNotice && !petitioner) {
    const text = 'Who asks, and how to reach them; without it, it can only be a notice.';
    throw new Invalid('PETITIONER_MISSING', text, ['petitioner']);
  }
}

function numberOf(command: Registration): Pick<Registered, 'number' | 'firstNumber' | 'takenOver'> {
  const { firstNumber } = command;
  if (command.type === 'RegisterPetition') return { number: toBeDrawn, firstNumber, takenOver: null };
  const { number, officer, extension } = command;
  refuseNumber(number, firstNumber);
  return { number, firstNumber: null, takenOver: { officer, extension } };
}

/** A number of the form of this register's stands before the first that it draws itself. */
function refuseNumber(number: string, firstNumber: number): void {
  const own = placeInRegister(number);
  if (!own || own.place < firstNumber) return;
  const first = `${own.year}-${String(firstNumber).padStart(6, '0')}`;
  const text = `This register gives such numbers itself, from ${first} on: let it begin after what is taken over.`;
  throw new Invalid('NUMBER_OF_REGISTER', text, ['number']);
}

/** The dates of reception and of registration, and the deadline by each. */
function datesOf(command: Registration): Pick<Registered, 'receivedOn' | 'registeredAt' | 'deadline'> {
  const { content, terms, sentBy } = command;
  const registeredAt = registrationOf(command);
  const receivedOn = command.receivedOn ?? dayOf(registeredAt);
  refuseOutsideCalendar(receivedOn, ['receivedOn']);
  if (receivedOn > dayOf(registeredAt)) {
    const text = 'It reached the municipality on the day of its registration, or before.';
    throw new Invalid('RECEIVED_LATER', text, ['receivedOn']);
  }
  if (content.kind === 'notice') return { receivedOn, registeredAt, deadline: null };
  const deadline = deadlineFrom(registeredAt, terms, { receivedOn, isSentOn: sentBy !== null });
  return { receivedOn, registeredAt, deadline: putOff(deadline, command) };
}

function registrationOf(command: Registration): string {
  const { at } = command;
  if (command.type === 'RegisterPetition') return at;
  const { registeredOn } = command;
  refuseOutsideCalendar(registeredOn, ['registeredOn']);
  if (registeredOn > dayOf(at)) {
    throw new Invalid('REGISTERED_LATER', 'It was registered today, or before.', ['registeredOn']);
  }
  return startOfDay(registeredOn);
}

/** Takes in that it was put off elsewhere already (art. 9), within what the rules allow. */
function putOff(deadline: Deadline, command: Registration): Deadline {
  const extension = command.type === 'TakeOverPetition' ? command.extension : null;
  if (!extension) return deadline;
  const most = extensionOf(deadline, command.terms);
  if (extension.days > most) {
    throw new Invalid('EXTENSION_TOO_LONG', `It is put off by ${most} days at most.`, ['extension', 'days']);
  }
  return extendedBy(deadline, extension.days, command.terms);
}
