import { VersionConflict } from '@ecou/event-sourcing';
import type { CommandContext } from './command.js';

const attempts = 4;

/**
 * Runs a command that is decided with what it read in other streams, and whose unit checks them: when one of them has moved, it is read
 * and decided anew. A caller's `If-Match` is about one version, so it is tried once.
 */
export async function settled<T>({ ifMatch }: Pick<CommandContext, 'ifMatch'>, attempt: () => Promise<T>): Promise<T> {
  for (let left = ifMatch === undefined ? attempts - 1 : 0; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof VersionConflict) || left <= 0) throw error;
    }
  }
}
