import type { Decider } from '@ecou/event-sourcing';
import { answeringRules } from './answering.decider.js';
import { attachmentRules } from './attachment.decider.js';
import { closingRules } from './closing.decider.js';
import { deadlineRules, noteMissed } from './deadline.decider.js';
import { isInTime } from '../../calendar/deadlines.js';
import { handlingRules } from './handling.decider.js';
import type { PetitionEvent } from '../petition.events.js';
import { evolve } from '../petition.fold.js';
import { petitionerRules } from './petitioner.decider.js';
import { required, type Petition } from '../petition.state.js';
import { register, type RegisterPetition } from './register.decider.js';
import { threadRules } from './thread.decider.js';

const rules = {
  ...handlingRules,
  ...deadlineRules,
  ...answeringRules,
  ...closingRules,
  ...threadRules,
  ...attachmentRules,
  ...petitionerRules,
} as const;

/** A command to a petition that is registered. */
type Change = Parameters<(typeof rules)[keyof typeof rules]>[0];
export type PetitionCommandBody = RegisterPetition | Change;

/** A petition or a notice, from its registration to its end, and beyond, where it is reopened. */
export const petitionDecider: Decider<PetitionCommandBody, Petition | null, PetitionEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'RegisterPetition') return register(command, state);
    const petition = required(state);
    const rule = rules[command.type] as (command: Change, petition: Petition) => PetitionEvent[];
    const events = rule(command, petition);
    return endsWait(events) ? [...missedBefore(petition, command), ...events] : events;
  },
  evolve,
};

/** The events after which nobody waits for an answer any more. */
const ending: readonly PetitionEvent['type'][] = [
  'PetitionAnswered',
  'PetitionDeclined',
  'PetitionForwarded',
  'PetitionClosed',
];
const endsWait = (events: readonly PetitionEvent[]): boolean => events.some(({ type }) => ending.includes(type));

/** Records a missed deadline before the petition ends, where the clock has not come to it yet: afterwards nobody would. */
function missedBefore(petition: Petition, command: Change): PetitionEvent[] {
  const { deadline } = petition;
  if (!deadline || !('at' in command) || isInTime(deadline, command.at)) return [];
  return noteMissed({ type: 'NoteDeadlineMissed', dueAt: deadline.overdueAt, at: command.at }, petition);
}
