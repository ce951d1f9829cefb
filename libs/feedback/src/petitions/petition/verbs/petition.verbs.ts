import { answeringVerbs } from './answering.verbs.js';
import { attachmentVerbs } from './attachment.verbs.js';
import { closingVerbs } from './closing.verbs.js';
import { correctingVerbs } from './correcting.verbs.js';
import { deadlineVerbs } from './deadline.verbs.js';
import { handlingVerbs } from './handling.verbs.js';
import { joiningVerbs } from './joining.verbs.js';
import { petitionerVerbs } from './petitioner.verbs.js';
import { registrationVerbs } from './register.verbs.js';
import { threadVerbs } from './thread.verbs.js';
import type { Offer, RoutedVerb, Run, Verb } from './verb.js';

/** Everything that is done with petitions. */
export const petitionVerbs = {
  ...registrationVerbs,
  ...handlingVerbs,
  ...joiningVerbs,
  ...deadlineVerbs,
  ...answeringVerbs,
  ...closingVerbs,
  ...threadVerbs,
  ...attachmentVerbs,
  ...petitionerVerbs,
  ...correctingVerbs,
} as const;
type Verbs = typeof petitionVerbs;
type Commands = { [T in keyof Verbs]: { readonly type: T } & Parameters<Verbs[T]['run']>[2] };

/** A command as callers give it: the body of the verb's route, or what stands for it. */
export type PetitionVerb = Commands[keyof Commands];

const verbs: { readonly [T in keyof Commands]: Verb<Commands[T]> } = petitionVerbs;

/** Carries a command out; its type comes apart, so that the compiler knows which verb is meant. */
export const runVerb = <T extends keyof Commands>(
  type: T,
  ...[work, id, command]: Parameters<Run<Commands[T]>>
): Promise<unknown> => verbs[type].run(work, id, command);

/** The command of the verb that stands under `type`; `said`: the body of its route. */
export const commandOf = (type: string, said?: object): PetitionVerb => ({ ...said, type }) as PetitionVerb;

/** The name of a verb that the petitioner may be offered. */
export type Offered = {
  [T in keyof Verbs]: Verbs[T] extends RoutedVerb<infer _Body, infer Name> ? Name : never;
}[keyof Verbs];

/** The verbs that the petitioner may be offered, in the order of the page. */
export const offers = Object.values(petitionVerbs).flatMap((declared): Offer<Offered>[] =>
  'offer' in declared ? [declared.offer] : [],
);
