import { answeringVerbs } from './answering.verbs.js';
import { attachmentVerbs } from './attachment.verbs.js';
import { closingVerbs } from './closing.verbs.js';
import { deadlineVerbs } from './deadline.verbs.js';
import { handlingVerbs } from './handling.verbs.js';
import { petitionerVerbs } from './petitioner.verbs.js';
import { registrationVerbs } from './register.verbs.js';
import { threadVerbs } from './thread.verbs.js';
import { isRouted, type Offer, type RoutedVerb } from './verb.js';

/** Everything that is done with petitions. */
export const petitionVerbs = {
  ...registrationVerbs,
  ...handlingVerbs,
  ...deadlineVerbs,
  ...answeringVerbs,
  ...closingVerbs,
  ...threadVerbs,
  ...attachmentVerbs,
  ...petitionerVerbs,
} as const;
type Verbs = typeof petitionVerbs;

/** A command as callers give it: the body of the verb's route, or what stands for it. */
export type PetitionVerb = {
  [T in keyof Verbs]: { readonly type: T } & Parameters<Verbs[T]['run']>[2];
}[keyof Verbs];

/** The name of a verb that the petitioner may be offered. */
export type Offered = {
  [T in keyof Verbs]: Verbs[T] extends RoutedVerb<infer _Body, infer Name> ? Name : never;
}[keyof Verbs];

/** The verbs that the petitioner may be offered, in the order of the page. */
export const offers = Object.values(petitionVerbs).flatMap((declared): Offer<Offered>[] =>
  isRouted(declared) && declared.offer ? [declared.offer as Offer<Offered>] : [],
);
