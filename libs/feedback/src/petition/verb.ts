import type { z } from 'zod';
import type { PetitionWork } from './petition-work.js';

/** Carries a command out, as callers give it: personal values are not sealed yet, and files have the ids under which they were handed in. */
export type Run<Command> = (work: PetitionWork, id: string, command: Command) => Promise<unknown>;

/** Something that is done with a petition. */
export interface Verb<Command> {
  readonly run: Run<Command>;
}

/** A verb that staff carry out by a route of its own: `POST /feedback/v1/petitions/:id/<path>` with `feedback:write`. */
export interface RoutedVerb<Body extends z.ZodObject | undefined = z.ZodObject | undefined> extends Verb<
  Body extends z.ZodObject ? z.output<Body> : object
> {
  /** In kebab case; in bulk, and in the id of the operation. */
  readonly name: string;
  /** The name by default. */
  readonly path?: string;
  readonly summary: string;
  readonly description?: string;
  /** `undefined` where there is nothing to say. */
  readonly body: Body;
  /** May be done with many petitions at once: without files, and with ids that are made up. */
  readonly inBulk?: boolean;
}

/** Declares a verb with its route. */
export const verb = <const Body extends z.ZodObject | undefined>(declared: RoutedVerb<Body>): RoutedVerb<Body> =>
  declared;

/** True for a verb that has a route. */
export const isRouted = (declared: object): declared is RoutedVerb => 'summary' in declared;
