import type { Sealed } from '@ecou/event-sourcing';
import type { VerbRoute } from '@ecou/runtime';
import type { z } from 'zod';
import type { Terms } from '../../calendar/deadlines.js';
import type { PetitionWork } from './petition-work.js';
import type { PetitionCommandBody } from '../rules/petition.decider.js';

/** Carries a command out, as callers give it: personal values are not sealed yet, and files have the ids under which they were handed in. */
export type Run<Command> = (work: PetitionWork, id: string, command: Command) => Promise<unknown>;

/** Something that is done with a petition. */
export interface Verb<Command> {
  readonly run: Run<Command>;
}

/** A verb that the petitioner is offered on the page of their petition. */
export interface Offer<Name extends string = string> {
  /** In the page's answer. */
  readonly name: Name;
  /** Asked of the rules: the verb is offered where they would accept the command, and it would change something. */
  readonly trial: (terms: Terms, at: string) => PetitionCommandBody;
}

/** A verb that staff carry out by a route of its own: `POST /feedback/v1/petitions/:id/<path>` with `petitions:handle`, where it names no other permission. */
export interface RoutedVerb<
  Body extends z.ZodObject | undefined = z.ZodObject | undefined,
  Offered extends string = string,
>
  extends
    Verb<Body extends z.ZodObject ? z.output<Body> : object>,
    Pick<VerbRoute<unknown>, 'name' | 'path' | 'summary' | 'description' | 'permission'> {
  /** `undefined` where there is nothing to say. */
  readonly body: Body;
  /** May be done with many petitions at once: without files, and with ids that are made up. */
  readonly inBulk?: boolean;
  readonly offer?: Offer<Offered>;
}

/** Declares a verb with its route. */
export const verb = <const Body extends z.ZodObject | undefined, const Offered extends string = never>(
  declared: RoutedVerb<Body, Offered>,
): RoutedVerb<Body, Offered> => declared;

/** True for a verb that has a route. */
export const isRouted = (declared: object): declared is RoutedVerb => 'summary' in declared;

/** A text of the petitioner in a command that is only tried. */
export const anyText: Sealed<string> = { subject: '', codec: '', value: 'some text' };
