import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '@ecou/event-sourcing';

/** Commands as their callers give them: without what the handler looks up for the rules. */
export type Without<Body, LookedUp extends PropertyKey> = Body extends unknown ? Omit<Body, LookedUp> : never;

/** The envelope of an aggregate's commands: one subclass per aggregate, `class PetitionCommand extends AggregateCommand<...> {}`. */
export abstract class AggregateCommand<Body extends { readonly type: string }> extends Command<CommandResult> {
  constructor(
    readonly id: string,
    readonly command: Body,
    readonly context: CommandContext,
  ) {
    super();
  }
}
