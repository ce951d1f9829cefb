import { assertNever, type Decider } from '@ecou/event-sourcing';
import { minded, type DeadlineCommand } from './deadline.decider.js';
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
  },
  evolve,
};
