import type { Decider } from '@ecou/event-sourcing';
import { answeringRules } from './answering.decider.js';
import { attachmentRules } from './attachment.decider.js';
import { closingRules } from './closing.decider.js';
import { correctingRules } from './correcting.decider.js';
import { deadlineRules, missedBy } from './deadline.decider.js';
import { handlingRules } from './handling.decider.js';
import { joiningRules } from './joining.decider.js';
import type { PetitionEvent } from '../petition.events.js';
import { evolve } from '../petition.fold.js';
import { petitionerRules } from './petitioner.decider.js';
import { awaitsAnswer, requirePetition, type Petition } from '../petition.state.js';
import { sendingRules } from './sending.decider.js';
import { register, type RegisterPetition, type TakeOverPetition } from './register.decider.js';
import { threadRules } from './thread.decider.js';

const groups = {
  ...handlingRules,
  ...joiningRules,
  ...deadlineRules,
  ...answeringRules,
  ...sendingRules,
  ...closingRules,
  ...threadRules,
  ...attachmentRules,
  ...petitionerRules,
  ...correctingRules,
} as const;

type Changes = { readonly [T in keyof typeof groups]: Parameters<(typeof groups)[T]>[0] };

const rules: { readonly [T in keyof Changes]: (command: Changes[T], petition: Petition) => PetitionEvent[] } = groups;

/** A command to a petition that is registered. */
type Change = Changes[keyof Changes];
export type PetitionCommandBody = RegisterPetition | TakeOverPetition | Change;

const decideChange = <T extends keyof Changes>(type: T, command: Changes[T], petition: Petition): PetitionEvent[] =>
  rules[type](command, petition);

/** A petition or a notice, from its registration to its end, and beyond, where it is reopened. */
export const petitionDecider: Decider<PetitionCommandBody, Petition | null, PetitionEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'RegisterPetition' || command.type === 'TakeOverPetition') return register(command, state);
    const petition = requirePetition(state);
    const events = decideChange(command.type, command, petition);
    return endsWait(petition, events) ? [...missedBefore(petition, command), ...events] : events;
  },
  evolve,
};

/** True where nobody waits for an answer any more after the events. */
const endsWait = (petition: Petition, events: readonly PetitionEvent[]): boolean =>
  awaitsAnswer(petition) && !awaitsAnswer(events.reduce(evolve, petition));

/** Records a missed deadline before the petition ends, where the clock has not come to it yet: afterwards nobody would. */
function missedBefore(petition: Petition, command: Change): PetitionEvent[] {
  const { deadline } = petition;
  return deadline && 'at' in command ? missedBy(command.at, petition, deadline) : [];
}
