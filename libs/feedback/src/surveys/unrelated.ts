import { randomUUID } from 'node:crypto';
import type { CommandContext } from '@ecou/event-sourcing';

/** The context of a command that shares neither id, correlation nor trace with the request that leads to it. */
export const unrelated = (actor: string, now: string, commandId: string = randomUUID()): CommandContext => ({
  metadata: { actor, correlationId: commandId, causationId: commandId },
  commandId,
  now,
});
