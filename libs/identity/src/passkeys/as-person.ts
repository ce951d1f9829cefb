import type { CommandContext } from '@ecou/event-sourcing';

/** The actor who a person is as they sign in, before anything says which officer they are. */
export const actorOf = (person: string): string => `person:${person}`;

/** The context of a command that a person gives who has proved who they are, and has no session yet. */
export const asPerson = (context: CommandContext, person: string): CommandContext => ({
  ...context,
  metadata: { ...context.metadata, actor: actorOf(person) },
});
