import { answeringVerbs } from './answering.verbs.js';
import { closingVerbs } from './closing.verbs.js';
import { deadlineVerbs } from './deadline.verbs.js';
import { handlingVerbs } from './handling.verbs.js';
import { petitionerVerbs } from './petitioner.verbs.js';
import { registrationVerbs } from './register.verbs.js';
import { threadVerbs } from './thread.verbs.js';

/** Everything that is done with petitions. */
export const petitionVerbs = {
  ...registrationVerbs,
  ...handlingVerbs,
  ...deadlineVerbs,
  ...answeringVerbs,
  ...closingVerbs,
  ...threadVerbs,
  ...petitionerVerbs,
} as const;
type Verbs = typeof petitionVerbs;

/** A command as callers give it: the body of the verb's route, or what stands for it. */
export type PetitionVerb = {
  [T in keyof Verbs]: { readonly type: T } & Parameters<Verbs[T]['run']>[2];
}[keyof Verbs];
