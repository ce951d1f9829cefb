import type { Decider } from '@ecou/event-sourcing';
import type { FollowingEvent } from './following.events.js';

/** Whoever has the token of a petition wants to be told of it at an address. */
export type Following = Omit<FollowingEvent['data'], 'askedAt'>;

export type AskFollowing = { readonly type: 'AskFollowing'; readonly wish: Following; readonly at: string };

export const followingDecider: Decider<AskFollowing, Following | null, FollowingEvent> = {
  initial: null,
  decide({ wish, at }, asked) {
    // A form that is sent twice is two wishes, of which the second brings no other message for a while.
    return asked ? [] : [{ type: 'FollowingAsked', data: { ...wish, askedAt: at } }];
  },
  evolve: (_state, { data: { askedAt: _askedAt, ...wish } }) => wish,
};
