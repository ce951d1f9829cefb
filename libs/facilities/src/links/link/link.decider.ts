import { assertNever, type Decider } from '@ecou/event-sourcing';
import type { LinkEvent } from './link.events.js';

type DataOf<Type extends LinkEvent['type']> = Extract<LinkEvent, { type: Type }>['data'];

/** Checks failed, so often and for so long that it is no hiccup. */
export type BreakLink = { type: 'BreakLink' } & DataOf<'LinkBroken'>;
/** A check found that it works. */
export type RestoreLink = { type: 'RestoreLink'; status: number };
/** No facility shows it any more, so it is not checked. */
export type DropLink = { type: 'DropLink' };

export type LinkCommandBody = BreakLink | RestoreLink | DropLink;

/** A link that is broken, and since when; null: not known to be. */
export interface BrokenLink {
  readonly url: string;
  /** The first of the checks that failed (ISO 8601). */
  readonly since: string;
}

/** Only a change of the state is a fact: that a broken link is found broken again is none. */
export const linkDecider: Decider<LinkCommandBody, BrokenLink | null, LinkEvent> = {
  initial: null,
  decide: (command, broken) => {
    switch (command.type) {
      case 'BreakLink': {
        const { type: _, ...data } = command;
        return broken ? [] : [{ type: 'LinkBroken', data }];
      }
      case 'RestoreLink':
        return broken ? [{ type: 'LinkRestored', data: { ...broken, status: command.status } }] : [];
      case 'DropLink':
        return broken ? [{ type: 'LinkDropped', data: broken }] : [];
      default:
        return assertNever(command);
    }
  },
  evolve: (_broken, event) => (event.type === 'LinkBroken' ? { url: event.data.url, since: event.data.since } : null),
};
