import { namedUuid, type CommandContext, type EventMetadata, type InboxMove } from '@ecou/event-sourcing';
import type { PolicyCommand } from './policy.js';

/** Runs the commands of policies; Nest's `CommandBus` is one. */
export interface Commands {
  execute(command: object): Promise<unknown>;
}

/** The cause that a policy reacts to. */
export interface Cause {
  /** UUID. */
  readonly id: string;
  readonly correlationId: string;
  readonly traceparent?: string | undefined;
}

/** Metadata of what a policy or an effect does because of a cause. */
export const metadataFor = (actor: string, { id, correlationId, traceparent }: Cause): EventMetadata => ({
  actor,
  correlationId,
  causationId: id,
  ...(traceparent === undefined ? {} : { traceparent }),
});

/** The context of a policy's command. Its command id is that of the cause and the policy; ids of new aggregates may be made from it. */
export const contextFor = (policy: string, cause: Cause, now: string, inbox?: InboxMove): CommandContext => ({
  metadata: metadataFor(`policy:${policy}`, cause),
  commandId: namedUuid(policy, cause.id),
  now,
  ...(inbox ? { inbox } : {}),
});

/** The command with an id of its own per target: the same again whenever the same cause reaches the same policy. */
export function addressed<C extends PolicyCommand>(command: C): C {
  const context = { ...command.context, commandId: namedUuid(command.id, command.context.commandId) };
  const copy: unknown = Object.assign(Object.create(Object.getPrototypeOf(command) as object) as object, command, {
    context,
  });
  return copy as C;
}
