import { assertNever, type Decider } from '@ecou/event-sourcing';
import { minded, type DeadlineCommand } from './deadline.decider.js';
import { isInTime } from './deadlines.js';
import { endPetition, type EndingCommand } from './ending.decider.js';
import { handlePetition, type HandlingCommand } from './handling.decider.js';
import type { PetitionEvent } from './petition.events.js';
import { evolve } from './petition.fold.js';
import { known, type Petition } from './petition.state.js';
import { register, type RegisterPetition } from './register.decider.js';
import { writeInThread, type ThreadCommand } from './thread.decider.js';

export type PetitionCommandBody = RegisterPetition | HandlingCommand | ThreadCommand | DeadlineCommand | EndingCommand;

/** A petition or a notice, from its registration to its end, and beyond, where it is reopened. */
export const petitionDecider: Decider<PetitionCommandBody, Petition | null, PetitionEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'RegisterPetition') return register(command, state);
    const petition = known(state);
    const events = decided(command, petition);
    return ends(events) ? [...missedBefore(petition, command), ...events] : events;
  },
  evolve,
};

/** Whether nobody waits for an answer any more. */
const ends = (events: readonly PetitionEvent[]): boolean =>
  events.some(({ type }) => ending.includes(type as (typeof ending)[number]));
const ending = [
  'PetitionAnswered',
  'PetitionDeclined',
  'PetitionForwarded',
  'PetitionClosed',
] as const satisfies PetitionEvent['type'][];

/** What the clock has not come to say yet is said before the petition ends, or nobody ever would. */
function missedBefore(petition: Petition, command: Exclude<PetitionCommandBody, RegisterPetition>): PetitionEvent[] {
  const { deadline } = petition;
  if (!deadline || !('at' in command) || isInTime(deadline, command.at)) return [];
  return minded({ type: 'NoteDeadlineMissed', dueAt: deadline.overdueAt, at: command.at }, petition);
}

function decided(command: Exclude<PetitionCommandBody, RegisterPetition>, petition: Petition): PetitionEvent[] {
  switch (command.type) {
    case 'AssignPetition':
    case 'StartWork':
    case 'ForwardPetition':
    case 'JoinPetition':
    case 'TakeIn':
    case 'AnswerPetition':
    case 'TakeAnswer':
      return handlePetition(command, petition);
    case 'RequestInformation':
    case 'AddMessage':
    case 'RequestCallback':
    case 'MarkCallbackDone':
    case 'RemoveAttachment':
      return writeInThread(command, petition);
    case 'ExtendDeadline':
    case 'NoteDueSoon':
    case 'NoteDeadlineMissed':
      return minded(command, petition);
    case 'ClosePetition':
    case 'FilePetition':
    case 'WithdrawPetition':
    case 'ReopenPetition':
    case 'GiveSatisfaction':
      return endPetition(command, petition);
    default:
      return assertNever(command);
  }
}
